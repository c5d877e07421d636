terraform {
  required_providers {
    dts = { source = "crossaccount/dts" }
  }
}

provider "dts" {
  alibaba {}
}

provider "dts" {
  alias = "source_owner"
  alibaba {}
}

provider "dts" {
  alias = "destination_owner"
  alibaba {}
}

variable "source_password" {
  type      = string
  ephemeral = true
}

variable "destination_password" {
  type      = string
  ephemeral = true
}

# HERE
