package dts

import data.dts.finding
import data.dts.plan
import rego.v1

# A task has no tags, so the ticket is a tag of the instance that starts it.
deny contains finding.new("DTS_PRECHECK_TICKETS", task, text) if {
	some task in plan.resources("dts_migration_task")
	not task.change.after.ignored_prechecks == []
	not has_ticket(task)
	text := "it ignores precheck items, and its dts_migration_instance has no tag precheck_ticket with the ticket of the approval."
}

has_ticket(task) if {
	some instance in plan.resources("dts_migration_instance")
	plan.instance_of(instance, task)
	trim_space(instance.change.after.tags.precheck_ticket) != ""
}
