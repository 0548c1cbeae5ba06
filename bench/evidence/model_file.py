"""`evidence.toml` as text: the fitted weights, and the amount of data behind them."""

from collections.abc import Sequence

from bench.evidence.collect import LIVED, SCENE, STYLE
from bench.evidence.fit import Labelled
from sensorcoach.detect.finding.evidence import EvidenceModel

HEAD = """\
# Weights of the comparisons in `comparisons.py`. Written by `{command}`; do not edit.
#
# `usual`: value that adds nothing. `most`: larger values count as this one. `log_odds`: what each unit above `usual`
# adds. `base`: log-odds of a usual cycle, and what a cycle without one before it adds."""


def model_text(model: EvidenceModel, everything: Sequence[Labelled], command: str) -> str:
    """Return the text of the whole file."""
    lines = [HEAD.format(command=command), "", "[fitted_on]", *fitted_on(everything)]
    lines += ["", "[base]", f"usual = {model.usual:.4f}", f"alone = {model.alone:.4f}"]
    for weight in model.weights:
        lines += ["", f"[comparison.{weight.name}]"]
        lines += [f"{key} = {getattr(weight, key):.4f}" for key in ("usual", "most", "log_odds")]
    return "\n".join(lines) + "\n"


def fitted_on(everything: Sequence[Labelled]) -> list[str]:
    """Return the amount of data, line by line."""
    real = [one for one in everything if not one.simulated]
    by_kind = {
        kind: [one for one in everything if one.simulated and one.group.startswith(f"{kind}/")]
        for kind in (STYLE, SCENE, LIVED)
    }
    counts = {
        "people": len({one.group for one in real}),
        "sets": sum(one.sets for one in real),
        "life_h": _hours(real),
        "cycles": sum(len(one.in_set) for one in real),
        "simulated_styles": len({one.group for one in by_kind[STYLE]}),
        "simulated_sets": sum(one.sets for one in by_kind[STYLE]),
        "scenes": len(by_kind[SCENE]),
        "scene_sets": sum(one.sets for one in by_kind[SCENE]),
        "simulated_life_h": _hours(by_kind[LIVED]),
        "simulated_cycles": sum(len(one.in_set) for one in everything if one.simulated),
    }
    return [f"{name} = {count}" for name, count in counts.items()]


def _hours(some: Sequence[Labelled]) -> float:
    return round(sum(one.life_s for one in some) / 3600.0, 1)
