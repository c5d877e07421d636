"""A synchronization in both directions does not overwrite rows."""

from __future__ import annotations

from dts_plan import SYNCHRONIZATION_TASK, Check, Plan, Resource, unknown_at, value_at

POLICIES = (("two_way", "on_conflict"), ("two_way", "reverse", "on_conflict"))


class OverwrittenRows(Check):
    def __init__(self) -> None:
        name = "A two-way synchronization does not overwrite rows"
        super().__init__(name, "DTS_OVERWRITTEN_ROWS", SYNCHRONIZATION_TASK)

    def objection(self, plan: Plan, resource: Resource) -> str | None:
        for path in POLICIES:
            if value_at(resource, *path) == "overwrite" or unknown_at(resource, *path):
                at = ".".join(path)
                return f'A change may overwrite another row ({at}), or this is not known. Set on_conflict = "fail" or "ignore".'
        return None


check = OverwrittenRows()
