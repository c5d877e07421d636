"""A task does not write to tables that exist at the destination."""

from __future__ import annotations

from dts_plan import TASK, Check, Plan, Resource


class ExistingTables(Check):
    def __init__(self) -> None:
        super().__init__("A task does not write to existing tables", "DTS_EXISTING_TABLES", TASK)

    def objection(self, plan: Plan, resource: Resource) -> str | None:
        if resource["change"]["after"].get("writes_over_existing_tables") is False:
            return None
        return 'It may write to tables that exist at the destination, or this is not known. Set conflict_mode = "report".'


check = ExistingTables()
