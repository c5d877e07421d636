//! Null where a value is required, as a module passes it on for an argument that its user does not set.

use acceptance_harness::terraform::Terraform;

use crate::support::case::{Case, assert_detail, assert_line, only_error};
use crate::support::hcl::{self, Hcl};

/// A module with an optional owner of the source, around the task of the built-in world.
fn write_module(terraform: &Terraform) {
    let owner = r#"cross_account {
      account_id = "1234567890123456"
      role_name  = "ram-for-dts"
    }"#;
    let task = hcl::task().with("  provider        = dts.destination_owner\n", "").with(
        owner,
        "cross_account {\n      account_id = var.owner.account_id\n      role_name  = var.owner.role_name\n    }",
    );
    let head = r#"terraform {
  required_providers {
    dts = { source = "crossaccount/dts" }
  }
}

variable "source_password" {
  type      = string
  ephemeral = true
}

variable "destination_password" {
  type      = string
  ephemeral = true
}

variable "owner" {
  type = object({ account_id = optional(string), role_name = optional(string) })
}
"#;
    std::fs::create_dir_all(terraform.directory().join("task")).unwrap();
    terraform.write("task/main.tf", Hcl::new(head).and(&task).text()).unwrap();
}

fn with_owner(owner: &str) -> Hcl {
    let module = r#"module "task" {
  source    = "./task"
  providers = { dts = dts.destination_owner }
  owner     = { OWNER }

  source_password      = var.source_password
  destination_password = var.destination_password
}
"#;
    hcl::providers().and(&hcl::trust()).and(&Hcl::new(module.replace("OWNER", owner)))
}

#[tokio::test]
async fn an_argument_that_the_user_of_a_module_does_not_set() {
    let case = Case::start().await;
    write_module(&case.terraform);
    let complete = with_owner("account_id = \"1234567890123456\", role_name = dts_ram_role_trust.source.role_name");
    case.write(&complete);
    case.terraform.run(&["get"]).await.unwrap().success().unwrap();

    let errors = case.refused_plan(&with_owner("")).await;
    let paths: Vec<&str> = errors.iter().map(|error| error.detail.split(' ').next().unwrap()).collect();
    assert_eq!(paths, ["source.cross_account.account_id", "source.cross_account.role_name"], "{errors:#?}");
    assert_detail(&errors[0], &["must not be null.", "or remove the cross_account block.", "Rule: required-not-null"]);
    assert_eq!(errors[0].place.as_ref().unwrap().code.trim(), "account_id = var.owner.account_id");

    // The value is known after the apply of the resource before it, and is null then.
    let later = Hcl::new("resource \"terraform_data\" \"none\" {\n  input = \"null\"\n}\n");
    let unknown = "account_id = jsondecode(terraform_data.none.output), role_name = \"ram-for-dts\"";
    let configuration = with_owner(unknown).and(&later);
    case.write(&configuration);
    assert_eq!(case.terraform.plan().await.unwrap().code, Some(2));
    let errors = case.refused_apply(&configuration).await;
    assert_detail(only_error(&errors, "Missing account_id"), &["source.cross_account.account_id must not be null."]);
    assert_eq!(case.account("2345678901234567").await["jobs"], serde_json::json!([]));

    case.apply(&complete).await;
    case.destroy().await;
}

#[tokio::test]
async fn an_element_that_is_null() {
    let case = Case::start().await;
    let refused = hcl::trust_and_task().with("[\"schema\", \"full\", \"incremental\"]", "[\"schema\", null, \"full\"]");
    let errors = case.refused_plan(&refused).await;
    let error = only_error(&errors, "Invalid migration_types");
    assert_line(error, &refused, "migration_types");

    let refused = hcl::trust_and_task().with("objects = {", "reserve = { definer = null }\n  objects = {");
    let errors = case.refused_plan(&refused).await;
    assert_detail(only_error(&errors, "Invalid reserve"), &["reserve[\"definer\"] must not be null."]);
}

#[tokio::test]
async fn a_tag_with_the_value_null_does_not_exist() {
    let case = Case::start().await;
    let tags = |tags: &str| {
        hcl::complete_migration()
            .with("instance_class = \"small\"", &format!("instance_class = \"small\"\n  tags = {tags}"))
            .with("role_name           =", &format!("tags = {tags}\n  role_name           ="))
    };
    // Each apply is followed by an empty plan.
    case.apply(&tags("{ team = \"shop\", stage = null }")).await;
    assert_eq!(case.role().await["tags"], serde_json::json!({ "team": "shop" }));
    case.apply(&tags("{ team = null, stage = null }")).await;
    assert_eq!(case.role().await["tags"], serde_json::json!({}));
    case.apply(&tags("{ team = \"shop\", stage = \"live\" }")).await;
    case.apply(&tags("{ team = \"shop\", stage = null }")).await;
    assert_eq!(case.role().await["tags"], serde_json::json!({ "team": "shop" }));
}
