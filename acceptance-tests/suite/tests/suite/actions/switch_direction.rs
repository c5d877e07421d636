//! `dts_switch_direction`, over the wire and by `-invoke`.

use acceptance_harness::profiles::{OPERATOR, SOURCE_OWNER};
use acceptance_harness::terraform::Feature;
use acceptance_wire::Provider;
use serde_json::{Value as Json, json};

use super::with_terraform::invoke;
use super::{refused, succeeds};
use crate::support::case::{Case, assert_no_changes};
use crate::support::hcl::Hcl;
use crate::synchronization::{self, two_way};

const ACTION: &str = "dts_switch_direction";
const CALL: &str = "ReverseTwoWayDirection";
const A: &str = "rm-source-stores";
const B: &str = "rm-destination-stores";

/// A provider of an account in the region of the synchronization.
async fn provider(case: &Case, key: acceptance_harness::profiles::Key, region: &str) -> Provider {
    let url = case.emulator.url();
    let block = json!({"alibaba": {
        "region": region,
        "access_key_id": key.id,
        "access_key_secret": key.secret,
        "endpoints": {"dts": url, "ram": url, "sts": url},
    }});
    Provider::start_with(&block).await.unwrap()
}

async fn instance_of(case: &Case, name: &str) -> Json {
    let instance = case.terraform.attributes(&format!("dts_synchronization_instance.{name}")).await.unwrap();
    instance["id"].clone()
}

/// The database that the forward job reads from.
async fn forward_source(case: &Case) -> Json {
    let [forward, _] = two_way::jobs(case).await;
    forward["parameters"]["SourceEndpointInstanceID"].clone()
}

#[tokio::test]
async fn the_directions_are_switched_and_switched_back() {
    let case = Case::start().await;
    case.apply(&two_way::complete()).await;
    let provider = provider(&case, OPERATOR, "cn-shanghai").await;
    let instance = instance_of(&case, "stores").await;
    let to = |end: &str| json!({"instance_id": instance, "forward_source": end});
    succeeds(&case, &provider, ACTION, &to(A), &[]).await;
    let switched = succeeds(&case, &provider, ACTION, &to(B), &[CALL]).await;
    assert!(switched.progress.last().unwrap().contains("reads from rm-destination-stores now"), "{switched:?}");
    assert_eq!(forward_source(&case).await, B);
    succeeds(&case, &provider, ACTION, &to(B), &[]).await;
    succeeds(&case, &provider, ACTION, &to(A), &[CALL]).await;
    assert_eq!(forward_source(&case).await, A);
    assert_no_changes(&case.terraform).await;
    case.destroy().await;
}

#[tokio::test]
async fn directions_that_do_not_run_and_other_databases_are_refused() {
    let case = Case::start().await;
    case.apply(&two_way::complete()).await;
    let operator = provider(&case, OPERATOR, "cn-shanghai").await;
    let instance = instance_of(&case, "stores").await;
    let to = |end: &str| json!({"instance_id": instance, "forward_source": end});
    let error =
        refused(&case, &operator, ACTION, &to("rm-other"), "forward_source is not one of the two databases").await;
    assert_eq!(error.path, "forward_source");
    assert!(error.detail.contains(A) && error.detail.contains(B), "{error:#?}");

    let [_, reverse] = two_way::jobs(&case).await;
    let reverse = reverse["id"].as_str().unwrap().to_owned();
    case.control.force(&reverse, &json!({"status": "Failed"})).await.unwrap();
    let error = refused(&case, &operator, ACTION, &to(B), "The directions cannot be switched now").await;
    assert!(error.path == "instance_id" && error.detail.contains(&reverse), "{error:#?}");
    case.control.force(&reverse, &json!({"status": "Suspending"})).await.unwrap();
    succeeds(&case, &operator, ACTION, &to(B), &[CALL]).await;

    for other in [provider(&case, SOURCE_OWNER, "cn-shanghai").await, provider(&case, OPERATOR, "cn-hangzhou").await] {
        refused(&case, &other, ACTION, &to(A), "No such synchronization instance").await;
        assert!(other.plan_action(ACTION, &to(A)).await.unwrap().is_empty(), "a plan does not look for the instance");
    }
    let planned = operator.plan_action(ACTION, &json!({"instance_id": "no id", "forward_source": A})).await.unwrap();
    assert!(planned.iter().any(|one| one.error), "{planned:#?}");
}

#[tokio::test]
async fn a_synchronization_with_one_direction_has_nothing_to_switch() {
    let case = Case::start().await;
    case.apply(&synchronization::complete()).await;
    let provider = provider(&case, acceptance_harness::profiles::DESTINATION_OWNER, "cn-hangzhou").await;
    let task = json!({"instance_id": instance_of(&case, "orders").await, "forward_source": "rm-source-orders"});
    let error = refused(&case, &provider, ACTION, &task, "The synchronization has one direction").await;
    assert!(error.detail.contains("two_way"), "{error:#?}");
}

#[tokio::test]
async fn the_action_is_invoked_alone() {
    let case = Case::start().await;
    if case.terraform.lacks(Feature::Actions).await.unwrap() {
        return;
    }
    let action = |name: &str, end: &str| {
        Hcl::new(format!(
            "action \"{ACTION}\" \"{name}\" {{\n  provider = dts.operator\n  config {{\n    instance_id = \
             dts_synchronization_instance.stores.id\n    forward_source = \"{end}\"\n  }}\n}}\n"
        ))
    };
    case.apply(&two_way::complete().and(&action("to_b", B)).and(&action("to_a", A))).await;
    invoke(&case, "dts_switch_direction.to_b", &[CALL]).await;
    assert_eq!(forward_source(&case).await, B);
    invoke(&case, "dts_switch_direction.to_a", &[CALL]).await;
    invoke(&case, "dts_switch_direction.to_a", &[]).await;
    assert_no_changes(&case.terraform).await;
    case.destroy().await;
}
