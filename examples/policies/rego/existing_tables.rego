package dts

import data.dts.finding
import data.dts.plan
import rego.v1

deny contains finding.new("DTS_EXISTING_TABLES", task, text) if {
	some task in plan.resources("dts_migration_task")
	not task.change.after.writes_over_existing_tables == false
	text := `it may write over tables the destination has, or is not known not to. Set conflict_mode = "report".`
}
