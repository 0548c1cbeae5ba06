"""A sensor over Bluetooth as a source of packets: find, connect, start, watch and reconnect.
Transitions are in `link/states.py`, retries in `link/backoff.py`, limits of silence in `link/silence_limits.py`.
"""

import asyncio
import contextlib
from collections import deque
from dataclasses import replace
from types import TracebackType
from typing import Self

from bleak.exc import BleakError

from sensorcoach.devices.device import Device, Property, Write
from sensorcoach.errors import SensorError
from sensorcoach.link.backoff import Backoff
from sensorcoach.link.discovered_sensor import DiscoveredSensor
from sensorcoach.link.monitor import LinkMonitor
from sensorcoach.link.silence_limits import Silence
from sensorcoach.link.states import LinkEvent, LinkProgress
from sensorcoach.link.statistics import GapBin
from sensorcoach.link.status import LinkState, LinkStatus
from sensorcoach.packets import LINK_DOWN, LINK_ROLE, LINK_UP, Packet
from sensorcoach.sources.radio import errors
from sensorcoach.sources.radio.advertisements import AdvertisementListener, Heard
from sensorcoach.sources.radio.backend import Backend
from sensorcoach.sources.radio.errors import NO_RADIO, RADIO_ERRORS
from sensorcoach.sources.radio.gatt import Gatt, call_guarded
from sensorcoach.sources.radio.packet_queue import ROOM, PacketQueue
from sensorcoach.sources.radio.settings import DEFAULT_SETTINGS, RadioSettings
from sensorcoach.sources.radio.startup import start_up

_FINAL = NO_RADIO | {"wrong_sensor", "small_mtu"}
"""Troubles that end a session which has not streamed yet at the first try."""
_LEAST_WAIT_S = 0.001
"""A moment that is due by less than a clock can tell must not be waited for in a circle."""


