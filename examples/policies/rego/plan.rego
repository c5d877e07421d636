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

# The tasks of migrations and synchronizations of Alibaba Cloud, and their instances.
tasks := array.concat(resources("dts_migration_task"), resources("dts_synchronization_task"))

instances := array.concat(resources("dts_migration_instance"), resources("dts_synchronization_instance"))

# Whether an argument, or an element of it, is known only after apply.
unknown(resource, argument) if has_true(resource.change.after_unknown[argument])

# Whether the value at a path, or a block around it, is known only after apply.
unknown_at(resource, path) if {
	some length in numbers.range(1, count(path))
	has_true(object.get(resource.change.after_unknown, array.slice(path, 0, length), false))
}

# Whether a synchronization has both directions, or may have them.
is_two_way(task) if is_object(task.change.after.two_way)

is_two_way(task) if unknown_at(task, ["two_way"])

# Whether the instance of a task of Alibaba Cloud has a tag.
instance_has_tag(task, tag) if {
	some instance in instances
	is_id_of(instance, "task_id", task)
	has_tag(instance, tag)
}

# Whether a resource has a tag whose value is known and not blank.
has_tag(resource, tag) if trim_space(resource.change.after.tags[tag]) != ""

# Whether a task of Tencent Cloud skips steps of the check, or may do so.
skips(task) if count(task.change.after.check.skip) > 0

skips(task) if skip_is_unknown(task)

# Whether it skips this step, or may do so.
may_skip(task, step) if step in task.change.after.check.skip

may_skip(task, _) if skip_is_unknown(task)

skip_is_unknown(task) if has_true(task.change.after_unknown.check.skip)

has_true(value) if value == true

has_true(value) if {
	is_array(value)
	true in value
}

# Whether an argument of a planned resource is the ID of another one: `task_id` of an instance is the ID of its task.
is_id_of(resource, argument, other) if resource.change.after[argument] == other.change.after.id

# The ID of a resource that is not created yet is unknown: then the reference in the configuration identifies it.
is_id_of(resource, argument, other) if {
	resource.change.after_unknown[argument] == true
	module_of(resource) == module_of(other)
	refers_to(references(resource, argument), other, resource)
}

refers_to(names, other, _) if within_module(other) in names

# The plan has `dts_migration_task.orders[each.key]` without the key, which is then the key of the resource that refers to it.
refers_to(names, other, resource) if {
	name := concat(".", [other.type, other.name])
	name in names
	not has_key(names, name)
	object.get(other, "index", null) == object.get(resource, "index", null)
}

has_key(names, name) if {
	some reference in names
	startswith(reference, concat("", [name, "["]))
}

references(resource, argument) := {reference |
	some block in object.get(input.configuration.root_module, configuration_path(resource), [])
	block.address == concat(".", [resource.type, resource.name])
	some reference in block.expressions[argument].references
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
