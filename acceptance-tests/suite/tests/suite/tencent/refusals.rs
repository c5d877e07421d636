//! Bad input: what Tencent Cloud refuses has a clear answer, and the allowed twin passes.

use acceptance_harness::profiles::{TENCENT_SOURCE, TENCENT_TARGET};
use dts_emulator::{Options, World};
use serde_json::json;
use tencent::cam::{CreateRole, UpdateAssumeRolePolicy};
use tencent::sts::AssumeRole;

use crate::support::case::{Case, assert_detail, only_error};
use crate::support::hcl::Hcl;

use super::instance;
use super::support::{call, client};
use super::task::{self, EXTERNAL_ID, Source};

/// The identity of the keys in these lines of the `tencent` block.
fn identity(lines: &str) -> Hcl {
    Hcl::new(format!(
        "terraform {{\n  required_providers {{\n    dts = {{ source = \"crossaccount/dts\" }}\n  }}\n}}\nprovider \"dts\" {{\n  tencent \
         {{\n    region = \"ap-guangzhou\"\n    {lines}\n  }}\n}}\ndata \"dts_tencent_caller_identity\" \"me\" {{}}\n"
    ))
}

fn key(id: &str, secret: &str, more: &str) -> Hcl {
    identity(&format!("secret_id = {id:?}\n    secret_key = {secret:?}\n    {more}"))
}

async fn refused(case: &Case, configuration: &Hcl, pieces: &[&str]) {
    let errors = case.refused_plan(configuration).await;
    assert!(errors.len() == 1, "{errors:#?}");
    assert_detail(&errors[0], pieces);
    let secrets = [TENCENT_TARGET.secret, "another-secret", EXTERNAL_ID];
    assert!(!secrets.iter().any(|secret| errors[0].detail.contains(secret)), "{}", errors[0].detail);
}

#[tokio::test]
async fn a_wrong_key_and_a_wrong_token() {
    let case = Case::start().await;
    refused(
        &case,
        &key(TENCENT_TARGET.id, "another-secret", ""),
        &["AuthFailure.SignatureFailure", "Check secret_key"],
    )
    .await;
    refused(&case, &key("AKIDABSENT", TENCENT_TARGET.secret, ""), &["AuthFailure.SecretIdNotFound", "Check secret_id"])
        .await;

    let role = CreateRole {
        role_name: "worker".to_owned(),
        policy_document: trust("700000000002").to_string().into(),
        ..CreateRole::default()
    };
    call(&client(&case, TENCENT_SOURCE), &role).await;
    let assume = AssumeRole {
        role_arn: "qcs::cam::uin/700000000001:roleName/worker".to_owned(),
        role_session_name: "test".to_owned(),
        duration_seconds: Some(1),
        ..AssumeRole::default()
    };
    let keys = call(&client(&case, TENCENT_TARGET), &assume).await.credentials;
    tokio::time::sleep(std::time::Duration::from_millis(2100)).await;
    let token = format!("security_token = {:?}", keys.token.expose());
    let expired = key(keys.tmp_secret_id.expose(), keys.tmp_secret_key.expose(), &token);
    refused(&case, &expired, &["AuthFailure.TokenFailure", "has expired", "use assume_role"]).await;

    let valid = AssumeRole { duration_seconds: None, ..assume };
    let keys = call(&client(&case, TENCENT_TARGET), &valid).await.credentials;
    let token = format!("security_token = {:?}", keys.token.expose());
    case.apply(&key(keys.tmp_secret_id.expose(), keys.tmp_secret_key.expose(), &token)).await;
    case.apply(&key(TENCENT_TARGET.id, TENCENT_TARGET.secret, "")).await;
}

/// Tencent Cloud accepts five minutes.
#[tokio::test]
async fn a_clock_that_differs() {
    let case = Case::start().await;
    let configuration = identity("profile = \"tencent-target\"");
    for seconds in [400, -400] {
        case.control.skew(seconds).await.unwrap();
        refused(&case, &configuration, &["AuthFailure.SignatureExpire", "more than 5 minutes", "Correct the clock"])
            .await;
    }
    for seconds in [240, -240] {
        case.control.skew(seconds).await.unwrap();
        case.apply(&configuration).await;
    }
}

