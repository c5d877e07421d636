package dts

import data.dts.finding
import data.dts.plan
import rego.v1

deny contains finding.new("DTS_OVERWRITTEN_ROWS", task, text) if {
	some task in plan.resources("dts_synchronization_task")
	some path in [["two_way", "on_conflict"], ["two_way", "reverse", "on_conflict"]]
	may_be_overwrite(task, path)
	text := sprintf(`a change may overwrite another row (%s), or this is not known. Set on_conflict = "fail" or "ignore".`, [concat(".", path)])
}

may_be_overwrite(task, path) if object.get(task.change.after, path, null) == "overwrite"

may_be_overwrite(task, path) if plan.unknown_at(task, path)
