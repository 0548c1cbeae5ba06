"""What can be set of a connection: how long things may take, and what one operating system or another needs."""

from dataclasses import dataclass, field

from bleak.args.bluez import BlueZClientArgs, BlueZNotifyArgs, BlueZScannerArgs
from bleak.args.winrt import WinRTClientArgs

from sensorcoach.link.silence_limits import SilenceLimits


@dataclass(frozen=True, slots=True)
class RadioSettings:
    """How to connect.

    `find_s`: how long a sensor is looked for before it has streamed (None: for ever). `tries`: how often it is tried
    before it has streamed; afterwards it is tried for ever. `connect_s`, `step_s`: limits for connecting, and for one
    subscription, write or read; shorter gives up sensors that are slow, longer waits for those that are gone.
    `adapter`: Linux, such as hci1. `use_start_notify`: Linux; None leaves it to bleak, False helps against doubled
    notifications (bleak 2002), True for sensors that False cuts off (bleak 1885). `use_cached_services`: Windows;
    False after the sensor's firmware has changed. `pair`: pair first, which some sensors want on Windows and Linux.
    """

    find_s: float | None = 30.0
    tries: int = 3
    connect_s: float = 20.0
    step_s: float = 5.0
    patience: SilenceLimits = field(default_factory=SilenceLimits)
    adapter: str | None = None
    use_start_notify: bool | None = None
    use_cached_services: bool | None = None
    pair: bool = False

    def scanner_args(self) -> BlueZScannerArgs:
        """For the scanner on Linux."""
        return {"adapter": self.adapter} if self.adapter else {}

    def client_args(self) -> BlueZClientArgs:
        """For the client on Linux."""
        return {"adapter": self.adapter} if self.adapter else {}

    def notify_args(self) -> BlueZNotifyArgs:
        """For each subscription on Linux."""
        return {} if self.use_start_notify is None else {"use_start_notify": self.use_start_notify}

    def windows_args(self) -> WinRTClientArgs:
        """For the client on Windows."""
        return {} if self.use_cached_services is None else {"use_cached_services": self.use_cached_services}


DEFAULT_SETTINGS = RadioSettings()
