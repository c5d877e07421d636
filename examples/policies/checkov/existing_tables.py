"""Nothing is written over tables the destination has."""

from __future__ import annotations

from dts_plan import TASK, Check, Plan, Resource


class ExistingTables(Check):
    def __init__(self) -> None:
        super().__init__("A task does not write over existing tables", "DTS_EXISTING_TABLES", TASK)

    def objection(self, plan: Plan, resource: Resource) -> str | None:
        if resource["change"]["after"].get("writes_over_existing_tables") is False:
            return None
        return 'It may write over tables the destination has, or is not known not to. Set conflict_mode = "report".'


check = ExistingTables()
