"""A Bluetooth sensor as a source of packets: find it, connect, start it, receive, reconnect.

Read `link/connection_states.py` (transitions), `link/backoff.py` (retries) and `link/silence_limits.py` (limits) first.
"""

import asyncio
import contextlib
from collections import deque
from dataclasses import replace
from typing import Self

from sensorcoach.devices.device import Device, Write
from sensorcoach.errors import SensorError
from sensorcoach.link.backoff import Backoff
from sensorcoach.link.connection_states import LinkEvent, LinkProgress
from sensorcoach.link.discovered_sensor import DiscoveredSensor
from sensorcoach.link.monitor import LinkMonitor
from sensorcoach.link.silence_limits import Silence
from sensorcoach.link.statistics import LinkStatistics
from sensorcoach.link.status import LinkState, LinkStatus
from sensorcoach.packets import LINK_DOWN, LINK_ROLE, LINK_UP, Packet
from sensorcoach.sources.radio import errors
from sensorcoach.sources.radio.advertisements import Advertisement, AdvertisementListener
from sensorcoach.sources.radio.backend import Backend
from sensorcoach.sources.radio.backend_faults import watch_backend_faults
from sensorcoach.sources.radio.errors import NO_RADIO_CODES, RADIO_ERRORS
from sensorcoach.sources.radio.gatt import Gatt, call_guarded
from sensorcoach.sources.radio.packet_queue import CAPACITY, PacketQueue
from sensorcoach.sources.radio.settings import DEFAULT_SETTINGS, RadioSettings
from sensorcoach.sources.radio.sleep_clock import SleepClock
from sensorcoach.sources.radio.startup import read_battery, start_up

_FINAL_CODES = NO_RADIO_CODES | {"wrong_sensor", "small_mtu"}
"""Error codes that end a session at the first attempt, as long as the sensor has not streamed."""
_MIN_WAIT_S = 0.001
"""Shortest wait. A shorter one than the clock can resolve would repeat without end."""


