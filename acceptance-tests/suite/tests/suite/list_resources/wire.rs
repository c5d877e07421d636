//! The calls of a core that has lists, without such a core.

use std::time::{Duration, Instant};

use acceptance_harness::profiles::{DESTINATION_OWNER, OPERATOR, SOURCE_OWNER, TENCENT_SOURCE, TENCENT_TARGET};
use dts_emulator::Options;
use serde_json::{Value as Json, json};
use tfplugin::generated::tfplugin6::diagnostic::Severity;
use tfplugin::generated::tfplugin6::list_resource::{self, Event};
use tfplugin::generated::tfplugin6::{
    generate_resource_config, import_resource_state, plan_resource_change, read_resource, stop_provider,
};
use tonic::Streaming;

use crate::captured_requests;
use crate::support::case::Case;
use crate::support::grpc::{GrpcProvider, alibaba, tencent, texts_of, value};
use crate::support::hcl::{self, Hcl};
use crate::synchronization;
use crate::tencent::support as tencent_support;

/// What a list finds, and what it warns about or fails with.
struct Listed {
    events: Vec<Event>,
}

impl Listed {
    /// The objects: display name and identity.
    fn objects(&self) -> Vec<(String, Json)> {
        let found = self.events.iter().filter_map(|event| {
            let data = event.identity.as_ref()?.identity_data.as_ref()?;
            Some((event.display_name.clone(), texts_of(data)))
        });
        found.collect()
    }

    fn names(&self) -> Vec<String> {
        self.objects().into_iter().map(|(name, _)| name).collect()
    }

    fn diagnostics(&self, severity: Severity) -> Vec<String> {
        let all = self.events.iter().flat_map(|event| &event.diagnostic);
        all.filter(|one| one.severity() == severity).map(|one| format!("{}: {}", one.summary, one.detail)).collect()
    }
}

async fn started(grpc: &GrpcProvider, type_name: &str, config: &Json, limit: i64, complete: bool) -> Streaming<Event> {
    let request = list_resource::Request {
        type_name: type_name.to_owned(),
        config: Some(value(config)),
        include_resource_object: complete,
        limit,
    };
    grpc.client.clone().list_resource(request).await.unwrap().into_inner()
}

async fn listed(grpc: &GrpcProvider, type_name: &str, config: &Json, limit: i64, complete: bool) -> Listed {
    let mut stream = started(grpc, type_name, config, limit, complete).await;
    let mut events = Vec::new();
    while let Some(event) = stream.message().await.unwrap() {
        events.push(event);
    }
    Listed { events }
}

/// The objects of a list without a limit, which must have no diagnostics.
async fn all(grpc: &GrpcProvider, type_name: &str, config: &Json) -> Vec<(String, Json)> {
    let listed = listed(grpc, type_name, config, 1000, false).await;
    assert!(listed.events.iter().all(|event| event.diagnostic.is_empty()), "{:#?}", listed.events);
    listed.objects()
}

/// The identity of a list is what an import needs, the object is what import and read return, and the configuration that is generated
/// from it plans without a change.
async fn assert_importable(grpc: &GrpcProvider, type_name: &str) {
    let listed = listed(grpc, type_name, &json!({}), 1000, true).await;
    assert!(!listed.names().is_empty(), "{type_name} has objects");
    for event in &listed.events {
        assert_eq!(event.diagnostic, [], "{type_name}");
        let mut client = grpc.client.clone();
        let request = import_resource_state::Request {
            type_name: type_name.to_owned(),
            identity: event.identity.clone(),
            ..import_resource_state::Request::default()
        };
        let imported = client.import_resource_state(request).await.unwrap().into_inner();
        assert_eq!(imported.diagnostics, []);
        let imported = &imported.imported_resources[0];
        assert_eq!(imported.identity, event.identity, "{type_name}");
        let request = read_resource::Request {
            type_name: type_name.to_owned(),
            current_state: imported.state.clone(),
            current_identity: imported.identity.clone(),
            ..read_resource::Request::default()
        };
        let read = client.read_resource(request).await.unwrap().into_inner();
        assert_eq!(read.new_state, event.resource_object, "{type_name}");

        let request =
            generate_resource_config::Request { type_name: type_name.to_owned(), state: event.resource_object.clone() };
        let generated = client.generate_resource_config(request).await.unwrap().into_inner();
        assert_eq!(generated.diagnostics, [], "{type_name}");
        let request = plan_resource_change::Request {
            type_name: type_name.to_owned(),
            prior_state: read.new_state.clone(),
            // What the core proposes: the state, because the configuration has no other values.
            proposed_new_state: read.new_state.clone(),
            config: generated.config,
            prior_private: read.private,
            ..plan_resource_change::Request::default()
        };
        let planned = client.plan_resource_change(request).await.unwrap().into_inner();
        let errors = planned.diagnostics.iter().filter(|one| one.severity() == Severity::Error).collect::<Vec<_>>();
        assert!(errors.is_empty() && planned.requires_replace.is_empty(), "{type_name}: {errors:#?}");
        assert_eq!(planned.planned_state, read.new_state, "{type_name}");
    }
}

