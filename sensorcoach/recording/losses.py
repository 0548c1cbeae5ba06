"""Describe the damaged parts of a recording: where they are in the file, and which time they cover."""

from dataclasses import dataclass

from sensorcoach.recording.mcap_scan import Damage

MAX_LISTED = 20
"""Most notices in a list, without the one that counts the rest."""


@dataclass(frozen=True, slots=True)
class Loss:
    """Damaged bytes, with the times of the nearest intact packets; None without any."""

    damage: Damage
    before_ns: int | None
    after_ns: int | None = None


def describe_loss(loss: Loss, start_s: float, *, at_cut: bool) -> str:
    """Return the notice of a loss. `start_s`: wall clock at arrival 0. `at_cut`: the bytes end a cut-off file."""
    count = loss.damage.stop - loss.damage.offset
    where = f"{count} byte{'' if count == 1 else 's'} from byte {loss.damage.offset} on"
    before = _format_s(loss.before_ns, start_s)
    after = _format_s(loss.after_ns, start_s)
    if before and after:
        span = f"between {before} and {after}"
    elif before or after:
        span = f"after {before}" if before else f"before {after}"
    else:
        span = "of the whole recording"
    state = "are incomplete" if at_cut else "are damaged and were skipped"
    return f"{where} {state}: packets {span} may be missing."


class NoticeList:
    """Notices without repetition. Beyond `MAX_LISTED`, only their number grows."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._known: set[str] = set()

    def add(self, text: str) -> None:
        """Add a notice."""
        self._known.add(text)
        unlisted = len(self._known) - MAX_LISTED
        if unlisted > 0:
            self.texts[MAX_LISTED:] = [f"Faults of the file beyond these {MAX_LISTED}: {unlisted}."]
        elif text not in self.texts:
            self.texts.append(text)


def _format_s(time_ns: int | None, start_s: float) -> str:
    return "" if time_ns is None else f"{max(0.0, time_ns * 1e-9 - start_s):.1f} s"
