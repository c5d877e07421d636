package dts

import data.dts.finding
import data.dts.plan
import rego.v1

# A task has no tags, so the ticket is a tag of its instance.
deny contains finding.new("DTS_PRECHECK_TICKETS", task, text) if {
	some task in plan.tasks
	not task.change.after.ignored_prechecks == []
	not plan.instance_has_tag(task, "precheck_ticket")
	text := "it ignores precheck items, and its instance has no tag precheck_ticket with the ticket of the approval."
}

deny contains finding.new("DTS_PRECHECK_TICKETS", task, text) if {
	some task in plan.resources("dts_synchronization_task")
	ignores_in_reverse(task)
	not plan.instance_has_tag(task, "precheck_ticket")
	text := "it ignores precheck items of the reverse direction, and its instance has no tag precheck_ticket with the ticket of the approval."
}

of_reverse := ["two_way", "reverse", "precheck", "ignore"]

ignores_in_reverse(task) if count(object.get(task.change.after, of_reverse, [])) > 0

ignores_in_reverse(task) if plan.unknown_at(task, of_reverse)

deny contains finding.new("DTS_PRECHECK_TICKETS", task, text) if {
	some task in plan.resources("dts_tencent_migration_task")
	plan.skips(task)
	not has_ticket(task)
	text := "it skips steps of the check, and its dts_tencent_migration_instance has no tag precheck_ticket with the ticket of the approval."
}

has_ticket(task) if {
	some instance in plan.resources("dts_tencent_migration_instance")
	plan.is_id_of(task, "instance_id", instance)
	plan.has_tag(instance, "precheck_ticket")
}
