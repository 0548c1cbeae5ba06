"""Draw an exercise as SVG: bottom and top side by side, with the places of the sensor."""

from collections.abc import Iterator, Sequence

from docs.site.figures import Drawn, Figure, Point
from sensorcoach.exercises.exercise import Placement

SCALE = 2.4
"""Pixels a unit of the figure."""

LEFT_UNITS, WIDTH_UNITS, HEIGHT_UNITS, MARGIN_UNITS = 32.0, 124.0, 72.0, 8.0
BODY, FAINT, FLOOR, SENSOR = "#20303c", "#9aa7b1", "#7a8794", "#b3452c"

_GENERIC = (
    '<path d="M 60 150 A 110 110 0 0 1 150 50" fill="none" stroke="#20303c" stroke-width="6"/>'
    '<path d="M 150 50 l -22 2 l 12 18 z" fill="#20303c"/>'
    '<circle cx="60" cy="150" r="8" fill="#b3452c"/>'
    '<text x="190" y="105" font-size="15" fill="#20303c">any movement out and back</text>'
)


def draw_exercise(name: str, drawn: Drawn | None, placements: Sequence[Placement]) -> str:
    """Return the SVG of one exercise; without a drawing, of a movement out and back."""
    width, height = 2 * WIDTH_UNITS * SCALE, (HEIGHT_UNITS + 2 * MARGIN_UNITS) * SCALE
    if drawn is None:
        label, parts = f"{name}: any movement out and back", _GENERIC
    else:
        label = f"{name}, {drawn.view}: the bottom at the left, the top at the right"
        parts = "".join(
            "".join(_panel(figure, drawn, title, number * WIDTH_UNITS + LEFT_UNITS, placements))
            for number, (title, figure) in enumerate((("bottom", drawn.bottom), ("top", drawn.top)))
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" role="img" '
        f'aria-label="{label}" font-family="sans-serif">'
        f'<rect width="{width:.0f}" height="{height:.0f}" fill="#ffffff"/>{parts}</svg>\n'
    )


def _panel(figure: Figure, drawn: Drawn, title: str, offset: float, placements: Sequence[Placement]) -> Iterator[str]:
    def px(point: Point) -> Point:
        return (point[0] + offset) * SCALE, (HEIGHT_UNITS + MARGIN_UNITS - point[1]) * SCALE

    left, floor = px((4.0 - LEFT_UNITS, 0.0))
    right, _ = px((WIDTH_UNITS - LEFT_UNITS - 4.0, 0.0))
    yield f'<path d="M {left:.1f} {floor:.1f} H {right:.1f}" stroke="{FLOOR}" stroke-width="2"/>'
    yield f'<text x="{left:.1f}" y="20" font-size="15" fill="{BODY}">{title}, {drawn.view}</text>'
    if drawn.bench is not None:
        x, y, wide, high = drawn.bench
        corner = px((x, y + high))
        yield (
            f'<rect x="{corner[0]:.1f}" y="{corner[1]:.1f}" width="{wide * SCALE:.1f}" height="{high * SCALE:.1f}" '
            'fill="#e3e8ec"/>'
        )
    yield _line([px(point) for point in figure.other_leg], FAINT)
    yield _line([px(point) for point in (figure.shoulder, figure.hand)], FAINT)
    yield _line([px(point) for point in (figure.shoulder, figure.hip, figure.knee, figure.ankle, figure.toe)], BODY)
    head = px(figure.head)
    yield f'<circle cx="{head[0]:.1f}" cy="{head[1]:.1f}" r="{5.5 * SCALE:.1f}" fill="{BODY}"/>'
    for placement in placements:
        x, y = px(_sensor_at(figure, placement))
        yield (
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{2.4 * SCALE:.1f}" fill="{SENSOR}">'
            f"<title>{placement}</title></circle>"
        )


def _sensor_at(figure: Figure, placement: Placement) -> Point:
    near, far = (figure.hip, figure.shoulder) if placement is Placement.PELVIS else (figure.hip, figure.knee)
    share = 0.12 if placement is Placement.PELVIS else 0.45
    return near[0] + share * (far[0] - near[0]), near[1] + share * (far[1] - near[1])


def _line(points: Sequence[Point], colour: str) -> str:
    if len(points) < 2:
        return ""
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return (
        f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{3.2 * SCALE:.1f}" '
        'stroke-linecap="round" stroke-linejoin="round"/>'
    )
