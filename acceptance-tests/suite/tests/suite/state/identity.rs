//! Resource identities and import by identity. Terraform has them from version 1.12 on: here they are called over the
//! wire, as such a core calls them.

use std::collections::BTreeMap;

use acceptance_harness::profiles::{DESTINATION_OWNER, SOURCE_OWNER, TENCENT_SOURCE, TENCENT_TARGET};
use acceptance_harness::repository::root;
use serde_json::{Value as Json, json};
use tfplugin::generated::tfplugin6::{
    DynamicValue, RawState, ResourceIdentityData, apply_resource_change, get_resource_identity_schemas,
    import_resource_state, plan_resource_change, read_resource, upgrade_resource_identity, upgrade_resource_state,
};
use xtask::docs::fences::fences;

use crate::support::case::Case;
use crate::support::grpc::{GrpcProvider, alibaba, only_diagnostic, tencent, texts_of, value};
use crate::support::hcl::{self, Hcl};
use crate::tencent::support::providers;

const CAM_TRUST: &str = "dts_cam_role_trust";
const TRUST: &str = "dts_ram_role_trust";
const TASK: &str = "dts_migration_task";
const INSTANCE: &str = "dts_migration_instance";
const ROLE: &str = "ram-for-dts";

/// An identity to send.
fn identity(json: &Json) -> Option<ResourceIdentityData> {
    Some(ResourceIdentityData { identity_data: Some(value(json)) })
}

/// The texts of an identity that came back.
fn texts(answer: Option<&ResourceIdentityData>) -> Json {
    answer.and_then(|data| data.identity_data.as_ref()).map_or(Json::Null, texts_of)
}

impl GrpcProvider {
    async fn import(&self, type_name: &str, id: &str, by: Option<&Json>) -> import_resource_state::Response {
        let request = import_resource_state::Request {
            type_name: type_name.to_owned(),
            id: id.to_owned(),
            identity: by.and_then(identity),
            ..import_resource_state::Request::default()
        };
        self.client.clone().import_resource_state(request).await.unwrap().into_inner()
    }

    /// Imports by identity, which must work and be the same as by id, and reads. Returns the identity it has then.
    async fn imported(&self, type_name: &str, by: &Json, id: &str) -> Json {
        let answer = self.import(type_name, "", Some(by)).await;
        assert_eq!(answer.diagnostics, [], "{by}");
        let imported = &answer.imported_resources[0];
        assert_eq!(self.import(type_name, id, None).await.imported_resources[0], *imported, "{by}");
        let read = self.read(type_name, imported.state.clone(), imported.identity.clone()).await;
        assert_eq!((&read.diagnostics[..], &read.new_identity), (&[][..], &imported.identity), "{by}");
        assert!(read.new_state != imported.state, "the read has completed it");
        texts(imported.identity.as_ref())
    }

    async fn read(
        &self,
        type_name: &str,
        state: Option<DynamicValue>,
        known: Option<ResourceIdentityData>,
    ) -> read_resource::Response {
        let request = read_resource::Request {
            type_name: type_name.to_owned(),
            current_state: state,
            current_identity: known,
            ..read_resource::Request::default()
        };
        self.client.clone().read_resource(request).await.unwrap().into_inner()
    }

    /// Plans and applies a role; both must work.
    async fn trust(
        &self,
        prior: Option<DynamicValue>,
        known: Option<ResourceIdentityData>,
        config: Option<Json>,
    ) -> apply_resource_change::Response {
        let config = config.as_ref().map(value);
        let plan = plan_resource_change::Request {
            type_name: TRUST.to_owned(),
            prior_state: prior.clone(),
            proposed_new_state: config.clone(),
            config: config.clone(),
            prior_identity: known.clone(),
            ..plan_resource_change::Request::default()
        };
        let planned = self.client.clone().plan_resource_change(plan).await.unwrap().into_inner();
        assert_eq!((&planned.diagnostics[..], &planned.planned_identity), (&[][..], &known));
        let apply = apply_resource_change::Request {
            type_name: TRUST.to_owned(),
            prior_state: prior,
            planned_state: planned.planned_state,
            config,
            planned_private: planned.planned_private,
            planned_identity: planned.planned_identity,
            ..apply_resource_change::Request::default()
        };
        let applied = self.client.clone().apply_resource_change(apply).await.unwrap().into_inner();
        assert_eq!(applied.diagnostics, []);
        applied
    }
}

