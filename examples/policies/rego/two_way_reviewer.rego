package dts

import data.dts.finding
import data.dts.plan
import rego.v1

# A task has no tags, so the reviewer is a tag of its instance.
deny contains finding.new("DTS_TWO_WAY_REVIEWER", task, text) if {
	some task in plan.resources("dts_synchronization_task")
	plan.is_two_way(task)
	not plan.instance_has_tag(task, "two_way_reviewer")
	text := "it synchronizes in both directions, or this is not known, and its instance has no tag two_way_reviewer with its reviewer."
}
