# Functions that the rules use to read a plan (terraform show -json).
package dts.plan

import rego.v1

# All resources of one type as they are after the apply, whether the plan changes them or not.
resources(type) := [resource |
	some resource in input.resource_changes
	resource.mode == "managed"
	resource.type == type
	resource.change.after != null
]

# Whether an argument, or an element of it, is known only after apply.
unknown(resource, argument) if has_true(resource.change.after_unknown[argument])

has_true(value) if value == true

has_true(value) if {
	is_array(value)
	true in value
}

# Whether a planned instance belongs to a task.
instance_of(instance, task) if instance.change.after.task_id == task.change.after.id

# The ID of a task that is not created yet is unknown: then the reference in the configuration identifies the task.
instance_of(instance, task) if {
	instance.change.after_unknown.task_id == true
	module_of(instance) == module_of(task)
	refers_to(task_references(instance), task, instance)
}

refers_to(references, task, _) if within_module(task) in references

# The plan has `dts_migration_task.orders[each.key]` without the key, which is then the key of the instance.
refers_to(references, task, instance) if {
	task_reference := concat(".", [task.type, task.name])
	task_reference in references
	not has_key(references, task_reference)
	object.get(task, "index", null) == object.get(instance, "index", null)
}

has_key(references, task_reference) if {
	some reference in references
	startswith(reference, concat("", [task_reference, "["]))
}

task_references(instance) := {reference |
	some block in object.get(input.configuration.root_module, configuration_path(instance), [])
	block.address == concat(".", [instance.type, instance.name])
	some reference in block.expressions.task_id.references
}

# The path in the configuration of the module that contains a resource.
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
