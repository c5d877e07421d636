package dts

import data.dts.finding
import data.dts.plan
import rego.v1

trusted contains account if some account in data.trusted_accounts

deny contains finding.new("DTS_TRUSTED_ACCOUNTS", role, text) if {
	some role in plan.resources("dts_ram_role_trust")
	some account in role.change.after.trusted_account_ids
	account != null
	not account in trusted
	text := sprintf("it trusts account %s, which trusted_accounts of the allow-list does not have.", [account])
}

deny contains finding.new("DTS_TRUSTED_ACCOUNTS", role, text) if {
	some role in plan.resources("dts_ram_role_trust")
	plan.unknown(role, "trusted_account_ids")
	text := "whom it trusts is known only after the apply. Write the account ids down, or take them from variables."
}
