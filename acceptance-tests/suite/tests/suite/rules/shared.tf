# The account of Tencent Cloud that owns the sources.
provider "dts" {
  alias = "tencent_source"
  tencent {
    region  = "ap-guangzhou"
    profile = "tencent-source"
  }
}

# The role for destinations in the account that creates most tasks.
resource "dts_ram_role_trust" "destination" {
  provider            = dts.destination_owner
  role_name           = "ram-for-dts"
  trusted_account_ids = ["1234567890123456"]
}

# Tasks for instances that are planned and never bought.
resource "dts_migration_task" "plain" {
  provider        = dts.destination_owner
  name            = "plain"
  migration_types = ["schema", "full"]
  objects         = { orders = { all = true } }
  source {
    engine              = "mysql"
    access_method       = "alibaba_cloud_instance"
    region              = "cn-hangzhou"
    instance_id         = "rm-source-orders"
    username            = "dts"
    password_wo         = var.source_password
    password_wo_version = 1
    cross_account {
      account_id = "1234567890123456"
      role_name  = dts_ram_role_trust.source.role_name
    }
  }
  destination {
    engine              = "mysql"
    access_method       = "alibaba_cloud_instance"
    region              = "cn-hangzhou"
    instance_id         = "rm-destination-orders"
    username            = "dts"
    password_wo         = var.destination_password
    password_wo_version = 1
  }
}

resource "dts_migration_task" "cluster" {
  provider             = dts.destination_owner
  name                 = "cluster"
  migration_types      = ["schema", "full"]
  objects              = { orders = { all = true } }
  dedicated_cluster_id = "dtscluster_destination"
  source {
    engine              = "mysql"
    access_method       = "alibaba_cloud_instance"
    region              = "cn-hangzhou"
    instance_id         = "rm-source-orders"
    username            = "dts"
    password_wo         = var.source_password
    password_wo_version = 1
    cross_account {
      account_id = "1234567890123456"
      role_name  = dts_ram_role_trust.source.role_name
    }
  }
  destination {
    engine              = "mysql"
    access_method       = "alibaba_cloud_instance"
    region              = "cn-hangzhou"
    instance_id         = "rm-destination-orders"
    username            = "dts"
    password_wo         = var.destination_password
    password_wo_version = 1
  }
}

# The account of Tencent Cloud that runs the migration jobs.
provider "dts" {
  alias = "tencent_target"
  tencent {
    region  = "ap-guangzhou"
    profile = "tencent-target"
  }
}
