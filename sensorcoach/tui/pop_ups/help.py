"""The help of the dashboard: its keys and its signs."""

from sensorcoach.runner.session import Frame
from sensorcoach.tui.pop_up import PopUp

SEEKING_KEYS = """\
  space    pause, continue
  ← →      5 seconds back, forward
  < >      slower, faster
  w W      next warning, previous one
"""

SET_KEYS = """\
  s x      begin or end a set; discard it
"""

LINK_SIGNS = """
[b]Sensor[/b]
  ▂▄▆█      signal strength, last scan
  99/100    samples a second: real/nominal
  4/packet  batch size; gap: longest wait
  lost ≈12  lost samples; ≈ is an estimate
"""

HELP = """\
[b]Keys[/b]
{own_keys}  q        quit
{link_signs}
[b]Phases[/b]
  [$text-success]L lift[/]    the worn part goes up
  [$text-warning]H hold[/]    it stays up
  [$text-primary]D lower[/]   it goes down
  [$text-muted]R rest[/]    it stays down
  [$text-error]x ░[/]       samples are missing here
  ┈ ·       your good range; your usual top
  [$text-error]![/]         a rule of form was broken here

[b]Tempo[/b]  lift-hold-lower-rest, in seconds
  1.2- 3.4+ shorter, longer than the target
  #4! 3?    has a warning; is provisional"""


class HelpPopUp(PopUp):
    """Lists only the keys that work in this session, and the signs of a connection only if there is one."""

    BELOW = "dashboard"
    KEY = "question_mark"
    KEY_SIGN = "?"
    LABEL = "Help"
    HEADING = "Help"

    def write_text(self, frame: Frame | None) -> str:
        seekable = frame is None or frame.transport.seekable
        linked = frame is not None and frame.link is not None
        return HELP.format(
            own_keys=SEEKING_KEYS if seekable else SET_KEYS,
            link_signs=LINK_SIGNS if linked else "",
        )
