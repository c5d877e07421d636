# One thing a plan must not do. `msg` is what conftest prints.
package dts.finding

import rego.v1

new(rule, resource, text) := {
	"rule": rule,
	"address": resource.address,
	"msg": sprintf("%s: %s: %s", [rule, resource.address, text]),
}
