"""A task does not write to tables that exist at the destination."""

from __future__ import annotations

from dts_plan import TASKS, TENCENT_TASK, Check, Plan, Resource, skipped_steps

# Engines that overwrite existing keys unless DstWriteMode is normal.
KEY_STORES = {"redis", "keewidb", "tendis"}


class ExistingTables(Check):
    def __init__(self) -> None:
        super().__init__("A task does not write to existing tables", "DTS_EXISTING_TABLES", *TASKS, TENCENT_TASK)

    def objection(self, plan: Plan, resource: Resource) -> str | None:
        if resource["type"] == TENCENT_TASK:
            return _objection_at_tencent(resource)
        if resource["change"]["after"].get("writes_over_existing_tables") is False:
            return None
        return 'It may write to tables that exist at the destination, or this is not known. Set conflict_mode = "report".'


def _objection_at_tencent(task: Resource) -> str | None:
    # DTS of Tencent Cloud checks with DstEmptyCheck that the destination has no such tables.
    skipped = skipped_steps(task)
    if skipped is None or "DstEmptyCheck" in skipped:
        return (
            "It skips DstEmptyCheck, or this is not known, so that it may write to tables that exist at the destination. "
            "Remove it from check.skip."
        )
    after = task["change"]["after"]
    mode = (after.get("settings") or {}).get("DstWriteMode")
    if (after.get("destination") or {}).get("engine") in KEY_STORES and mode != "normal":
        return 'It may overwrite keys that exist at the destination, or this is not known. Set DstWriteMode = "normal" in settings.'
    return None


check = ExistingTables()
