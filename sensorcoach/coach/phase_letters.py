"""One letter a phase, each different, for screens and prints without colour: lower is D, for down."""

from sensorcoach.events import Phase

PHASE_LETTERS = {Phase.LIFT: "L", Phase.HOLD: "H", Phase.LOWER: "D", Phase.REST: "R"}
