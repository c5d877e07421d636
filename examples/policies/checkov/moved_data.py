"""A task whose data has been migrated is not replaced."""

from __future__ import annotations

from dts_plan import INSTANCES, TASKS, TENCENT_INSTANCE, TENCENT_TASK, Check, Plan, Resource

# A task with any other status, or without a status, is treated as one whose data has been migrated.
UNMOVED = {"notconfigured", "notstarted", "prechecking", "precheckfailed", "precheckpass"}

# The same for a job of Tencent Cloud.
UNMOVED_AT_TENCENT = {"creating", "created", "checking", "checkpass", "checknotpass"}
# Values of `desired_status` of a task of Tencent Cloud that has not started.
NOT_STARTED = {"checked", "not_started"}


class MovedData(Check):
    def __init__(self) -> None:
        name = "A task whose data has been migrated is not replaced"
        super().__init__(name, "DTS_MOVED_DATA", *TASKS, TENCENT_TASK, TENCENT_INSTANCE)

    def objection(self, plan: Plan, resource: Resource) -> str | None:
        if set(resource["change"]["actions"]) != {"create", "delete"}:
            return None
        before = resource["change"]["before"]
        has_moved = _has_moved(plan, before) if resource["type"] in TASKS else _has_moved_at_tencent(plan, before["id"])
        if not has_moved:
            return None
        return "It would be replaced although its data has moved: the data would be copied again to a destination with data."


def _has_moved(plan: Plan, before: Resource) -> bool:
    # A plan without a refresh has the status of the task from before the instance started it.
    instances = [one["change"]["before"] for kind in INSTANCES for one in plan.all(kind) if one["change"]["before"]]
    statuses = [before.get("status")]
    statuses += [instance.get("status") for instance in instances if instance.get("task_id") == before["id"]]
    return any(str(status).lower() not in UNMOVED for status in statuses)


def _has_moved_at_tencent(plan: Plan, job: str) -> bool:
    # The instance and the task have the ID of the job. A plan without a refresh has the status from before the task started it.
    def before(kind: str) -> list[Resource]:
        all_before = (one["change"]["before"] for one in plan.all(kind))
        return [each for each in all_before if each and each.get("id") == job]

    statuses = [str(instance.get("status")).lower() for instance in before(TENCENT_INSTANCE)]
    goals = [task.get("desired_status") for task in before(TENCENT_TASK)]
    return any(status not in UNMOVED_AT_TENCENT for status in statuses) or any(goal not in NOT_STARTED for goal in goals)


check = MovedData()
