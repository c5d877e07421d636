terraform {
  required_providers {
    dts = { source = "crossaccount/dts" }
  }
}

provider "dts" {
  tencent {}
}

variable "source_password" {
  type      = string
  ephemeral = true
}

variable "destination_password" {
  type      = string
  ephemeral = true
}

variable "external_id" {
  type      = string
  ephemeral = true
}

resource "dts_tencent_migration_instance" "orders" {
  name               = "orders"
  source_engine      = "mysql"
  destination_engine = "mysql"
  instance_class     = "medium"
}

# HERE
