terraform {
  required_version = ">= 1.11" # ephemeral variables and write-only arguments

  required_providers {
    dts = {
      source  = "crossaccount/dts"
      version = "~> 0.1"

      # One provider for each role of an account. Pass the provider of an account that has two roles twice.
      configuration_aliases = [dts.source_owner, dts.destination_owner, dts.task_owner]
    }
  }
}
