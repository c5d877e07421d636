terraform {
  required_providers {
    dts = { source = "crossaccount/dts" }
  }
}

provider "dts" {
  tencent {}
}

# HERE

resource "dts_tencent_migration_instance" "orders" {
  name               = "orders"
  source_engine      = "mysql"
  destination_engine = "mysql"
  instance_class     = "medium"
}