class RadioSource:
    """An asynchronous iterator of the packets of one sensor, for as long as it is wanted; `async with`, or `aclose`.

    Arrival times are the event loop's clock, from the first packet asked for. Before the sensor has streamed, what
    goes wrong is raised as SensorError; afterwards it is tried for ever, and `status` says what is the matter.
    Raises UsageError for a rate that the sensor does not have. What it sets on the sensor is never saved there.
    """

    def __init__(
        self,
        device: Device,
        seen: DiscoveredSensor,
        backend: Backend,
        rate_hz: float | None = None,
        settings: RadioSettings = DEFAULT_SETTINGS,
    ) -> None:
        self._device = device
        self._seen = seen
        self._backend = backend
        self._settings = settings
        self.wanted_hz = rate_hz or device.usual_hz
        """The rate that the sensor is asked for."""
        self._account = LinkMonitor(device, self.wanted_hz)
        self._course = LinkProgress(reason=f"looking for {seen.name}")
        self._retry = Backoff()
        self._inbox = PacketQueue()
        self._unread: deque[Packet] = deque(maxlen=ROOM)
        """Packets that the account has not seen yet."""
        self._wake = asyncio.Event()
        """Something has come, or the link is gone."""
        self._start_s = 0.0
        self._task: asyncio.Task[None] | None = None
        self._has_streamed = False
        self._put_back: dict[str, Write] = {}
        """Writes by which the sensor is again as it was found, whichever connection found it so."""

    @property
    def status(self) -> LinkStatus:
        """The connection now."""
        now_s = self._now_s() if self._task is not None and not self._task.done() else self._course.since_s
        seen, overflowed = self._seen, self._inbox.overflowed
        return self._account.status(self._course, now_s, seen.name, seen.rssi_dbm, overflowed)

    @property
    def arrival_gaps(self) -> tuple[GapBin, ...]:
        """How long it took from one notification to the next, since the session began."""
        return self._account.meter.gaps.bins()

    @property
    def samples(self) -> int:
        """Samples that came since the session began."""
        return self._account.meter.samples

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Packet:
        if self._task is None and not self._inbox.has_ended:
            self._start_s = asyncio.get_running_loop().time()
            self._task = asyncio.create_task(self._run(), name="sensorcoach-link")
            self._task.add_done_callback(self._ended)
        return await self._inbox.take()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Stop the sensor, disconnect, end the iterator once its packets are taken."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})
            self._take()
        self._inbox.end()

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._inbox.end(None if task.cancelled() else task.exception())

    def _now_s(self) -> float:
        return asyncio.get_running_loop().time() - self._start_s

    def _enter(self, happening: LinkEvent, reason: str = "", remedy: str = "") -> None:
        self._course = self._course.after(happening, self._now_s(), reason, remedy)

    async def _run(self) -> None:
        try:
            while True:
                await self._try(await self._find())
        finally:
            self._stopping()
            self._enter(LinkEvent.ENDED, self._course.reason, self._course.remedy)

    def _stopping(self) -> None:
        if not self._course.may(LinkState.STOPPING):
            self._enter(LinkEvent.STOP, self._course.reason, self._course.remedy)

    async def _find(self) -> Heard:
        """Listen until the sensor is heard and it is time to try it, whatever the radio does meanwhile."""
        while True:
            try:
                async with AdvertisementListener(self._backend, self._settings, self._start_s) as ear:
                    return await self._listen(ear)
            except RADIO_ERRORS as error:
                self._failed(errors.translate_error(error, self._seen.name))
                await asyncio.sleep(self._retry.pause_left_s(self._now_s()))

    async def _listen(self, ear: AdvertisementListener) -> Heard:
        while True:
            heard = await ear.next(self._listening_s())
            if heard is not None and heard.seen.key == self._seen.key and self._retry.hears(heard.seen.seen_s):
                self._seen = replace(self._seen, rssi_dbm=heard.seen.rssi_dbm)
                return heard
            now_s = self._now_s()
            if self._course.may(LinkState.WAITING) and self._retry.pause_left_s(now_s) <= 0.0:
                self._enter(LinkEvent.PAUSE_OVER, self._course.reason, self._course.remedy)
            if heard is None and self._listening_s() == 0.0:
                raise errors.sensor_not_found_error(self._seen.name)

    def _listening_s(self) -> float | None:
        """How long to listen before something else is due; None for as long as it takes."""
        now_s = self._now_s()
        if self._course.may(LinkState.WAITING):
            return self._retry.pause_left_s(now_s)
        if self._has_streamed or self._settings.find_s is None:
            return None
        return max(0.0, self._course.since_s + self._settings.find_s - now_s)

    async def _try(self, heard: Heard) -> None:
        """One connection, from the first try to its end."""
        self._enter(LinkEvent.HEARD, f"connecting to {self._seen.name}")
        gatt = Gatt(self._device, self._seen.name, heard.handle, self._backend, self._settings)
        gatt.on_lost, gatt.put_back = self._wake.set, self._put_back
        polite = True
        try:
            await self._connect(gatt)
            await self._watch(gatt)
        except (*RADIO_ERRORS, SensorError) as error:
            polite = not gatt.is_lost and not self._course.may(LinkState.WEAK)
            self._failed(self._lost() if gatt.is_lost else errors.translate_error(error, self._seen.name))
        except asyncio.CancelledError:
            self._stopping()
            raise
        finally:
            if gatt.was_connected:
                self._note(LINK_DOWN)
            await gatt.close(polite=polite)

    async def _connect(self, gatt: Gatt) -> None:
        """Connect, subscribe, play the start-up."""
        await gatt.connect()
        self._enter(LinkEvent.CONNECTED)
        self._account.connected()
        self._note(LINK_UP)
        await gatt.subscribe(self._notified)
        self._enter(LinkEvent.SUBSCRIBED)
        nominal_hz = await start_up(gatt, self._device.startup(self.wanted_hz), self._read)
        await self._read_battery(gatt)
        self._take()
        self._account.agreed(nominal_hz)

    async def _read_battery(self, gatt: Gatt) -> None:
        """What is not always told by itself; a sensor that does not tell is no worse for that."""
        for each in self._device.characteristics:
            if each.role == "battery" and each.properties & Property.READ:
                with contextlib.suppress(BleakError, TimeoutError):
                    value = await gatt.read(each.role)
                    if value is not None:
                        self._read(each.role, value)

    async def _watch(self, gatt: Gatt) -> None:
        """Keep account, ask again for what was lost, look at silences. Returns never; raises what ends it."""
        started_s = self._now_s()
        while True:
            self._wake.clear()
            for request in self._take():
                await gatt.offer(request)
            if gatt.is_lost:
                raise self._lost()
            await self._woken(self._judge(started_s))

    def _judge(self, started_s: float) -> float:
        """See what the silence means; how long until it means something else. Raises SensorError at its end."""
        patience, now_s = self._settings.patience, self._now_s()
        last_s, batch_s = self._account.meter.last_s, self._account.meter.batch_s
        if last_s is None:
            if now_s - started_s >= patience.start_s:
                raise errors.silent_sensor_error(self._seen.name, now_s - started_s)
            return started_s + patience.start_s - now_s
        silent_s = now_s - last_s
        judgement = patience.judge(silent_s, batch_s)
        if judgement is not Silence.USUAL:
            silence = errors.silent_sensor_error(self._seen.name, silent_s)
            if self._course.may(LinkState.STREAMING):
                self._enter(LinkEvent.SILENCE, "signal weak", silence.remedy)
            if judgement is Silence.DEAD:
                raise silence
            return patience.dead_after_s(batch_s) - silent_s
        if not self._course.may(LinkState.STREAMING):
            self._enter(LinkEvent.SAMPLES)
            self._retry.streams()
            self._has_streamed = True
        return patience.weak_after_s(batch_s) - silent_s

    def _lost(self) -> SensorError:
        """What a broken link means: a sensor that breaks it while it is being started may want something else."""
        is_starting = not self._course.may(LinkState.STREAMING, LinkState.WEAK)
        return (
            errors.connection_dropped_error(self._seen.name)
            if is_starting
            else errors.connection_lost_error(self._seen.name)
        )

    async def _woken(self, limit_s: float) -> None:
        """Wait for a packet, for the end of the link, or until `limit_s` has passed."""
        try:
            await call_guarded(self._wake.wait(), max(limit_s, _LEAST_WAIT_S))
        except TimeoutError:
            return

    def _failed(self, what: SensorError) -> None:
        """A try, or a connection, came to its end. Raises it where there is no use in another."""
        now_s = self._now_s()
        was_good = self._course.may(LinkState.STREAMING, LinkState.WEAK)
        ended_by = {"silent": LinkEvent.GIVEN_UP, **dict.fromkeys(errors.LOST, LinkEvent.LOST)}
        self._enter(ended_by.get(what.code, LinkEvent.FAILED), what.message, what.remedy)
        if was_good:
            self._retry.lost(now_s)
            return
        if self._has_streamed and what.code in errors.LOST:
            self._retry.broke(now_s)
        else:
            self._retry.failed(now_s)
        out_of_tries = self._retry.failures >= self._settings.tries
        if not self._has_streamed and (what.code in _FINAL or out_of_tries):
            raise what

    def _notified(self, role: str, data: bytearray) -> None:
        arrival_s = asyncio.get_running_loop().time() - self._start_s
        payload = bytes(data)
        if not self._account.is_twin(role, payload, arrival_s):
            self._put(Packet(arrival_s, payload, role))

    def _read(self, role: str, value: bytes) -> None:
        self._put(Packet(self._now_s(), value, role))

    def _note(self, what: bytes) -> None:
        self._put(Packet(self._now_s(), what, LINK_ROLE))

    def _put(self, packet: Packet) -> None:
        self._inbox.put(packet)
        self._unread.append(packet)
        self._wake.set()

    def _take(self) -> tuple[Write, ...]:
        """Enter what has come into the account; what should be written because of it."""
        packets = list(self._unread)
        self._unread.clear()
        return self._account.take(packets)
