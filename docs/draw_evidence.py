"""Draws docs/evidence.svg: how the evidence for a set grows, from a simulated session through the real search.

usage: python docs/draw_evidence.py
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sensorcoach.detect.finding.evidence import load_model
from sensorcoach.detect.finding.search import MOST_LOG_ODDS, Hypothesis, Prior, SetSearch
from sensorcoach.detect.finding.strokes import PauseKind
from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.detect.movement_limits import movement_limits
from sensorcoach.events import RepCounted
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.exercises.exercise import Placement
from sensorcoach.motion.checked_motion import CheckedMotion
from sensorcoach.motion.lift_axis import angles_between
from sensorcoach.pipeline import Pipeline
from sensorcoach.samples import FloatArray, Samples
from sensorcoach.simulator.scenes.lift import Lift
from sensorcoach.simulator.scenes.scene import Scene, play_scene, sense_scene
from sensorcoach.simulator.scenes.steps import a_set, come_in, fidget, lifts, pull_shirt_straight, still
from sensorcoach.units import DEG_PER_RAD

PICTURE = Path(__file__).parent / "evidence.svg"
EXERCISE, PLACEMENT, SEED = "glute-bridge", Placement.PELVIS, 15
BRIDGE = Lift(1.6, 1.0, 1.8, 1.0)
SCRIPT = (come_in(), pull_shirt_straight(), still(2.0), fidget(8.0), still(3.0), a_set(*lifts(5, BRIDGE)), still(3.0))

WIDTH, HEIGHT, LEFT, RIGHT = 960, 600, 64, 24
PANELS = {"angle": (54, 194, 0.0, 130.0), "cycle": (250, 370, -4.0, 4.0), "total": (426, 546, -4.0, 12.0)}
"""Top and bottom in pixels, lowest and highest value."""
LIFE, LIFTING, AGAINST, LINE = "#7a8794", "#12805c", "#b3452c", "#20303c"
FAINT = f'fill="{LIFE}"'
TOGETHER_S = 0.5
"""Reps that are counted so soon after each other share a label."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A pause that the search weighed: when it became known, and the likeliest set that ends there."""

    known_s: float
    found: Hypothesis


