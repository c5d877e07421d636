variable "accounts" {
  description = "UINs of the root accounts: the owner of the source databases, and the owner of the destination databases, which buys and runs the jobs."
  type = object({
    source      = string
    destination = string
  })

  validation {
    condition     = alltrue([for id in values(var.accounts) : can(regex("^[0-9]{5,20}$", id))])
    error_message = "The UIN of a root account has 5 to 20 digits, for example \"700000000001\"."
  }
}

variable "region" {
  description = "Region of the destination databases, and of the source databases that do not set their own region. It is the region of the provider `dts.destination_owner`."
  type        = string
}

variable "migrations" {
  description = "Map of the migrations. The key is also the name of the job unless `name` is set."
  type = map(object({
    name           = optional(string)
    instance_class = optional(string, "medium")
    migration_type = optional(string, "full_and_increment")

    # The arguments of the task's `source` block, except for the passwords and the owner.
    source = object({
      engine          = optional(string, "mysql")
      access_type     = optional(string, "cdb")
      region          = optional(string)
      node_type       = optional(string, "simple")
      instance_id     = optional(string)
      cvm_instance_id = optional(string)
      host            = optional(string)
      port            = optional(number)
      vpc_id          = optional(string)
      subnet_id       = optional(string)
      username        = optional(string)
      encryption      = optional(string, "ssl")
      settings        = optional(map(string))
    })

    # The same for `destination`.
    destination = object({
      engine          = optional(string, "mysql")
      access_type     = optional(string, "cdb")
      region          = optional(string)
      node_type       = optional(string, "simple")
      instance_id     = optional(string)
      cvm_instance_id = optional(string)
      host            = optional(string)
      port            = optional(number)
      vpc_id          = optional(string)
      subnet_id       = optional(string)
      username        = optional(string)
      encryption      = optional(string, "ssl")
      settings        = optional(map(string))
    })

    # The objects to migrate: all databases, or `databases` as in the task.
    all_databases = optional(bool, false)
    databases = optional(map(object({
      all    = optional(bool)
      rename = optional(string)
      tables = optional(map(object({ rename = optional(string) })))
    })))

    # Increment the version of an endpoint when its password has changed.
    source_password_version      = optional(number, 1)
    destination_password_version = optional(number, 1)

    check_skip         = optional(set(string), [])
    foreign_keys       = optional(string)
    settings           = optional(map(string))
    auto_retry_minutes = optional(number)

    # The blocks of the task with these names: limits of the rates, and a comparison of the data.
    rate_limit = optional(object({
      dump_threads         = optional(number)
      dump_rows_per_second = optional(number)
      load_threads         = optional(number)
      load_rows_per_second = optional(number)
      sinker_threads       = optional(number)
    }))
    consistency = optional(object({
      mode         = optional(string, "full")
      method       = optional(string, "data_check")
      thread_count = optional(number)
      sample_rate  = optional(number)
    }))

    # Timeouts of the operations on the job and on its task, such as `{ task = { create = "24h" } }`.
    timeouts = optional(object({
      instance = optional(object({
        create = optional(string)
        read   = optional(string)
        update = optional(string)
        delete = optional(string)
      }))
      task = optional(object({
        create = optional(string)
        read   = optional(string)
        update = optional(string)
        delete = optional(string)
      }))
    }), {})

    # `checked`: the job is bought, configured and checked, and not started.
    desired_status    = optional(string, "running")
    wait_for          = optional(string, "running")
    max_delay_seconds = optional(number, 5)
    on_destroy        = optional(string, "refuse_while_running")
  }))

  validation {
    condition     = alltrue([for key in keys(var.migrations) : can(regex("^[a-z0-9][a-z0-9_-]{0,62}$", key))])
    error_message = "The key of a migration must have 1 to 63 lowercase letters, digits, hyphens or underscores, because it is part of resource addresses and the default name of the job."
  }

  validation {
    condition     = alltrue([for migration in var.migrations : migration.all_databases == (migration.databases == null)])
    error_message = "A migration needs either `all_databases = true` or `databases`."
  }

  validation {
    condition     = length(distinct([for key, migration in var.migrations : coalesce(migration.name, key)])) == length(var.migrations)
    error_message = "Two migrations have the same name. DTS allows this, but the provider finds a job whose purchase had no answer by its name. Set a different `name`."
  }

  validation {
    condition     = alltrue([for migration in var.migrations : contains(["refuse_while_running", "stop_and_release"], migration.on_destroy)])
    error_message = "`on_destroy` must be `refuse_while_running` or `stop_and_release`."
  }
}

variable "passwords" {
  description = "Passwords of the database accounts, by the key of the migration. The variable is ephemeral: passwords are in no plan and no state."
  type = map(object({
    source      = string
    destination = string
  }))
  ephemeral = true
  sensitive = true

  validation {
    condition     = length(setsubtract(keys(var.migrations), keys(var.passwords))) == 0
    error_message = "A migration has no entry in `passwords`. Add an entry with the key of the migration, with `source` and `destination`."
  }
}

variable "external_id" {
  description = "External ID that the account of the jobs sends when it assumes the role. The trust policy of the role, and so the state, contains it."
  type        = string
  default     = null
  sensitive   = true
}

variable "create_role" {
  description = "Whether the module creates the role of the source owner. Set `false` if the role exists: created by the owner, or by another call of this module for the same two accounts. The provider of the source owner is then not used; pass that of the destination owner."
  type        = bool
  default     = true
}

variable "role_name" {
  description = "Name of the CAM role in the source owner's account. The role is not created if both accounts are the same."
  type        = string
  default     = "DTS-role"
}

variable "permission_policies" {
  description = "Names of the policies of the role, in place of those for the source engines of the migrations. Necessary for engines whose policy the provider does not know."
  type        = set(string)
  default     = null
}

variable "tags" {
  description = "Tags of the role and of the jobs."
  type        = map(string)
  default     = {}
}