pub(super) fn migration() -> Hcl {
    hcl::complete_migration()
        .with(
            "  instance_class = ",
            "  on_destroy = \"stop_and_release\"\n  tags = { project = \"orders\" }\n  instance_class = ",
        )
        .with("  role_name           = ", "  tags = { team = \"a\" }\n  role_name           = ")
}

#[tokio::test]
async fn objects_of_alibaba_cloud_are_listed_by_their_filters() {
    let case = Case::start().await;
    case.apply(&migration()).await;
    let url = case.emulator.url();
    let job = case.job().await["id"].as_str().unwrap().to_owned();
    let source = GrpcProvider::start(&url, SOURCE_OWNER).await;
    let role =
        vec![("ram-for-dts".to_owned(), json!({"account_id": SOURCE_OWNER.account, "role_name": "ram-for-dts"}))];
    for (filter, is_found) in [
        (json!({}), true),
        (json!({"name_prefix": "ram-"}), true),
        (json!({"name_prefix": "for-dts"}), false),
        (json!({"trusted_account_id": DESTINATION_OWNER.account}), true),
        (json!({"trusted_account_id": OPERATOR.account}), false),
        (json!({"tags": {"team": "a"}}), true),
        (json!({"tags": {"team": "b"}}), false),
    ] {
        let expected = if is_found { role.clone() } else { Vec::new() };
        assert_eq!(all(&source, "dts_ram_role_trust", &filter).await, expected, "{filter}");
    }
    let destination = GrpcProvider::start(&url, DESTINATION_OWNER).await;
    let place =
        |name: &str, id: String| json!({"account_id": DESTINATION_OWNER.account, "region": "cn-hangzhou", name: id});
    let task = vec![("orders".to_owned(), place("task_id", job.clone()))];
    let instance = vec![("orders".to_owned(), place("instance_id", format!("dts{job}")))];
    for (filter, is_found) in [
        (json!({}), true),
        (json!({"name_prefix": "ord"}), true),
        (json!({"name_prefix": "rders"}), false),
        (json!({"status": "Migrating"}), true),
        (json!({"status": "Finished"}), false),
        (json!({"tags": {"project": "orders"}}), true),
        (json!({"tags": {"project": "invoices"}}), false),
        (json!({"dedicated_cluster_id": "dtscluster_destination"}), false),
        (json!({"resource_group_id": "rg-first"}), false),
    ] {
        let expected = |found: &Vec<(String, Json)>| if is_found { found.clone() } else { Vec::new() };
        assert_eq!(all(&destination, "dts_migration_task", &filter).await, expected(&task), "{filter}");
        assert_eq!(all(&destination, "dts_migration_instance", &filter).await, expected(&instance), "{filter}");
    }
    for type_name in ["dts_synchronization_task", "dts_synchronization_instance"] {
        assert_eq!(all(&destination, type_name, &json!({})).await, []);
    }
    assert_importable(&source, "dts_ram_role_trust").await;
    assert_importable(&destination, "dts_migration_task").await;
    assert_importable(&destination, "dts_migration_instance").await;
    captured_requests::hold(&case, "list_resources").await;
    case.destroy().await;
}

#[tokio::test]
async fn synchronizations_are_listed() {
    let case = Case::start().await;
    case.apply(&synchronization::complete()).await;
    let grpc = GrpcProvider::start(&case.emulator.url(), DESTINATION_OWNER).await;
    for type_name in ["dts_synchronization_task", "dts_synchronization_instance"] {
        assert_eq!(all(&grpc, type_name, &json!({"status": "Synchronizing"})).await.len(), 1);
        assert_importable(&grpc, type_name).await;
    }
    assert_eq!(all(&grpc, "dts_migration_task", &json!({})).await, []);
}

#[tokio::test]
async fn objects_of_tencent_cloud_are_listed_by_their_filters() {
    let case = Case::start().await;
    let grant = "resource \"dts_cam_assume_role_grant\" \"operator\" {\n  provider    = dts.target\n  policy_name = \"assume-dts\"\n  \
                 role_arns   = [\"qcs::cam::uin/700000000001:roleName/DTS-role\"]\n  user_uins   = [\"700000000021\"]\n}\n";
    case.apply(&tencent_support::complete_migration().and(&Hcl::new(grant))).await;
    let url = case.emulator.url();
    let source = GrpcProvider::with(&json!({"tencent": tencent(&url, TENCENT_SOURCE)})).await;
    let target = GrpcProvider::with(&json!({"tencent": tencent(&url, TENCENT_TARGET)})).await;
    for (grpc, type_name, name, finds, finds_not) in [
        (
            &source,
            "dts_cam_role_trust",
            "DTS-role",
            json!({"trusted_account_id": "700000000002"}),
            json!({"tags": {"a": "b"}}),
        ),
        (
            &target,
            "dts_cam_assume_role_grant",
            "assume-dts",
            json!({"role_arn": "qcs::cam::uin/700000000001:roleName/DTS-role"}),
            json!({"role_arn": "qcs::cam::uin/700000000001:roleName/other"}),
        ),
        (
            &target,
            "dts_tencent_migration_instance",
            "orders",
            json!({"tags": {"team": "a"}}),
            json!({"status": "success"}),
        ),
        (
            &target,
            "dts_tencent_migration_task",
            "orders",
            json!({"source_engine": "mysql"}),
            json!({"source_engine": "mongodb"}),
        ),
    ] {
        let names = async |filter: &Json| {
            let found = all(grpc, type_name, filter).await;
            found.into_iter().map(|(name, _)| name).collect::<Vec<_>>()
        };
        for filter in [json!({}), json!({"name_prefix": &name[..3]}), finds] {
            assert_eq!(names(&filter).await, [name], "{type_name} {filter}");
        }
        for filter in [json!({"name_prefix": &name[1..]}), finds_not] {
            assert!(names(&filter).await.is_empty(), "{type_name} {filter}");
        }
        assert_importable(grpc, type_name).await;
    }
    case.destroy().await;
}