fn role(account: &str) -> Json {
    json!({"account_id": account, "role_name": ROLE})
}

fn job(kind: &str, id: &str) -> Json {
    json!({"account_id": DESTINATION_OWNER.account, "region": "cn-hangzhou", kind: id})
}

/// The identity without some of it.
fn without(identity: &Json, name: &str) -> Json {
    let mut left = identity.clone();
    left.as_object_mut().unwrap().remove(name).unwrap();
    left
}

/// The identity with one attribute changed.
fn with(identity: &Json, name: &str, text: &str) -> Json {
    let mut changed = identity.clone();
    changed[name] = json!(text);
    changed
}

#[tokio::test]
async fn a_role_keeps_its_identity() {
    let case = Case::start().await;
    let grpc = GrpcProvider::start(&case.emulator.url(), SOURCE_OWNER).await;
    let config = json!({"role_name": ROLE, "trusted_account_ids": [DESTINATION_OWNER.account]});
    let created = grpc.trust(None, None, Some(config.clone())).await;
    let own = created.new_identity.clone();
    assert_eq!(texts(own.as_ref()), role(SOURCE_OWNER.account));

    for known in [None, own.clone()] {
        let read = grpc.read(TRUST, created.new_state.clone(), known).await;
        assert_eq!((read.new_identity, &read.diagnostics[..]), (own.clone(), &[][..]));
    }
    let changed = with(&config, "description", "changed");
    let updated = grpc.trust(created.new_state, own.clone(), Some(changed)).await;
    assert_eq!(updated.new_identity, own);

    let by_id = grpc.import(TRUST, ROLE, None).await;
    assert_eq!(by_id.imported_resources[0].identity, own);
    for given in [role(SOURCE_OWNER.account), without(&role(SOURCE_OWNER.account), "account_id")] {
        assert_eq!(grpc.imported(TRUST, &given, ROLE).await, role(SOURCE_OWNER.account));
    }

    let deleted = grpc.trust(updated.new_state.clone(), own.clone(), None).await;
    assert_eq!(deleted.new_identity, None);
    let gone = grpc.read(TRUST, updated.new_state, own).await;
    assert_eq!(gone.new_identity, None);
    case.is_empty().await;
}

#[tokio::test]
async fn a_role_of_tencent_cloud_is_imported_by_its_identity() {
    let case = Case::start().await;
    let trust = "resource \"dts_cam_role_trust\" \"source\" {\n  provider            = dts.source\n  role_name           = \
                 \"DTS-role\"\n  trusted_account_ids = [\"700000000002\"]\n}\n";
    case.apply(&providers().and(&Hcl::new(trust))).await;
    let block = json!({"tencent": tencent(&case.emulator.url(), TENCENT_SOURCE)});
    let grpc = GrpcProvider::with(&block).await;
    let own = json!({"account_id": TENCENT_SOURCE.account, "role_name": "DTS-role"});
    for given in [own.clone(), without(&own, "account_id")] {
        assert_eq!(grpc.imported(CAM_TRUST, &given, "DTS-role").await, own);
    }
    for (given, says) in [
        (with(&own, "account_id", TENCENT_TARGET.account), "works in account 700000000001"),
        (with(&own, "account_id", "12"), "Rule: uin"),
        (with(&own, "role_name", "a b"), "Rule: dts-cam-role-name"),
    ] {
        let refused = grpc.import(CAM_TRUST, "", Some(&given)).await;
        only_diagnostic(&refused.diagnostics, says);
        assert!(refused.imported_resources.is_empty(), "{given}");
    }
    case.destroy().await;
}

