package dts

import data.dts.finding
import data.dts.plan
import rego.v1

# A task with any other status, or without a status, is treated as one whose data has been migrated.
unmoved := {"notconfigured", "notstarted", "prechecking", "precheckfailed", "precheckpass"}

deny contains finding.new("DTS_MOVED_DATA", task, text) if {
	some task in plan.tasks
	{"create", "delete"} == {action | some action in task.change.actions}
	has_moved(task)
	text := "it would be replaced although its data has moved: the data would be copied again to a destination with data."
}

has_moved(task) if moved(task.change.before.status)

# A plan without a refresh has the status of the task from before the instance started it.
has_moved(task) if {
	some instance in input.resource_changes
	instance.type in {"dts_migration_instance", "dts_synchronization_instance"}
	instance.change.before.task_id == task.change.before.id
	moved(instance.change.before.status)
}

moved(status) if not is_string(status)

moved(status) if {
	is_string(status)
	not lower(status) in unmoved
}

# On Tencent Cloud, the instance and the task are one job with one ID.
deny contains finding.new("DTS_MOVED_DATA", resource, text) if {
	some type in ["dts_tencent_migration_instance", "dts_tencent_migration_task"]
	some resource in plan.resources(type)
	{"create", "delete"} == {action | some action in resource.change.actions}
	has_moved_at_tencent(resource.change.before.id)
	text := "it would be replaced although its data has moved: the data would be copied again to a destination with data."
}

unmoved_at_tencent := {"creating", "created", "checking", "checkpass", "checknotpass"}

has_moved_at_tencent(id) if {
	some instance in input.resource_changes
	instance.mode == "managed"
	instance.type == "dts_tencent_migration_instance"
	instance.change.before.id == id
	not is_unmoved_at_tencent(instance.change.before)
}

# A plan without a refresh has the status of the instance from before the task started it.
has_moved_at_tencent(id) if {
	some task in input.resource_changes
	task.mode == "managed"
	task.type == "dts_tencent_migration_task"
	task.change.before.id == id
	not task.change.before.desired_status in {"checked", "not_started"}
}

is_unmoved_at_tencent(instance) if {
	is_string(instance.status)
	lower(instance.status) in unmoved_at_tencent
}
