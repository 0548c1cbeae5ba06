"""Settings of a connection: time limits, and options for one operating system."""

from dataclasses import dataclass, field

from bleak.args.bluez import BlueZClientArgs, BlueZNotifyArgs, BlueZScannerArgs
from bleak.args.winrt import WinRTClientArgs

from sensorcoach.link.silence_limits import SilenceLimits


@dataclass(frozen=True, slots=True)
class RadioSettings:
    """Settings of a connection.

    `find_s`: limit of the search before the sensor has streamed (None: no limit). `tries`: attempts before the sensor
    has streamed; afterwards there is no limit. `connect_s`: limit for connecting. `step_s`: limit for one
    subscription, write or read. Shorter limits fail with slow sensors, longer ones delay the retry after a loss.
    `silence_limits`: limits for the time without samples.

    `adapter`: Linux, for example hci1. `use_start_notify`: Linux; None uses bleak's choice, False avoids doubled
    notifications (bleak 2002), True suits sensors that disconnect with False (bleak 1885). `use_cached_services`:
    Windows; use False after a firmware update. `pair`: pair first, which some sensors need on Windows and Linux.
    """

    find_s: float | None = 30.0
    tries: int = 3
    connect_s: float = 20.0
    step_s: float = 5.0
    silence_limits: SilenceLimits = field(default_factory=SilenceLimits)
    adapter: str | None = None
    use_start_notify: bool | None = None
    use_cached_services: bool | None = None
    pair: bool = False

    def scanner_args(self) -> BlueZScannerArgs:
        """Return bleak's arguments for the scanner on Linux."""
        return {"adapter": self.adapter} if self.adapter else {}

    def client_args(self) -> BlueZClientArgs:
        """Return bleak's arguments for the client on Linux."""
        return {"adapter": self.adapter} if self.adapter else {}

    def notify_args(self) -> BlueZNotifyArgs:
        """Return bleak's arguments for each subscription on Linux."""
        return {} if self.use_start_notify is None else {"use_start_notify": self.use_start_notify}

    def windows_args(self) -> WinRTClientArgs:
        """Return bleak's arguments for the client on Windows."""
        return {} if self.use_cached_services is None else {"use_cached_services": self.use_cached_services}


DEFAULT_SETTINGS = RadioSettings()