#[tokio::test]
async fn jobs_are_distinguished_by_account_region_and_id() {
    let case = Case::start().await;
    case.apply(&hcl::complete_migration().with("\"small\"", "\"small\"\n  on_destroy     = \"stop_and_release\""))
        .await;
    let id = case.job().await["id"].as_str().unwrap().to_owned();
    let instance = format!("dts{id}");
    let grpc = GrpcProvider::start(&case.emulator.url(), DESTINATION_OWNER).await;

    for (type_name, own, id) in
        [(TASK, job("task_id", &id), id.clone()), (INSTANCE, job("instance_id", &instance), instance)]
    {
        for given in [own.clone(), without(&own, "account_id")] {
            assert_eq!(grpc.imported(type_name, &given, &id).await, own);
        }
        // What Terraform stored before it knew identities.
        let state = case.terraform.attributes(&format!("{type_name}.orders")).await.unwrap();
        let raw = RawState { json: state.to_string().into_bytes(), ..RawState::default() };
        let upgrade =
            upgrade_resource_state::Request { type_name: type_name.to_owned(), version: 0, raw_state: Some(raw) };
        let upgraded = grpc.client.clone().upgrade_resource_state(upgrade).await.unwrap().into_inner();
        let read = grpc.read(type_name, upgraded.upgraded_state, None).await;
        assert_eq!(texts(read.new_identity.as_ref()), own, "{:?}", read.diagnostics);

        for (name, other, says) in [
            ("account_id", SOURCE_OWNER.account, "works in account 2345678901234567"),
            ("region", "cn-beijing", "works in region cn-hangzhou"),
        ] {
            let refused = grpc.import(type_name, "", Some(&with(&own, name, other))).await;
            let reported = only_diagnostic(&refused.diagnostics, says);
            assert_eq!(reported.summary, format!("Import from another {}", name.trim_end_matches("_id")));
            assert!(reported.detail.contains(other) && refused.imported_resources.is_empty(), "{reported:?}");
        }
    }
    case.destroy().await;
}

#[tokio::test]
async fn what_names_no_object_is_refused() {
    let case = Case::start().await;
    let grpc = GrpcProvider::start(&case.emulator.url(), SOURCE_OWNER).await;
    let task = with(&job("task_id", "x"), "account_id", SOURCE_OWNER.account);
    for (type_name, given, says) in [
        (TRUST, role(DESTINATION_OWNER.account), "works in account 1234567890123456"),
        (TRUST, with(&role("12"), "role_name", ROLE), "Rule: account-id"),
        (TRUST, with(&role(SOURCE_OWNER.account), "role_name", "a b"), "Rule: role-name"),
        (TASK, with(&task, "task_id", "dtsi03e3zty16i1234"), "Write \"i03e3zty16i1234\""),
        (TASK, with(&task, "region", ""), "region must not be empty"),
        (
            INSTANCE,
            json!({"region": "cn-hangzhou", "instance_id": "i03e3zty16i1234"}),
            "such as \"dtsi03e3zty16i1234\"",
        ),
    ] {
        let refused = grpc.import(type_name, "", Some(&given)).await;
        only_diagnostic(&refused.diagnostics, says);
        assert!(refused.imported_resources.is_empty(), "{given}");
    }
}

/// Offline, the owner of the object is not known: the identity is returned later, when it is certain.
#[tokio::test]
async fn offline_no_identity_is_returned_and_a_known_one_is_kept() {
    let case = Case::start().await;
    let block = json!({"offline": true, "alibaba": alibaba(&case.emulator.url(), DESTINATION_OWNER)});
    let grpc = GrpcProvider::with(&block).await;
    let imported = grpc.import(TASK, "i03e3zty16i1234", None).await.imported_resources.remove(0);
    assert_eq!(imported.identity, None);
    let known = identity(&job("task_id", "i03e3zty16i1234"));
    let read = grpc.read(TASK, imported.state.clone(), known).await;
    assert_eq!(texts(read.new_identity.as_ref()), job("task_id", "i03e3zty16i1234"));
    assert_eq!(grpc.read(TASK, imported.state, None).await.new_identity, None);
    assert_eq!(case.mark().await, 0, "nothing was called");
}

/// Names of an identity's attributes, and whether an import needs each.
type Needs = BTreeMap<String, bool>;

