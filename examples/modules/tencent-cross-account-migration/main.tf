# The purchase comes first on Tencent Cloud. Charges can start here.
resource "dts_tencent_migration_instance" "this" {
  for_each = var.migrations
  provider = dts.destination_owner

  name               = coalesce(each.value.name, each.key)
  source_engine      = each.value.source.engine
  destination_engine = each.value.destination.engine
  source_region      = coalesce(each.value.source.region, var.region)
  instance_class     = each.value.instance_class
  on_destroy         = each.value.on_destroy
  tags               = var.tags

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

# One configuration per job, with its check. A step that fails stops this migration, but not the others.
resource "dts_tencent_migration_task" "this" {
  for_each = var.migrations
  provider = dts.destination_owner

  instance_id        = dts_tencent_migration_instance.this[each.key].id
  migration_type     = each.value.migration_type
  desired_status     = each.value.desired_status
  wait_for           = each.value.wait_for
  max_delay_seconds  = each.value.max_delay_seconds
  auto_retry_minutes = each.value.auto_retry_minutes
  settings           = each.value.settings
  on_destroy         = each.value.on_destroy == "stop_and_release" ? "stop" : "refuse_while_running"

  source {
    engine              = each.value.source.engine
    access_type         = each.value.source.access_type
    region              = coalesce(each.value.source.region, var.region)
    node_type           = each.value.source.node_type
    instance_id         = each.value.source.instance_id
    cvm_instance_id     = each.value.source.cvm_instance_id
    host                = each.value.source.host
    port                = each.value.source.port
    vpc_id              = each.value.source.vpc_id
    subnet_id           = each.value.source.subnet_id
    username            = each.value.source.username
    encryption          = each.value.source.encryption
    settings            = each.value.source.settings
    password_wo         = var.passwords[each.key].source
    password_wo_version = each.value.source_password_version

    dynamic "cross_account" {
      for_each = local.is_across ? [local.role_name] : []

      content {
        account_id  = var.accounts.source
        role_name   = cross_account.value
        external_id = var.external_id
      }
    }
  }

  destination {
    engine              = each.value.destination.engine
    access_type         = each.value.destination.access_type
    region              = coalesce(each.value.destination.region, var.region)
    node_type           = each.value.destination.node_type
    instance_id         = each.value.destination.instance_id
    cvm_instance_id     = each.value.destination.cvm_instance_id
    host                = each.value.destination.host
    port                = each.value.destination.port
    vpc_id              = each.value.destination.vpc_id
    subnet_id           = each.value.destination.subnet_id
    username            = each.value.destination.username
    encryption          = each.value.destination.encryption
    settings            = each.value.destination.settings
    password_wo         = var.passwords[each.key].destination
    password_wo_version = each.value.destination_password_version
  }

  objects {
    all       = each.value.all_databases ? true : null
    databases = each.value.all_databases ? null : each.value.databases
  }

  dynamic "check" {
    for_each = length(each.value.check_skip) > 0 ? [each.value.check_skip] : []

    content {
      skip         = check.value
      foreign_keys = contains(check.value, "ConstraintCheck") ? each.value.foreign_keys : null
    }
  }

  dynamic "rate_limit" {
    for_each = each.value.rate_limit[*]

    content {
      dump_threads         = rate_limit.value.dump_threads
      dump_rows_per_second = rate_limit.value.dump_rows_per_second
      load_threads         = rate_limit.value.load_threads
      load_rows_per_second = rate_limit.value.load_rows_per_second
      sinker_threads       = rate_limit.value.sinker_threads
    }
  }

  dynamic "consistency" {
    for_each = each.value.consistency[*]

    content {
      mode         = consistency.value.mode
      method       = consistency.value.method
      thread_count = consistency.value.thread_count
      sample_rate  = consistency.value.sample_rate
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
