# All migrations. To add one, add an entry here and in the passwords; the plan then only creates resources.
locals {
  tags = { project = "consolidation" }

  between_owners = {
    orders = {
      source      = { instance_id = "rm-source-orders", username = "dts" }
      destination = { instance_id = "rm-destination-orders", username = "dts" }
      objects     = { orders = { all = true } } # the complete database, under the same name
      wait_for    = "caught_up"
      on_destroy  = "stop_and_release" # without it, destroy fails while the migration is running
    }

    inventory = {
      source      = { instance_id = "rm-source-orders", username = "dts" }
      destination = { instance_id = "rm-destination-orders", username = "dts" }
      objects     = { inventory = { rename = "warehouse", tables = { products = {}, stock = {} } } }
      on_destroy  = "stop_and_release"
    }

    # Only prechecked: nothing is bought until you remove `start`.
    wiki = {
      source      = { engine = "mariadb", instance_id = "rm-source-wiki", username = "dts" }
      destination = { instance_id = "rm-destination-orders", username = "dts" }
      objects     = { wiki = { all = true } }
      start       = false
    }
  }

  from_operator = {
    audit = {
      source      = { instance_id = "rm-operator-audit", username = "dts" }
      destination = { instance_id = "rm-destination-orders", username = "dts" }
      objects     = { audit = { all = true } }
      on_destroy  = "stop_and_release"
    }
  }
}
