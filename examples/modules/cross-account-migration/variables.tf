variable "accounts" {
  description = "Ids of the accounts: who owns the source databases, who owns the destination databases, and who creates (and pays for) the tasks. An account may play several parts."
  type = object({
    source      = string
    destination = string
    task        = string
  })

  validation {
    condition     = alltrue([for id in values(var.accounts) : can(regex("^[0-9]{10,20}$", id))])
    error_message = "Account ids are 10 to 20 digits, such as \"1234567890123456\"."
  }
}

variable "region" {
  description = "Region of the databases that name none of their own."
  type        = string
}

variable "migrations" {
  description = "The migrations, each under a key of its own, which is also the name of its task unless `name` is set."
  type = map(object({
    name            = optional(string)
    migration_types = optional(set(string), ["schema", "full", "incremental"])
    conflict_mode   = optional(string, "report")

    # The arguments of the task's block `source`, but for passwords and owner.
    source = object({
      engine           = optional(string, "mysql")
      access_method    = optional(string, "alibaba_cloud_instance")
      region           = optional(string)
      instance_id      = optional(string)
      vpc_id           = optional(string)
      cen_id           = optional(string)
      host             = optional(string)
      port             = optional(number)
      database         = optional(string)
      oracle_sid       = optional(string)
      mongodb_topology = optional(string)
      username         = optional(string)
      has_password     = optional(bool, true) # some logins have none (Redis)
      encryption       = optional(string, "none")
      wire             = optional(object({ engine = string, instance_type = string }))
    })

    # Likewise of `destination`.
    destination = object({
      engine           = optional(string, "mysql")
      access_method    = optional(string, "alibaba_cloud_instance")
      region           = optional(string)
      instance_id      = optional(string)
      vpc_id           = optional(string)
      cen_id           = optional(string)
      host             = optional(string)
      port             = optional(number)
      database         = optional(string)
      oracle_sid       = optional(string)
      mongodb_topology = optional(string)
      username         = optional(string)
      has_password     = optional(bool, true) # some logins have none (Redis)
      encryption       = optional(string, "none")
      wire             = optional(object({ engine = string, instance_type = string }))
    })

    # What is migrated: `objects` as in the task, or `objects_json`.
    objects = optional(map(object({
      rename        = optional(string)
      other_objects = optional(map(map(string)))
      dml_op        = optional(string)
      ddl_op        = optional(string)
      tables = optional(map(object({
        rename  = optional(string)
        filter  = optional(string)
        dml_op  = optional(string)
        ddl_op  = optional(string)
        columns = optional(map(object({ rename = optional(string), type = optional(string) })))
      })))
    })))
    objects_json = optional(string)

    # Count it up when a password of this migration has changed.
    password_version = optional(number, 1)

    precheck_ignore = optional(set(string), [])
    retry = optional(object({
      connection_minutes = optional(number, 720)
      other_minutes      = optional(number, 10)
    }), {})

    # The cluster of the task's owner to run on, and the units its instance gets there.
    dedicated_cluster_id = optional(string)
    du                   = optional(number)

    # `false`: the task is made and prechecked, and nothing is bought.
    start          = optional(bool, true)
    instance_class = optional(string, "small")
    desired_status = optional(string, "running")
    wait_for       = optional(string, "running")
    on_destroy     = optional(string, "refuse_while_running")
  }))

  validation {
    condition     = alltrue([for key in keys(var.migrations) : can(regex("^[a-z0-9][a-z0-9_-]{0,62}$", key))])
    error_message = "The key of a migration has 1 to 63 lower-case letters, digits, `-` or `_`: it is part of addresses and the name of the task."
  }

  validation {
    condition     = alltrue([for migration in var.migrations : (migration.dedicated_cluster_id == null) == (migration.du == null)])
    error_message = "A migration on a dedicated cluster has both `dedicated_cluster_id` and `du`; any other has neither."
  }

  validation {
    condition     = length(distinct([for key, migration in var.migrations : coalesce(migration.name, key)])) == length(var.migrations)
    error_message = "Two migrations have the same name. DTS would allow it, and nobody could tell them apart in the console."
  }
}

variable "passwords" {
  description = "Passwords of the logins, under the key of the migration. Ephemeral: they are in no plan and no state."
  type = map(object({
    source      = optional(string)
    destination = optional(string)
  }))
  ephemeral = true
  sensitive = true

  validation {
    condition     = length(setsubtract(keys(var.migrations), keys(var.passwords))) == 0
    error_message = "A migration has no entry in `passwords`. Give it one under its key, with `source` and `destination`."
  }
}

variable "create_roles" {
  description = "Whether the owners' roles are made here. `false` where they exist: made by the owners themselves, or by another call of this module for the same two accounts. The provider of an owner is then not used; pass the one of the task's owner."
  type        = bool
  default     = true
}

variable "role_names" {
  description = "Names of the RAM roles in the owners' accounts. A role that is not needed, because its owner creates the tasks, is not made."
  type = object({
    source      = optional(string, "ram-for-dts")
    destination = optional(string, "ram-for-dts")
  })
  default = {}
}

variable "tags" {
  description = "Tags of the roles and instances."
  type        = map(string)
  default     = {}
}
