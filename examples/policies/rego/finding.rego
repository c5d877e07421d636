# A violation of a rule. conftest prints `msg`.
package dts.finding

import rego.v1

new(rule, resource, text) := {
	"rule": rule,
	"address": resource.address,
	"msg": sprintf("%s: %s: %s", [rule, resource.address, text]),
}
