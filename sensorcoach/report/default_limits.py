"""Our limit of each name, to tell a changed one from."""

from sensorcoach.detect.warnings.rules import DEFAULT_RULES, limits_of_rule

DEFAULT_LIMITS = {one.name: one.value for rule in DEFAULT_RULES for one in limits_of_rule(rule)}
