"""Takes docs/dashboard.svg: the dashboard in the middle of a simulated session.

usage: python docs/take_picture.py [RECORDING [SECONDS]]
"""

import asyncio
import re
import sys
from pathlib import Path

from sensorcoach.runner.options import SessionOptions
from sensorcoach.runner.playback.playback import open_playback
from sensorcoach.tui.app import DashboardApp

PICTURE = Path(__file__).parent / "dashboard.svg"
RECORDING = Path(__file__).parents[1] / "recordings" / "glute-bridge-faulty.mcap"
MOMENT_S = 45.6
SIZE = (100, 30)


_FONT_FACE = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
"""Fonts from elsewhere: a picture loads nothing, the viewer's own monospace will do."""


async def take(recording: Path, moment_s: float) -> str:
    """Open the recording, go to the moment, and give what the screen shows as SVG."""
    playback = open_playback(str(recording), SessionOptions())
    playback.seek(moment_s)
    app = DashboardApp(lambda: playback, clock=lambda: 0.0)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause(0.5)
        return _FONT_FACE.sub("", app.export_screenshot(title="sensorcoach"))


def main() -> None:
    """Take the picture that README shows, or one of another recording."""
    recording = Path(sys.argv[1]) if len(sys.argv) > 1 else RECORDING
    moment_s = float(sys.argv[2]) if len(sys.argv) > 2 else MOMENT_S
    PICTURE.write_text(asyncio.run(take(recording, moment_s)), encoding="utf-8")


if __name__ == "__main__":
    main()