class Drawing:
    """SVG of one page; `x` is seconds, `y` in the unit of its panel."""

    def __init__(self, last_s: float) -> None:
        self._last_s = last_s
        self._parts: list[str] = []

    def x(self, time_s: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * time_s / self._last_s

    def y(self, panel: str, value: float) -> float:
        top, bottom, low, high = PANELS[panel]
        return bottom - (bottom - top) * (min(max(value, low), high) - low) / (high - low)

    def line(self, points: list[tuple[float, float]], colour: str, more: str = "") -> None:
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self._parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" {more}/>')

    def bar(self, x: float, y: float, height: float, colour: str, width: float = 7.0) -> None:
        self._parts.append(
            f'<rect x="{x - width / 2:.1f}" y="{y:.1f}" width="{width}" height="{height:.1f}" fill="{colour}"/>'
        )

    def dot(self, x: float, y: float, colour: str) -> None:
        self._parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>')

    def text(self, x: float, y: float, words: str, more: str = "") -> None:
        self._parts.append(f'<text x="{x:.1f}" y="{y:.1f}" {more}>{words}</text>')

    def axis(self, panel: str, title: str, values: list[float], unit: str) -> None:
        """The panel's title, its values at the left, a faint line at each."""
        self.text(LEFT, PANELS[panel][0] - 14, title, 'font-weight="bold"')
        for value in values:
            y = self.y(panel, value)
            self.line([(LEFT, y), (WIDTH - RIGHT, y)], "#e3e8ec")
            self.text(LEFT - 8, y + 4, f"{value:g}{unit}".replace("-", "\u2212"), f'text-anchor="end" fill="{LIFE}"')

    def svg(self) -> str:
        style = 'font-family="Helvetica, Arial, sans-serif" font-size="13" stroke-width="1.5"'
        head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" {style}>'
        return "\n".join([head, f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>', *self._parts, "</svg>\n"])


def search(samples: Samples) -> tuple[MotionHistory, list[Looked]]:
    """Read the motion as the detector does until a set of the chosen exercise is believed."""
    motion, record = CheckedMotion(has_gyro=True), MotionHistory()
    for stretch in motion.feed(samples):
        record.append(stretch.block)
    searching = SetSearch(record, movement_limits(find_exercise(EXERCISE), PLACEMENT), load_model())
    looked: list[Looked] = []
    while (pause := searching.read_to_pause(record.end)) is not None:
        found = None if pause.kind is PauseKind.START else searching.weigh(pause, None, pace=True)
        if found is not None:
            looked.append(Looked(record.time_s(pause.known), found))
        if found is not None and found.log_odds >= Prior.CHOSEN.value:
            break
    return record, looked


def counted(samples: Samples) -> list[RepCounted]:
    """What the whole pipeline counts in the same samples."""
    pipeline = Pipeline(find_exercise(EXERCISE), PLACEMENT)
    events = pipeline.feed_samples(samples) + pipeline.finish()
    return [event for event in events if isinstance(event, RepCounted)]


def angles(record: MotionHistory, bottom_s: float) -> tuple[FloatArray, FloatArray]:
    """Seconds, and the angle to the attitude in which the first lift begins, degrees, ten times a second."""
    points = np.arange(record.first, record.end, 5)
    up = record.up(record.first, record.end)[::5]
    bottom = record.up_at([record.point(bottom_s)])[0]
    times_s = np.array([record.time_s(int(point)) for point in points])
    return times_s, angles_between(up, bottom) * DEG_PER_RAD


def draw(samples: Samples) -> str:
    """The picture as SVG."""
    record, looked = search(samples)
    reps = counted(samples)
    page = Drawing(float(samples.time_s[-1]))
    draw_angle(page, *angles(record, reps[0].rep.lift_start_s), reps)
    draw_cycles(page, looked)
    draw_total(page, looked)
    believed = looked[-1]
    x, top, bottom = page.x(believed.known_s), PANELS["angle"][0], PANELS["total"][1]
    page.line([(x, top), (x, bottom)], LINE, 'stroke-dasharray="2 4"')
    page.text(x + 8, page.y("total", believed.found.log_odds) + 4, "the set is found")
    for second in range(0, int(samples.time_s[-1]) + 1, 10):
        page.text(page.x(second), HEIGHT - 34, f"{second} s", f'text-anchor="middle" fill="{LIFE}"')
    page.text(
        LEFT,
        HEIGHT - 10,
        "A simulated session: walking, lying down, pulling a shirt straight, fidgeting; then five bridges.",
        FAINT,
    )
    return page.svg()


def draw_angle(page: Drawing, times_s: FloatArray, angle_deg: FloatArray, reps: list[RepCounted]) -> None:
    """The angle, the reps in colour, and each one's number where it is counted."""
    page.axis("angle", "Angle from the bottom of the lift; a number where its rep is counted", [0.0, 45.0, 90.0], "°")
    points = [(page.x(t), page.y("angle", a)) for t, a in zip(times_s.tolist(), angle_deg.tolist(), strict=True)]
    page.line(points, LIFE)
    for one in reps:
        inside = (times_s >= one.rep.lift_start_s - 0.1) & (times_s <= one.rep.end_s + 0.1)
        page.line([point for point, show in zip(points, inside.tolist(), strict=True) if show], LIFTING)
    shown_s = [one.decided_s for one in reps]
    for first_s in [now for now, before in zip(shown_s, [-1.0, *shown_s], strict=False) if now - before > TOGETHER_S]:
        together = [one for one in reps if 0.0 <= one.decided_s - first_s <= TOGETHER_S]
        numbers = " and ".join(str(one.rep.number) for one in together)
        page.text(page.x(first_s) + 5, page.y("angle", 62.0), numbers, f'font-weight="bold" fill="{LIFTING}"')


def draw_cycles(page: Drawing, looked: list[Looked]) -> None:
    """A bar for the newest cycle at each pause."""
    page.axis("cycle", "The newest cycle at each pause: log-odds that it belongs to a set", [-3.5, 0.0, 3.5], "")
    zero = page.y("cycle", 0.0)
    for one in looked:
        odds = min(max(one.found.cycles[0].log_odds, -MOST_LOG_ODDS), MOST_LOG_ODDS)
        end = page.y("cycle", odds)
        page.bar(page.x(one.known_s), min(zero, end), abs(zero - end), LIFTING if odds > 0.0 else AGAINST)


def draw_total(page: Drawing, looked: list[Looked]) -> None:
    """The log-odds of the likeliest set at each pause, and what it takes."""
    page.axis("total", "The likeliest set that ends there: its cycles together", [0.0, 5.0, 10.0], "")
    takes = page.y("total", Prior.CHOSEN.value)
    page.line([(LEFT, takes), (WIDTH - RIGHT, takes)], LINE, 'stroke-dasharray="6 4"')
    page.text(LEFT + 6, takes - 7, f"what a chosen exercise takes: {Prior.CHOSEN.value:g}")
    for one in looked:
        x, odds = page.x(one.known_s), one.found.log_odds
        page.line([(x, page.y("total", 0.0)), (x, page.y("total", odds))], "#c3ccd3")
        page.dot(x, page.y("total", odds), LIFTING if odds >= Prior.CHOSEN.value else LIFE if odds > 0.0 else AGAINST)


def main() -> None:
    """Draw the picture that docs/detection.md shows."""
    scene = Scene("picture", "evidence", EXERCISE, PLACEMENT, SCRIPT)
    PICTURE.write_text(draw(sense_scene(play_scene(scene, SEED), gyro=True)), encoding="utf-8")


if __name__ == "__main__":
    main()
