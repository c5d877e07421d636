package dts

import data.dts.finding
import data.dts.plan
import rego.v1

deny contains finding.new("DTS_ENCRYPTED_CONNECTIONS", task, text) if {
	some task in array.concat(plan.tasks, plan.resources("dts_tencent_migration_task"))
	not task.change.after.uses_plaintext_connection == false
	text := `a connection is not encrypted, or its encryption is not known. Set encryption = "ssl" in source and destination.`
}
