package dts

import data.dts.finding
import data.dts.plan
import rego.v1

# A task with any other status, or without a status, is treated as one whose data has been migrated.
unmoved := {"notconfigured", "notstarted", "prechecking", "precheckfailed", "precheckpass"}

deny contains finding.new("DTS_MOVED_DATA", task, text) if {
	some task in plan.resources("dts_migration_task")
	{"create", "delete"} == {action | some action in task.change.actions}
	has_moved(task)
	text := "it would be replaced although its migration has begun: the data would be copied again to a destination with data."
}

has_moved(task) if moved(task.change.before.status)

# A plan without a refresh has the status of the task from before the instance started it.
has_moved(task) if {
	some instance in input.resource_changes
	instance.type == "dts_migration_instance"
	instance.change.before.task_id == task.change.before.id
	moved(instance.change.before.status)
}

moved(status) if not is_string(status)

moved(status) if {
	is_string(status)
	not lower(status) in unmoved
}
