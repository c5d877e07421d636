"""A synchronization in both directions names its reviewer."""

from __future__ import annotations

from dts_plan import SYNCHRONIZATION_TASK, Check, Plan, Resource, unknown_at, value_at


class TwoWayReviewer(Check):
    def __init__(self) -> None:
        super().__init__("A two-way synchronization has a reviewer", "DTS_TWO_WAY_REVIEWER", SYNCHRONIZATION_TASK)

    def objection(self, plan: Plan, resource: Resource) -> str | None:
        # A task has no tags, so the reviewer is a tag of its instance.
        is_two_way = value_at(resource, "two_way") is not None or unknown_at(resource, "two_way")
        if not is_two_way or plan.instance_has_tag(resource, "two_way_reviewer"):
            return None
        return (
            "It synchronizes in both directions, or this is not known, and its instance has no tag two_way_reviewer with its reviewer."
        )


check = TwoWayReviewer()
