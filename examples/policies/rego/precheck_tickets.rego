package dts

import data.dts.finding
import data.dts.plan
import rego.v1

# A task has no tags, so the ticket is a tag of its instance.
deny contains finding.new("DTS_PRECHECK_TICKETS", task, text) if {
	some task in plan.tasks
	not task.change.after.ignored_prechecks == []
	not has_ticket(task)
	text := "it ignores precheck items, and its instance has no tag precheck_ticket with the ticket of the approval."
}

deny contains finding.new("DTS_PRECHECK_TICKETS", task, text) if {
	some task in plan.resources("dts_tencent_migration_task")
	plan.skips(task)
	not has_ticket(task)
	text := "it skips steps of the check, and its dts_tencent_migration_instance has no tag precheck_ticket with the ticket of the approval."
}

has_ticket(task) if {
	some instance in plan.instances
	plan.is_id_of(instance, "task_id", task)
	names_ticket(instance)
}

has_ticket(task) if {
	some instance in plan.resources("dts_tencent_migration_instance")
	plan.is_id_of(task, "instance_id", instance)
	names_ticket(instance)
}

names_ticket(instance) if trim_space(instance.change.after.tags.precheck_ticket) != ""