/// The host of a region of the finance cloud serves only this region.
#[tokio::test]
async fn the_host_of_another_region() {
    let case = Case::start().await;
    let fault = json!({
        "match": {"action": "CreateMigrationService"}, "kind": "error", "times": 1, "code": "UnsupportedRegion",
        "message": "The host serves the region `ap-shanghai-fsi`, but the request is for `ap-guangzhou`.",
    });
    case.control.fault(&fault).await.unwrap();
    let errors = case.refused_apply(&instance::configuration("")).await;
    assert_detail(&errors[0], &["UnsupportedRegion", "ap-shanghai-fsi", "Check the region", "the endpoint"]);
    case.apply(&instance::configuration("")).await;
    case.destroy().await;
}

/// A trust policy for one root account; with an external ID if it has one.
fn trust(uin: &str) -> serde_json::Value {
    json!({"version": "2.0", "statement": [{
        "effect": "allow", "action": "name/sts:AssumeRole", "principal": {"qcs": [format!("qcs::cam::uin/{uin}:root")]},
    }]})
}

#[tokio::test]
async fn a_role_that_trusts_another_account_and_a_missing_external_id() {
    let case = Case::start().await;
    let source = Source::complete(&case).await;
    let impatient = task::configuration("desired_status = \"checked\"\n  timeouts {\n    create = \"12s\"\n  }");
    let title = "Cannot assume the role of the source's owner";
    let without = impatient.with(&format!("external_id = \"{EXTERNAL_ID}\""), "");
    let errors = case.refused_apply(&without).await;
    assert_detail(only_error(&errors, title), &["UnauthorizedOperation", "cross_account.external_id"]);

    let change = async |document: serde_json::Value| {
        let (policy_document, role_name) = (document.to_string().into(), Some("DTS-role".to_owned()));
        call(&client(&case, TENCENT_SOURCE), &UpdateAssumeRolePolicy { policy_document, role_name, role_id: None })
            .await;
    };
    change(trust("700000000001")).await;
    let errors = case.refused_apply(&without).await;
    assert_detail(
        only_error(&errors, title),
        &["UnauthorizedOperation", "trusted_account_ids must contain the root account that runs the job"],
    );
    change(trust("700000000002")).await;
    case.apply(&without).await;
    source.destroy(&case).await;
}

/// An emulator with a changed world.
async fn with_world(change: impl FnOnce(String) -> String) -> Case {
    let world = World::parse(&change(World::builtin_toml().to_owned()), "a changed world").unwrap();
    Case::with(Options { polls: 1, world, ..Options::default() }).await
}

#[tokio::test]
async fn an_account_without_money() {
    let paid = "app_id = 1250000002\nbalance = 1000";
    let case = with_world(|world| world.replace(paid, "app_id = 1250000002\nbalance = 0")).await;
    let errors = case.refused_apply(&instance::configuration("")).await;
    assert_detail(&errors[0], &["OperationDenied.NotEnoughMoneyError", "Recharge the account"]);
    case.is_empty().await;
}

/// The tickets of the built-in world have Redis, and not Tendis.
#[tokio::test]
async fn an_engine_of_another_account_without_a_ticket() {
    let redis = task::configuration("migration_type = \"full_and_increment\"\n  timeouts {\n    create = \"12s\"\n  }")
        .with_all("\"mysql\"", "\"redis\"")
        .with("cdb-src00001", "crs-src00001")
        .with("cdb-dst00001", "crs-dst00001")
        .with_all("username            = \"dts\"\n", "")
        .with("databases = {", "all = true # {");
    let case = with_world(|world| world.replace("tickets = [\"redis\"]", "tickets = []")).await;
    Source::complete(&case).await;
    let errors = case.refused_apply(&redis).await;
    let error = only_error(&errors, "The role of the source's owner does not reach the source");
    assert_detail(error, &["UnsupportedOperation", "only after a ticket", "submit one at Tencent Cloud"]);

    let tendis = redis.with_all("\"redis\"", "\"tendis\"");
    let errors = case.refused_plan(&tendis).await;
    assert!(errors.iter().any(|error| error.detail.contains("tendis")), "{errors:#?}");
}
