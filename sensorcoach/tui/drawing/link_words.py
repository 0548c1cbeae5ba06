"""Words about a connection that come from the loop that keeps it."""

from sensorcoach.devices.registry import device_by_id
from sensorcoach.link.status import LinkStatus
from sensorcoach.report.printable import printable


def reason_of(link: LinkStatus) -> str:
    """Why the connection is as it is, without a full stop; nothing where that only names the state once more."""
    only_names_it = link.state.value in link.reason.casefold()
    return "" if only_names_it else printable(link.reason).rstrip(".")


def is_tried_again(link: LinkStatus) -> bool:
    """Whether the program connects again by itself; who pushes to it has to begin again at the other end."""
    return link.device_id is None or device_by_id(link.device_id).over_bluetooth
