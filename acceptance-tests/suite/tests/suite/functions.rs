//! Provider functions, called by the real Terraform.

use serde_json::{Value as Json, json};

use crate::support::case::{Case, assert_detail, assert_line};
use crate::support::hcl::{self, Hcl};

const HEAD: &str = "terraform {\n  required_providers {\n    dts = { source = \"crossaccount/dts\" }\n  }\n}\n";

fn output(name: &str, value: &str) -> String {
    format!("output \"{name}\" {{\n  value = {value}\n}}\n")
}

/// Outputs as an apply leaves them.
async fn outputs(case: &Case, configuration: &Hcl) -> Json {
    case.apply(configuration).await;
    let state = case.terraform.show(None).await.unwrap();
    let outputs = state["values"]["outputs"].as_object().unwrap();
    outputs.iter().map(|(name, output)| (name.clone(), output["value"].clone())).collect()
}

/// Without a provider block, without credentials, without a network.
#[tokio::test]
async fn they_give_their_results_without_any_configuration() {
    let case = Case::start().await;
    std::fs::remove_dir_all(case.terraform.home().join(".aliyun")).unwrap();
    let calls = [
        ("arn", r#"provider::dts::role_arn("1234567890123456", "ram-for-dts")"#),
        ("parts", r#"provider::dts::parse_role_arn("acs:ram::1234567890123456:role/ram-for-dts")"#),
        ("yes", r#"provider::dts::cross_account_supported("mysql", "ecs", "source")"#),
        ("no", r#"provider::dts::cross_account_supported("mysql", "ecs", "destination")"#),
        ("policy", r#"jsondecode(provider::dts::trust_policy(["1234567890123456"])).Statement[0].Principal.RAM"#),
        ("whole", "provider::dts::db_list({ orders = { all = true } })"),
        ("parts_of", r#"provider::dts::db_list({ a = { rename = 5, tables = { t = { filter = "id > 1" } } } })"#),
        ("typed", "provider::dts::db_list(var.objects)"),
    ];
    let variable = r#"variable "objects" {
  type    = map(object({ all = optional(bool), rename = optional(string), tables = optional(map(any)) }))
  default = { orders = { all = true } }
}
"#;
    let text: String = calls.iter().map(|(name, value)| output(name, value)).collect();
    let found = outputs(&case, &Hcl::new(format!("{HEAD}{variable}{text}"))).await;
    let expected = json!({
        "arn": "acs:ram::1234567890123456:role/ram-for-dts",
        "parts": { "account_id": "1234567890123456", "role_name": "ram-for-dts" },
        "yes": true,
        "no": false,
        "policy": ["acs:ram::1234567890123456:root"],
        "whole": r#"{"orders":{"all":true,"name":"orders"}}"#,
        "parts_of": r#"{"a":{"Table":{"t":{"all":false,"filter":"id > 1","name":"t"}},"all":false,"name":"5"}}"#,
        "typed": r#"{"orders":{"all":true,"name":"orders"}}"#,
    });
    assert_eq!(found, expected);
    assert_eq!(case.mark().await, 0, "nothing is called");
}

/// The functions say what the resources and the data source say.
#[tokio::test]
async fn they_agree_with_the_resources_and_the_matrix() {
    let case = Case::start().await;
    let selection = r#"{ orders = { tables = { customers = { rename = "clients" } } } }"#;
    let written = hcl::trust_and_task()
        .with("  objects = {\n    orders = { all = true }\n  }", &format!("  objects = {selection}"));
    let rows = "data.dts_cross_account_support.all.combinations";
    let supported = "provider::dts::cross_account_supported";
    let checks = [
        ("trust", "provider::dts::trust_policy(dts_ram_role_trust.source.trusted_account_ids) == dts_ram_role_trust.source.trust_policy".to_owned()),
        ("arn", "provider::dts::role_arn(dts_ram_role_trust.source.account_id, dts_ram_role_trust.source.role_name) == dts_ram_role_trust.source.arn".to_owned()),
        ("objects", format!("provider::dts::db_list({selection})")),
        ("listed", format!("alltrue([for row in {rows} : {supported}(row.engine, row.access_method, row.side)])")),
        (
            "unlisted",
            format!(
                "length({rows}) == length([for all in setproduct(distinct({rows}[*].engine), distinct({rows}[*].access_method), [\"source\", \"destination\"]) : all if {supported}(all...)])"
            ),
        ),
    ];
    let data = Hcl::new("data \"dts_cross_account_support\" \"all\" {\n  provider = dts.source_owner\n}\n");
    let text: String = checks.iter().map(|(name, value)| output(name, value)).collect();
    let found = outputs(&case, &written.and(&data).and(&Hcl::new(text))).await;
    assert_eq!(found["objects"], case.job().await["parameters"]["DbList"], "what is sent");
    for (name, _) in checks.iter().filter(|(name, _)| *name != "objects") {
        assert_eq!(found[name], true, "{name}: {found:#}");
    }
    case.destroy().await;
}

/// `objects_json` takes what `db_list` makes, and DTS returns the same.
#[tokio::test]
async fn a_task_takes_a_list_that_was_added_to() {
    let case = Case::start().await;
    let json = r#"  objects_json = jsonencode(merge(
    jsondecode(provider::dts::db_list({ orders = { all = true } })),
    { inventory = { name = "stock", all = true } },
  ))"#;
    case.apply(&hcl::trust_and_task().with("  objects = {\n    orders = { all = true }\n  }", json)).await;
    case.destroy().await;
}

#[tokio::test]
async fn bad_arguments_are_refused_by_name_at_validate() {
    let case = Case::start().await;
    let rows = [
        ("trust_policy([\"123\"])", "account_ids", "Rule: account-id"),
        ("trust_policy([])", "account_ids", "Rule: trusted-accounts"),
        ("role_arn(\"12x4567890123456\", \"a\")", "account_id", "Rule: account-id"),
        ("role_arn(\"1234567890123456\", \"a_b\")", "name", "Rule: role-name"),
        ("role_arn(null, \"a\")", "account_id", "must not be null"),
        ("parse_role_arn(\"ram-for-dts\")", "arn", "Rule: role-arn"),
        ("cross_account_supported(\"mysq\", \"ecs\", \"source\")", "engine", "Did you mean \"mysql\""),
        (
            "cross_account_supported(\"mysql\", \"rds\", \"source\")",
            "access_method",
            "Did you mean \"alibaba_cloud_instance\"",
        ),
        ("cross_account_supported(\"mysql\", \"ecs\", \"src\")", "side", "Rule: known-word"),
        ("db_list({})", "objects", "Rule: objects-empty"),
        ("db_list([\"orders\"])", "objects", "objects is a list"),
        ("db_list({ orders = { tabels = {} } })", "objects", "Fix: write \"tables\""),
        (
            "db_list({ a = { all = true }, b = { all = true, rename = \"a\" } })",
            "objects",
            "Rule: objects-target-twice",
        ),
    ];
    let text: String = rows
        .iter()
        .enumerate()
        .map(|(at, (call, ..))| output(&format!("o{at}"), &format!("provider::dts::{call}")))
        .collect();
    let configuration = Hcl::new(format!("{HEAD}{text}"));
    case.write(&configuration);
    let errors = case.terraform.validate().await.unwrap().errors();
    assert_eq!(errors.len(), rows.len(), "{errors:#?}");
    for (call, parameter, said) in rows {
        let line = configuration.line_of(call);
        let found = errors.iter().find(|error| error.place.as_ref().is_some_and(|place| place.line == line));
        let error = found.unwrap_or_else(|| panic!("nothing at {call}: {errors:#?}"));
        assert_line(error, &configuration, call);
        assert_detail(error, &[parameter, said]);
    }
}