class RadioSource:
    """Asynchronous iterator over the packets of one sensor. Use `async with`, or end it with `aclose`.

    Arrival times are the event loop's clock, counted from the first request for a packet. Failures raise SensorError
    until the sensor has streamed; afterwards the source retries without end and `status` shows the failure.
    Raises UsageError for an unsupported rate. Settings that a sensor always stores are restored at the end.
    """

    def __init__(
        self,
        device: Device,
        sensor: DiscoveredSensor,
        backend: Backend,
        rate_hz: float | None = None,
        settings: RadioSettings = DEFAULT_SETTINGS,
        sleep: SleepClock | None = None,
    ) -> None:
        self._device = device
        self._sensor = sensor
        self._backend = backend
        self._settings = settings
        self.wanted_hz = rate_hz or device.usual_hz
        """The rate to request from the sensor."""
        self._monitor = LinkMonitor(device, self.wanted_hz)
        self._progress = LinkProgress(reason=f"looking for {sensor.name}")
        self._backoff = Backoff()
        self._queue = PacketQueue()
        self._unread: deque[Packet] = deque(maxlen=CAPACITY)
        """Packets that the monitor has not read yet."""
        self._wake = asyncio.Event()
        """Set when a packet arrives or the link is lost."""
        self._start_s = 0.0
        """Event loop time of the first request for a packet."""
        self._sleep = sleep or SleepClock()
        self._task: asyncio.Task[None] | None = None
        self._has_streamed = False
        self._restore_writes: dict[str, Write] = {}
        """Writes that restore the sensor's stored settings, by role; kept over all connections."""
        self._fault: Exception | None = None
        """Error that ends this connection: of a callback of the backend, or a request to suspend."""
        self._closed = asyncio.Event()

    @property
    def status(self) -> LinkStatus:
        """The current status of the connection."""
        now_s = self._now_s() if self._task is not None and not self._task.done() else self._progress.since_s
        sensor = self._sensor
        return self._monitor.status(self._progress, now_s, sensor.name, sensor.rssi_dbm, self._queue.overflowed)

    @property
    def statistics(self) -> LinkStatistics:
        """The measurements of the connection."""
        return self._monitor.statistics

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Packet:
        if self._task is None and not self._queue.has_ended:
            self._start_s = asyncio.get_running_loop().time()
            self._task = asyncio.create_task(self._run(), name="sensorcoach-link")
            self._task.add_done_callback(self._on_task_end)
        return await self._queue.take()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Stop the sensor and disconnect. The iterator ends after the packets that are already queued."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})
            self._monitor_packets()
        self._queue.end()

    async def suspend(self) -> None:
        """Stop the sensor and disconnect before the process is stopped. The source reconnects when it goes on."""
        if self._progress.is_in(LinkState.STREAMING, LinkState.WEAK):
            self._on_fault(errors.suspended_error())
            await self._closed.wait()

    def _on_task_end(self, task: asyncio.Task[None]) -> None:
        self._queue.end(None if task.cancelled() else task.exception())

    def _now_s(self) -> float:
        """Return the session's time. It includes a sleep of the computer, so that the sleep is a gap in the data."""
        return asyncio.get_running_loop().time() - self._start_s + self._sleep.update_slept_s()

    def _enter(self, event: LinkEvent, reason: str = "", remedy: str = "") -> None:
        self._progress = self._progress.apply_event(event, self._now_s(), reason, remedy)

    async def _run(self) -> None:
        try:
            with watch_backend_faults(self._backend, self._on_fault):
                while True:
                    await self._run_connection(await self._wait_for_sensor())
        finally:
            self._enter_stopping()
            self._enter(LinkEvent.ENDED, self._progress.reason, self._progress.remedy)

    def _on_fault(self, error: Exception) -> None:
        self._fault = error
        self._wake.set()

    def _enter_stopping(self) -> None:
        if not self._progress.is_in(LinkState.STOPPING):
            self._enter(LinkEvent.STOP, self._progress.reason, self._progress.remedy)

    async def _wait_for_sensor(self) -> Advertisement:
        """Listen until the sensor advertises and the pause is over. Restart the scan after radio errors."""
        while True:
            try:
                async with AdvertisementListener(self._backend, self._settings, self._now_s) as listener:
                    return await self._listen(listener)
            except RADIO_ERRORS as error:
                self._handle_failure(errors.translate_error(error, self._sensor.name))
                await asyncio.sleep(self._backoff.pause_left_s(self._now_s()))

    async def _listen(self, listener: AdvertisementListener) -> Advertisement:
        while True:
            advertisement = await listener.next(self._listen_limit_s())
            if advertisement is not None and advertisement.sensor.key == self._sensor.key:
                sensor = advertisement.sensor
                if self._backoff.note_advertisement(sensor.seen_s):
                    self._sensor = replace(self._sensor, rssi_dbm=sensor.rssi_dbm)
                    return advertisement
            now_s = self._now_s()
            if self._progress.is_in(LinkState.WAITING) and self._backoff.pause_left_s(now_s) <= 0.0:
                self._enter(LinkEvent.PAUSE_OVER, self._progress.reason, self._progress.remedy)
            if advertisement is None and self._listen_limit_s() == 0.0:
                raise errors.sensor_not_found_error(self._sensor.name)

    def _listen_limit_s(self) -> float | None:
        """Return how long to listen until the next deadline, None without a deadline."""
        if self._progress.is_in(LinkState.WAITING):
            return self._backoff.pause_left_s(self._now_s())
        if self._has_streamed or self._settings.find_s is None:
            return None
        return max(0.0, self._progress.since_s + self._settings.find_s - self._now_s())

    async def _run_connection(self, advertisement: Advertisement) -> None:
        """Make one connection and receive until it ends."""
        self._enter(LinkEvent.FOUND, f"connecting to {self._sensor.name}")
        self._fault, name = None, self._sensor.name
        self._closed.clear()
        gatt = Gatt(self._device, name, advertisement.handle, self._backend, self._settings)
        gatt.on_lost, gatt.restore_writes = self._wake.set, self._restore_writes
        stop_sensor = True
        try:
            await self._connect(gatt)
            await self._receive(gatt)
        except (*RADIO_ERRORS, SensorError) as error:
            stop_sensor = not gatt.is_lost and not self._progress.is_in(LinkState.WEAK)
            self._handle_failure(self._lost_error() if gatt.is_lost else errors.translate_error(error, name))
        except asyncio.CancelledError:
            self._enter_stopping()
            raise
        finally:
            if gatt.was_connected:
                self._put_value(LINK_ROLE, LINK_DOWN)
            await gatt.close(stop_sensor=stop_sensor)
            self._closed.set()

    async def _connect(self, gatt: Gatt) -> None:
        """Connect, subscribe and run the start-up script."""
        await gatt.connect()
        self._enter(LinkEvent.CONNECTED)
        self._monitor.begin_connection()
        self._put_value(LINK_ROLE, LINK_UP)
        await gatt.subscribe(self._on_notification)
        self._enter(LinkEvent.SUBSCRIBED)
        nominal_hz = await start_up(gatt, self._device.startup(self.wanted_hz), self._put_value)
        await read_battery(gatt, self._device, self._put_value)
        self._monitor_packets()
        self._monitor.set_rate(nominal_hz)

    async def _receive(self, gatt: Gatt) -> None:
        """Monitor packets, request lost samples, check the time without samples. Raises the error that ends it."""
        started_s = self._now_s()
        while True:
            self._wake.clear()
            for request in self._monitor_packets():
                await gatt.try_write(request)
            if gatt.is_lost:
                raise self._lost_error()
            if self._fault is not None:
                raise errors.translate_fault(self._fault, self._sensor.name)
            await self._wait(self._check_silence(started_s))

    def _check_silence(self, started_s: float) -> float:
        """Enter the state that fits the time without samples. Return the time until the next check.

        Raises SensorError when the link counts as lost.
        """
        limits, now_s = self._settings.silence_limits, self._now_s()
        last_s, batch_s = self._monitor.statistics.last_s, self._monitor.statistics.batch_s
        if last_s is None:
            if now_s - started_s >= limits.start_s:
                raise errors.silent_sensor_error(self._sensor.name, now_s - started_s)
            return started_s + limits.start_s - now_s
        silent_s = now_s - last_s
        silence = limits.judge(silent_s, batch_s)
        if silence is not Silence.USUAL:
            error = errors.silent_sensor_error(self._sensor.name, silent_s)
            if self._progress.is_in(LinkState.STREAMING):
                self._enter(LinkEvent.NO_SAMPLES, "signal weak", error.remedy)
            if silence is Silence.DEAD:
                raise error
            return limits.dead_after_s(batch_s) - silent_s
        if not self._progress.is_in(LinkState.STREAMING):
            self._enter(LinkEvent.SAMPLES)
            self._backoff.note_streaming()
            self._has_streamed = True
        return limits.weak_after_s(batch_s) - silent_s

    def _lost_error(self) -> SensorError:
        has_started = self._progress.is_in(LinkState.STREAMING, LinkState.WEAK)
        return errors.lost_error(self._sensor.name, has_started=has_started)

    async def _wait(self, limit_s: float) -> None:
        """Wait for a packet or the loss of the link, at most `limit_s`."""
        with contextlib.suppress(TimeoutError):
            await call_guarded(self._wake.wait(), max(limit_s, _MIN_WAIT_S))

    def _handle_failure(self, error: SensorError) -> None:
        """Enter the state after a failed attempt or connection. Raises `error` where no further attempt follows."""
        now_s = self._now_s()
        was_streaming = self._progress.is_in(LinkState.STREAMING, LinkState.WEAK)
        self._enter(errors.find_link_event(error), error.message, error.remedy)
        if was_streaming:
            self._backoff.note_loss(now_s)
            return
        if self._has_streamed and error.code in errors.LOST_CODES:
            self._backoff.note_broken_attempt(now_s)
        else:
            self._backoff.note_failure(now_s)
        out_of_tries = self._backoff.failures >= self._settings.tries
        if not self._has_streamed and (error.code in _FINAL_CODES or out_of_tries):
            raise error

    def _on_notification(self, role: str, data: bytearray) -> None:
        arrival_s = self._now_s()
        payload = bytes(data)
        if not self._monitor.drop_duplicate(role, payload, arrival_s):
            self._put(Packet(arrival_s, payload, role))

    def _put_value(self, role: str, value: bytes) -> None:
        self._put(Packet(self._now_s(), value, role))

    def _put(self, packet: Packet) -> None:
        self._queue.put(packet)
        self._unread.append(packet)
        self._wake.set()

    def _monitor_packets(self) -> tuple[Write, ...]:
        """Pass new packets to the monitor. Return the writes that request lost samples."""
        packets = list(self._unread)
        self._unread.clear()
        return self._monitor.take(packets)
