terraform {
  required_providers {
    dts = { source = "crossaccount/dts" }
  }
}

provider "dts" {
  tencent {}
}

# HERE

resource "dts_tencent_migration_task" "orders" {
  instance_id = "dts-1ewjspuw"

  objects {
    all = true
  }

  source {
    engine      = "mysql"
    access_type = "cdb"
    region      = "ap-guangzhou"
    node_type   = "simple"
    instance_id = "cdb-src00001"
    username    = "dts"

    cross_account {
      account_id = "700000000001"
      role_name  = "dts-migration"
    }
  }

  destination {
    engine      = "mysql"
    access_type = "cdb"
    region      = "ap-guangzhou"
    node_type   = "simple"
    instance_id = "cdb-dst00001"
    username    = "dts"
  }
}
