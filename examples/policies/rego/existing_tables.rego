package dts

import data.dts.finding
import data.dts.plan
import rego.v1

deny contains finding.new("DTS_EXISTING_TABLES", task, text) if {
	some task in plan.resources("dts_migration_task")
	not task.change.after.writes_over_existing_tables == false
	text := `it may write to tables that exist at the destination, or this is not known. Set conflict_mode = "report".`
}