/// Ten roles that the destination owner may assume.
async fn with_ten_roles() -> (Case, GrpcProvider) {
    let case = Case::with(Options { polls: 1, ..Options::default() }).await;
    let roles = "resource \"dts_ram_role_trust\" \"many\" {\n  provider            = dts.source_owner\n  count               = 10\n  \
                 role_name           = \"role-${count.index}\"\n  trusted_account_ids = [\"2345678901234567\"]\n}\n";
    case.apply(&hcl::providers().and(&Hcl::new(roles))).await;
    let grpc = GrpcProvider::with(&json!({"alibaba": alibaba(&case.emulator.url(), SOURCE_OWNER)})).await;
    (case, grpc)
}

#[tokio::test]
async fn a_list_stops_at_its_limit_and_says_that_there_are_more() {
    let (case, grpc) = with_ten_roles().await;
    let role = "dts_ram_role_trust";
    let three = listed(&grpc, role, &json!({}), 3, true).await;
    assert_eq!(three.names(), ["role-0", "role-1", "role-2"]);
    assert_eq!(three.diagnostics(Severity::Warning).len(), 1, "{:#?}", three.events);
    assert!(!three.events[2].diagnostic.is_empty(), "the warning is before the last object");
    assert_eq!(listed(&grpc, role, &json!({}), 0, true).await.events, []);
    let all = listed(&grpc, role, &json!({}), 1_000_000, true).await;
    assert_eq!((all.names().len(), all.diagnostics(Severity::Warning).len()), (10, 0));

    // One role cannot be read, and then no page of the list.
    let forbidden = |action: &str, times: u32| json!({"match": {"action": action}, "times": times, "kind": "error", "code": "NoPermission", "http_status": 403, "message": "no"});
    case.control.fault(&forbidden("GetRole", 1)).await.unwrap();
    let rest = listed(&grpc, role, &json!({}), 100, false).await;
    assert_eq!(rest.names().len(), 9, "{:#?}", rest.events);
    assert_eq!(rest.diagnostics(Severity::Warning).len(), 1);
    case.control.clear_faults().await.unwrap();
    case.control.fault(&forbidden("ListRoles", 50)).await.unwrap();
    let failed = listed(&grpc, role, &json!({}), 100, false).await;
    let errors = failed.diagnostics(Severity::Error);
    assert!(errors.len() == 1 && errors[0].contains("NoPermission") && failed.names().is_empty(), "{errors:#?}");
    case.control.clear_faults().await.unwrap();
    case.destroy().await;
}

#[tokio::test]
async fn a_list_ends_its_calls_when_the_core_stops_reading_and_when_the_user_interrupts() {
    let (case, grpc) = with_ten_roles().await;
    let hold = json!({"match": {"action": "GetRole"}, "times": 1000, "kind": "hold_before"});
    case.control.fault(&hold).await.unwrap();
    let stream = started(&grpc, "dts_ram_role_trust", &json!({}), 100, true).await;
    assert!(case.until_held(|count| count > 0).await);
    drop(stream);
    assert!(case.until_held(|count| count == 0).await, "a call still waits for its answer");
    let calls = case.mark().await;

    let mut stream = started(&grpc, "dts_ram_role_trust", &json!({}), 100, true).await;
    assert!(case.until_held(|count| count > 0).await);
    assert!(case.mark().await > calls);
    let interrupted = Instant::now();
    grpc.client.clone().stop_provider(stop_provider::Request {}).await.unwrap();
    let mut last = None;
    while let Some(event) = stream.message().await.unwrap() {
        last = Some(event);
    }
    assert!(interrupted.elapsed() < Duration::from_secs(1));
    assert_eq!(last.unwrap().diagnostic[0].summary, "Interrupted");
    assert!(!grpc.plugin.stderr().contains("\"@level\":\"error\""), "nothing is logged as an error");
    case.control.clear_faults().await.unwrap();
    case.destroy().await;
}
