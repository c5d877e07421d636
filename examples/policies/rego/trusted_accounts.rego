package dts

import data.dts.finding
import data.dts.plan
import rego.v1

trusted contains account if some account in data.trusted_accounts

roles := array.concat(plan.resources("dts_ram_role_trust"), plan.resources("dts_cam_role_trust"))

deny contains finding.new("DTS_TRUSTED_ACCOUNTS", role, text) if {
	some role in roles
	some account in role.change.after.trusted_account_ids
	account != null
	not account in trusted
	text := sprintf("it trusts account %s, which is not in trusted_accounts of the allow list.", [account])
}

deny contains finding.new("DTS_TRUSTED_ACCOUNTS", role, text) if {
	some role in roles
	plan.unknown(role, "trusted_account_ids")
	text := "the trusted accounts are known only after apply. Write the account IDs in the configuration, or use variables."
}
