# One task per migration, with its precheck. A failed item fails this migration, but not the others.
resource "dts_migration_task" "this" {
  for_each = var.migrations
  provider = dts.task_owner

  name                 = coalesce(each.value.name, each.key)
  migration_types      = each.value.migration_types
  conflict_mode        = each.value.conflict_mode
  objects              = each.value.objects
  objects_json         = each.value.objects_json
  dedicated_cluster_id = each.value.dedicated_cluster_id
  allow_restart        = each.value.allow_restart
  restart_on_loss      = each.value.restart_on_loss

  source {
    engine              = each.value.source.engine
    access_method       = each.value.source.access_method
    region              = each.value.source.region != null || each.value.source.access_method == "public_ip" ? each.value.source.region : var.region
    instance_id         = each.value.source.instance_id
    vpc_id              = each.value.source.vpc_id
    cen_id              = each.value.source.cen_id
    host                = each.value.source.host
    port                = each.value.source.port
    database            = each.value.source.database
    oracle_sid          = each.value.source.oracle_sid
    mongodb_topology    = each.value.source.mongodb_topology
    username            = each.value.source.username
    encryption          = coalesce(each.value.source.encryption, "ssl")
    password_wo         = each.value.source.has_password ? var.passwords[each.key].source : null
    password_wo_version = each.value.source.has_password ? each.value.source_password_version : null

    dynamic "cross_account" {
      for_each = local.across.source ? [local.roles.source] : []

      content {
        account_id = var.accounts.source
        role_name  = cross_account.value
      }
    }

    dynamic "wire" {
      for_each = each.value.source.wire[*]

      content {
        engine        = wire.value.engine
        instance_type = wire.value.instance_type
      }
    }
  }

  destination {
    engine              = each.value.destination.engine
    access_method       = each.value.destination.access_method
    region              = each.value.destination.region != null || each.value.destination.access_method == "public_ip" ? each.value.destination.region : var.region
    instance_id         = each.value.destination.instance_id
    vpc_id              = each.value.destination.vpc_id
    cen_id              = each.value.destination.cen_id
    host                = each.value.destination.host
    port                = each.value.destination.port
    database            = each.value.destination.database
    oracle_sid          = each.value.destination.oracle_sid
    mongodb_topology    = each.value.destination.mongodb_topology
    username            = each.value.destination.username
    encryption          = coalesce(each.value.destination.encryption, contains(local.ssl_access, each.value.destination.access_method) ? "ssl" : "none")
    password_wo         = each.value.destination.has_password ? var.passwords[each.key].destination : null
    password_wo_version = each.value.destination.has_password ? each.value.destination_password_version : null

    dynamic "cross_account" {
      for_each = local.across.destination ? [local.roles.destination] : []

      content {
        account_id = var.accounts.destination
        role_name  = cross_account.value
      }
    }

    dynamic "wire" {
      for_each = each.value.destination.wire[*]

      content {
        engine        = wire.value.engine
        instance_type = wire.value.instance_type
      }
    }
  }

  retry {
    connection_minutes = each.value.retry.connection_minutes
    other_minutes      = each.value.retry.other_minutes
  }

  dynamic "precheck" {
    for_each = length(each.value.precheck_ignore) > 0 ? [each.value.precheck_ignore] : []

    content {
      ignore = precheck.value
    }
  }

  dynamic "throttling" {
    for_each = each.value.throttling[*]

    content {
      dynamic "full" {
        for_each = throttling.value.full[*]

        content {
          queries_per_second = full.value.queries_per_second
          rows_per_second    = full.value.rows_per_second
          bytes_per_second   = full.value.bytes_per_second
        }
      }

      dynamic "incremental" {
        for_each = throttling.value.incremental[*]

        content {
          rows_per_second  = incremental.value.rows_per_second
          bytes_per_second = incremental.value.bytes_per_second
        }
      }
    }
  }

  dynamic "data_verification" {
    for_each = each.value.data_verification[*]

    content {
      dynamic "full" {
        for_each = data_verification.value.full[*]

        content {
          mode                   = full.value.mode
          sample_percent         = full.value.sample_percent
          reference              = full.value.reference
          max_hours              = full.value.max_hours
          max_rows_per_second    = full.value.max_rows_per_second
          max_bytes_per_second   = full.value.max_bytes_per_second
          alert_from_differences = full.value.alert_from_differences
        }
      }

      dynamic "incremental" {
        for_each = data_verification.value.incremental[*]

        content {
          alert_on_failure = incremental.value.alert_on_failure
        }
      }
    }
  }

  dynamic "alerts" {
    for_each = each.value.alerts[*]

    content {
      on_failure     = alerts.value.on_failure
      failure_phones = alerts.value.failure_phones
      on_delay       = alerts.value.on_delay
      delay_seconds  = alerts.value.delay_seconds
      delay_phones   = alerts.value.delay_phones
    }
  }

  dynamic "timeouts" {
    for_each = each.value.timeouts.task[*]

    content {
      create = timeouts.value.create
      read   = timeouts.value.read
      update = timeouts.value.update
      delete = timeouts.value.delete
    }
  }
}

# Instances cost money, so they are created only for migrations with `start = true`.
resource "dts_migration_instance" "this" {
  for_each = { for key, migration in var.migrations : key => migration if migration.start }
  provider = dts.task_owner

  task_id         = dts_migration_task.this[each.key].id
  instance_class  = each.value.du == null ? each.value.instance_class : null
  du              = each.value.du
  desired_status  = each.value.desired_status
  max_delay_ms    = each.value.max_delay_ms
  wait_for        = each.value.wait_for
  on_destroy      = each.value.on_destroy
  restart_on_loss = each.value.restart_on_loss
  tags            = var.tags

  dynamic "timeouts" {
    for_each = each.value.timeouts.instance[*]

    content {
      create = timeouts.value.create
      read   = timeouts.value.read
      update = timeouts.value.update
      delete = timeouts.value.delete
    }
  }
}
