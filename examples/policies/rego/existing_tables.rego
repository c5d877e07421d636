package dts

import data.dts.finding
import data.dts.plan
import rego.v1

deny contains finding.new("DTS_EXISTING_TABLES", task, text) if {
	some task in plan.tasks
	not task.change.after.writes_over_existing_tables == false
	text := `it may write to tables that exist at the destination, or this is not known. Set conflict_mode = "report".`
}

# DTS of Tencent Cloud checks with DstEmptyCheck that the destination has no such tables.
deny contains finding.new("DTS_EXISTING_TABLES", task, text) if {
	some task in plan.resources("dts_tencent_migration_task")
	plan.may_skip(task, "DstEmptyCheck")
	text := "it skips DstEmptyCheck, or this is not known, so that it may write to tables that exist at the destination. Remove it from check.skip."
}

# Redis and similar engines overwrite existing keys unless DstWriteMode is normal.
deny contains finding.new("DTS_EXISTING_TABLES", task, text) if {
	some task in plan.resources("dts_tencent_migration_task")
	task.change.after.destination.engine in {"redis", "keewidb", "tendis"}
	not task.change.after.settings.DstWriteMode == "normal"
	text := `it may overwrite keys that exist at the destination, or this is not known. Set DstWriteMode = "normal" in settings.`
}
