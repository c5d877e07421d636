variable "accounts" {
  description = "IDs of the accounts: the owner of the source databases, the owner of the destination databases, and the account that creates (and pays for) the tasks. One account can have several roles."
  type = object({
    source      = string
    destination = string
    task        = string
  })

  validation {
    condition     = alltrue([for id in values(var.accounts) : can(regex("^[0-9]{10,20}$", id))])
    error_message = "An account ID has 10 to 20 digits, for example \"1234567890123456\"."
  }
}

variable "region" {
  description = "Region of the databases that do not set their own region."
  type        = string
}

variable "migrations" {
  description = "Map of the migrations. The key is also the name of the task unless `name` is set."
  type = map(object({
    name            = optional(string)
    migration_types = optional(set(string), ["schema", "full", "incremental"])
    conflict_mode   = optional(string, "report")

    # The arguments of the task's `source` block, except for the passwords and the owner.
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
      has_password     = optional(bool, true) # some database accounts have none (Redis)
      encryption       = optional(string)     # `ssl`
      wire             = optional(object({ engine = string, instance_type = string }))
    })

    # The same for `destination`.
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
      has_password     = optional(bool, true) # some database accounts have none (Redis)
      encryption       = optional(string)     # `ssl`; `none` with an access method for which DTS offers no SSL
      wire             = optional(object({ engine = string, instance_type = string }))
    })

    # The objects to migrate: `objects` as in the task, or `objects_json`.
    objects = optional(map(object({
      all           = optional(bool)
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

    # Increment the version of an endpoint when its password has changed.
    source_password_version      = optional(number, 1)
    destination_password_version = optional(number, 1)

    precheck_ignore = optional(set(string), [])
    retry = optional(object({
      connection_minutes = optional(number, 720)
      other_minutes      = optional(number, 10)
    }), {})

    # The blocks of the task with these names: limits of the rates, a comparison of the data, and SMS alerts.
    throttling = optional(object({
      full = optional(object({
        queries_per_second = optional(number)
        rows_per_second    = optional(number)
        bytes_per_second   = optional(number)
      }))
      incremental = optional(object({
        rows_per_second  = optional(number)
        bytes_per_second = optional(number)
      }))
    }))
    data_verification = optional(object({
      full = optional(object({
        mode                   = optional(string, "rows")
        sample_percent         = optional(number)
        reference              = optional(string, "both")
        max_hours              = optional(number)
        max_rows_per_second    = optional(number)
        max_bytes_per_second   = optional(number)
        alert_from_differences = optional(number)
      }))
      incremental = optional(object({
        alert_on_failure = optional(bool, false)
      }))
    }))
    alerts = optional(object({
      on_failure     = optional(bool)
      failure_phones = optional(set(string))
      on_delay       = optional(bool)
      delay_seconds  = optional(number)
      delay_phones   = optional(set(string))
    }))

    # Timeouts of the operations on the task and on its instance, such as `{ instance = { create = "24h" } }`.
    timeouts = optional(object({
      task = optional(object({
        create = optional(string)
        read   = optional(string)
        update = optional(string)
        delete = optional(string)
      }))
      instance = optional(object({
        create = optional(string)
        read   = optional(string)
        update = optional(string)
        delete = optional(string)
      }))
    }), {})

    # The dedicated cluster in the account of the task, and the number of its DUs for the instance.
    dedicated_cluster_id = optional(string)
    du                   = optional(number)

    # `false`: the task is created and prechecked, and nothing is bought.
    start          = optional(bool, true)
    instance_class = optional(string, "small")
    desired_status = optional(string, "running")
    wait_for       = optional(string, "running")
    on_destroy     = optional(string, "refuse_while_running")

    # The largest delay at which `desired_status = "stopped"` stops the migration.
    max_delay_ms = optional(number)

    # Whether the task may be replaced after data has moved, and whether a task or an instance that was lost may be created again.
    allow_restart   = optional(bool)
    restart_on_loss = optional(bool)
  }))

  validation {
    condition     = alltrue([for key in keys(var.migrations) : can(regex("^[a-z0-9][a-z0-9_-]{0,62}$", key))])
    error_message = "The key of a migration must have 1 to 63 lowercase letters, digits, hyphens or underscores, because it is part of resource addresses and the default name of the task."
  }

  validation {
    condition     = alltrue([for migration in var.migrations : (migration.dedicated_cluster_id == null) == (migration.du == null)])
    error_message = "Set both `dedicated_cluster_id` and `du` for a migration on a dedicated cluster, and neither for any other migration."
  }

  validation {
    condition     = length(distinct([for key, migration in var.migrations : coalesce(migration.name, key)])) == length(var.migrations)
    error_message = "Two migrations have the same name. DTS allows this, but they cannot be distinguished in the console. Set a different `name`."
  }
}

variable "passwords" {
  description = "Passwords of the database accounts, by the key of the migration. The variable is ephemeral: passwords are in no plan and no state."
  type = map(object({
    source      = optional(string)
    destination = optional(string)
  }))
  ephemeral = true
  sensitive = true

  validation {
    condition     = length(setsubtract(keys(var.migrations), keys(var.passwords))) == 0
    error_message = "A migration has no entry in `passwords`. Add an entry with the key of the migration, with `source` and `destination`."
  }
}

variable "create_roles" {
  description = "Whether the module creates the owners' roles. Set `false` if the roles exist: created by the owners, or by another call of this module for the same two accounts. The provider of an owner is then not used; pass the provider of the task's owner."
  type        = bool
  default     = true
}

variable "role_names" {
  description = "Names of the RAM roles in the owners' accounts. A role that is not needed, because its owner creates the tasks, is not created."
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