async fn schemas(grpc: &GrpcProvider) -> BTreeMap<String, Needs> {
    let request = get_resource_identity_schemas::Request {};
    let answer = grpc.client.clone().get_resource_identity_schemas(request).await.unwrap().into_inner();
    let needs = answer.identity_schemas.into_iter().map(|(name, schema)| {
        let attributes = schema.identity_attributes.into_iter().map(|one| {
            assert!(one.required_for_import != one.optional_for_import && one.r#type == b"\"string\"", "{one:?}");
            assert!(one.description.ends_with('.'), "{one:?}");
            (one.name, one.required_for_import)
        });
        (name, attributes.collect())
    });
    needs.collect()
}

#[tokio::test]
async fn a_stored_identity_is_read_back() {
    let case = Case::start().await;
    let grpc = GrpcProvider::start(&case.emulator.url(), SOURCE_OWNER).await;
    let upgrade = async |type_name: &str, stored: &Json| {
        let raw_identity = Some(RawState { json: stored.to_string().into_bytes(), ..RawState::default() });
        let request = upgrade_resource_identity::Request { type_name: type_name.to_owned(), version: 0, raw_identity };
        grpc.client.clone().upgrade_resource_identity(request).await.unwrap().into_inner()
    };
    for (type_name, stored) in [
        (TRUST, role(SOURCE_OWNER.account)),
        (TASK, job("task_id", "i03e3zty16i1234")),
        (INSTANCE, job("instance_id", "dtsi03e3zty16i1234")),
    ] {
        let upgraded = upgrade(type_name, &stored).await;
        assert_eq!(texts(upgraded.upgraded_identity.as_ref()), stored, "{:?}", upgraded.diagnostics);
        let newer = upgrade(type_name, &with(&stored, "planet", "earth")).await;
        only_diagnostic(
            &newer.diagnostics,
            "there is no attribute \"planet\". Another version of the provider wrote it",
        );
    }
}

/// The pages show import blocks that only newer versions of Terraform can check.
#[tokio::test]
async fn the_pages_import_by_the_identities_there_are() {
    let case = Case::start().await;
    let url = case.emulator.url();
    let both = json!({"alibaba": alibaba(&url, SOURCE_OWNER), "tencent": tencent(&url, TENCENT_SOURCE)});
    let grpc = GrpcProvider::with(&both).await;
    for (type_name, needs) in schemas(&grpc).await {
        let page = format!("templates/resources/{}.md", type_name.strip_prefix("dts_").unwrap());
        let text = std::fs::read_to_string(root().join(page)).unwrap();
        let shown: Vec<Json> = fences(&text)
            .iter()
            .filter(|fence| fence.text.contains("identity = {"))
            .map(|fence| ::hcl::from_str::<Json>(&fence.text).unwrap()["import"]["identity"].clone())
            .collect();
        let [one] = shown.as_slice() else { panic!("{type_name} shows {} imports by identity", shown.len()) };
        let given = one.as_object().unwrap();
        assert!(given.keys().all(|name| needs.contains_key(name)), "{type_name}: {one} of {needs:?}");
        assert!(needs.iter().all(|(name, needed)| !needed || given.contains_key(name)), "{type_name}: {one}");
        let answer = grpc.import(&type_name, "", Some(&without(one, "account_id"))).await;
        assert_eq!((answer.diagnostics.len(), answer.imported_resources.len()), (0, 1), "{answer:?}");
    }
}

#[tokio::test]
async fn every_resource_has_one_and_an_import_may_leave_out_the_account() {
    let case = Case::start().await;
    let grpc = GrpcProvider::start(&case.emulator.url(), SOURCE_OWNER).await;
    let needs =
        |all: &[(&str, bool)]| all.iter().map(|(name, needed)| ((*name).to_owned(), *needed)).collect::<Needs>();
    let expected = BTreeMap::from([
        (TRUST.to_owned(), needs(&[("account_id", false), ("role_name", true)])),
        (TASK.to_owned(), needs(&[("account_id", false), ("region", true), ("task_id", true)])),
        (INSTANCE.to_owned(), needs(&[("account_id", false), ("region", true), ("instance_id", true)])),
        ("dts_cam_assume_role_grant".to_owned(), needs(&[("account_id", false), ("policy_name", true)])),
        ("dts_synchronization_task".to_owned(), needs(&[("account_id", false), ("region", true), ("task_id", true)])),
        (
            "dts_synchronization_instance".to_owned(),
            needs(&[("account_id", false), ("region", true), ("instance_id", true)]),
        ),
        ("dts_cam_role_trust".to_owned(), needs(&[("account_id", false), ("role_name", true)])),
        (
            "dts_tencent_migration_instance".to_owned(),
            needs(&[("account_id", false), ("region", true), ("job_id", true)]),
        ),
        ("dts_tencent_migration_task".to_owned(), needs(&[("account_id", false), ("region", true), ("job_id", true)])),
    ]);
    assert_eq!(schemas(&grpc).await, expected);
}
