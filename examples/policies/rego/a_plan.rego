package dts

import rego.v1

# Any other document, such as a state or a log, would pass every other rule.
deny contains {"rule": "DTS_PLAN", "address": "", "msg": message} if {
	not input.planned_values
	message := "DTS_PLAN: this document is not a plan. Create one with terraform plan -out=FILE and terraform show -json FILE."
}
