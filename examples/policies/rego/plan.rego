# What the rules need of a plan (terraform show -json).
package dts.plan

import rego.v1

# Resources of one type as they are once the plan is applied, changed by it or not.
resources(type) := [resource |
	some resource in input.resource_changes
	resource.mode == "managed"
	resource.type == type
	resource.change.after != null
]

# Whether an argument, or an element of it, is known only after the apply.
unknown(resource, argument) if has_true(resource.change.after_unknown[argument])

has_true(value) if value == true

has_true(value) if {
	is_array(value)
	true in value
}

# Whether an instance is the one of a task, as it is planned.
instance_of(instance, task) if instance.change.after.task_id == task.change.after.id

# The id of a task that is yet to be made is unknown: then the configuration tells which one is meant.
instance_of(instance, task) if {
	instance.change.after_unknown.task_id == true
	module_of(instance) == module_of(task)
	refers_to(task_references(instance), task, instance)
}

refers_to(references, task, _) if within_module(task) in references

# `dts_migration_task.orders[each.key]` is noted without its key, which then is the instance's own.
refers_to(references, task, instance) if {
	whole := concat(".", [task.type, task.name])
	whole in references
	not has_key(references, whole)
	object.get(task, "index", null) == object.get(instance, "index", null)
}

has_key(references, whole) if {
	some reference in references
	startswith(reference, concat("", [whole, "["]))
}

task_references(instance) := {reference |
	some block in object.get(input.configuration.root_module, configuration_path(instance), [])
	block.address == concat(".", [instance.type, instance.name])
	some reference in block.expressions.task_id.references
}

# Where the configuration has the resources of the module a resource is in.
configuration_path(resource) := array.concat(calls, ["resources"]) if {
	words := split(without_keys(module_of(resource)), ".")
	calls := [step |
		some at
		name := words[at]
		at % 2 == 1
		some step in ["module_calls", name, "module"]
	]
}

# module.orders["a"] → module.orders
without_keys(address) := regex.replace(address, `\[([0-9]+|"([^"\\]|\\.)*")\]`, "")

module_of(resource) := object.get(resource, "module_address", "")

within_module(resource) := trim_prefix(resource.address, concat("", [module_of(resource), "."]))
