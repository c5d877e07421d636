//! A two-way synchronization between two accounts, created by a third one: one apply starts both directions.

use acceptance_harness::profiles::OPERATOR;
use serde_json::{Value as Json, json};

use crate::support::case::{Case, applied, assert_detail, assert_line, assert_no_changes, refused};
use crate::support::hcl::{self, Hcl};
use crate::support::reimport::imported;

pub(super) const TASK: &str = "dts_synchronization_task.stores";
pub(super) const INSTANCE: &str = "dts_synchronization_instance.stores";

fn role(name: &str, provider: &str) -> String {
    format!(
        "resource \"dts_ram_role_trust\" \"{name}\" {{\n  provider = dts.{provider}\n  role_name = \"ram-for-dts\"\n  \
         trusted_account_ids = [\"{}\"]\n}}\n",
        OPERATOR.account
    )
}

/// Two databases of the owners that are synchronized with each other.
pub(super) struct Pair<'p> {
    pub(super) engine: &'p str,
    /// The ID of the instances, before and after the side.
    pub(super) instance: [&'p str; 2],
    pub(super) regions: [&'p str; 2],
    /// Further arguments of both endpoints.
    pub(super) access: &'p str,
    pub(super) initial_phases: &'p str,
    /// The content of the block `two_way`.
    pub(super) two_way: &'p str,
}

const OVERWRITE: &str = "on_conflict = \"overwrite\"";
/// The databases whose accounts may do everything.
pub(super) const STORES: Pair<'_> = Pair {
    engine: "mysql",
    instance: ["rm-", "-stores"],
    regions: ["cn-hangzhou", "cn-shanghai"],
    access: "",
    initial_phases: "[\"schema\", \"full\"]",
    two_way: OVERWRITE,
};

impl Pair<'_> {
    fn end(&self, side: &str, region: &str) -> String {
        let Self { engine, instance: [before, after], access, .. } = self;
        format!(
            "  {side} {{\n    engine = \"{engine}\"\n    access_method = \"alibaba_cloud_instance\"\n    region = \"{region}\"\n    \
             instance_id = \"{before}{side}{after}\"\n    username = \"dts\" # of the {side}\n    password_wo = var.{side}_password\n    \
             password_wo_version = 1\n    {access}\n    cross_account {{\n      account_id = dts_ram_role_trust.{side}.account_id\n      \
             role_name = dts_ram_role_trust.{side}.role_name\n    }}\n  }}\n"
        )
    }
}

/// A synchronization of two databases, with the objects and further arguments of the instance.
pub(super) fn between(pair: &Pair<'_>, objects: &str, arguments: &str) -> Hcl {
    let Pair { regions: [from, to], initial_phases, two_way, .. } = pair;
    let operator = format!(
        "provider \"dts\" {{\n  alias = \"operator\"\n  alibaba {{\n    region  = \"{to}\"\n    profile = \"operator\"\n  }}\n}}\n"
    );
    let task = format!(
        "resource \"dts_synchronization_task\" \"stores\" {{\n  provider = dts.operator\n  name = \"stores\"\n  \
         initial_phases = {initial_phases}\n  two_way {{\n    {two_way}\n  }}\n{}{}  objects = {objects}\n}}\n",
        pair.end("source", from),
        pair.end("destination", to),
    );
    let instance = format!(
        "resource \"dts_synchronization_instance\" \"stores\" {{\n  provider = dts.operator\n  task_id = \
         dts_synchronization_task.stores.id\n  instance_class = \"small\"\n  {arguments}\n}}\n"
    );
    let all = [operator, role("source", "source_owner"), role("destination", "destination_owner"), task, instance];
    hcl::providers().and(&Hcl::new(all.join("\n")))
}

const RUNNING: &str = "reverse_desired_status = \"running\"";

pub(super) const RELEASED: &str = "on_destroy = \"stop_and_release\"";

/// The configuration, with the objects and further arguments of the instance.
pub(super) fn two_way(objects: &str, arguments: &str) -> Hcl {
    between(&STORES, objects, arguments)
}

/// A configuration that can be destroyed at any time.
pub(crate) fn complete() -> Hcl {
    two_way(SHOPS, RELEASED)
}

pub(super) const SHOPS: &str = "{ stores = { tables = { shops = {} } } }";
pub(super) const SHOPS_AND_SALES: &str = "{ stores = { tables = { shops = {}, sales = {} } } }";

/// The forward and the reverse job.
pub(crate) async fn jobs(case: &Case) -> [Json; 2] {
    let account = case.account(OPERATOR.account).await;
    let mut all = account["jobs"].as_array().unwrap().clone();
    all.sort_by_key(|job| job["direction"] == "Reverse");
    all.try_into().unwrap_or_else(|all| panic!("not two jobs: {all:#?}"))
}

pub(super) async fn statuses(case: &Case) -> [String; 2] {
    jobs(case).await.map(|job| job["status"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn one_apply_starts_both_directions_and_each_is_suspended_and_resumed() {
    let case = Case::start().await;
    let run = case.apply(&two_way(SHOPS, "")).await;
    assert!(!run.output().contains("everse direction"), "{}", run.output());
    assert_eq!(statuses(&case).await, ["Synchronizing", "Synchronizing"]);
    let [_, reverse] = jobs(&case).await;
    assert_eq!(reverse["parameters"]["SourceEndpointInstanceID"], "rm-destination-stores");
    assert_eq!(reverse["parameters"]["SourceEndpointOwnerID"], "2345678901234567");
    assert_eq!(reverse["parameters"]["DestinationEndpointOwnerID"], "1234567890123456");
    assert_eq!(reverse["parameters"]["StructureInitialization"], "false");
    let instance = case.terraform.attributes(INSTANCE).await.unwrap();
    assert_eq!((&instance["reverse_id"], &instance["reverse_status"]), (&reverse["id"], &json!("Synchronizing")));

    for (status, calls, expected) in
        [("suspended", "SuspendDtsJob", "Suspending"), ("running", "StartDtsJob", "Synchronizing")]
    {
        let mark = case.mark().await;
        case.apply(&two_way(SHOPS, &format!("reverse_desired_status = \"{status}\""))).await;
        assert_eq!(case.mutations_since(mark).await, [calls]);
        assert_eq!(statuses(&case).await, ["Synchronizing", expected]);
    }
    assert_eq!(case.terraform.attributes(TASK).await.unwrap()["reverse_id"], reverse["id"]);
    for (status, calls, expected) in
        [("suspended", "SuspendDtsJob", "Suspending"), ("running", "StartDtsJob", "Synchronizing")]
    {
        let mark = case.mark().await;
        case.apply(&two_way(SHOPS, &format!("{RUNNING}\n  desired_status = \"{status}\""))).await;
        assert_eq!(case.mutations_since(mark).await, [calls]);
        assert_eq!(statuses(&case).await, [expected, "Synchronizing"]);
    }

    let refused = case.terraform.destroy().await.unwrap();
    assert_eq!(refused.code, Some(1), "{}", refused.output());
    assert_eq!(statuses(&case).await, ["Synchronizing", "Synchronizing"], "neither direction was released");
    case.apply(&two_way(SHOPS, &format!("{RUNNING}\n  on_destroy = \"stop_and_release\""))).await;
    case.destroy().await;
}

#[tokio::test]
async fn objects_are_added_in_place_in_each_direction() {
    let case = Case::start().await;
    case.apply(&two_way(SHOPS, RELEASED)).await;
    let mark = case.mark().await;
    let run = case.apply(&two_way(SHOPS_AND_SALES, RELEASED)).await;
    assert_eq!(run.planned_changes(), [format!("update {TASK}")], "{}", run.output());
    assert_eq!(case.mutations_since(mark).await, ["ModifyDtsJob", "ModifyDtsJob"]);
    for job in jobs(&case).await {
        assert!(job["parameters"]["DbList"].as_str().unwrap().contains("sales"), "{job:#}");
    }
    // Only the reverse direction has fewer objects than the task.
    let own = two_way(SHOPS_AND_SALES, RELEASED).with(
        "on_conflict = \"overwrite\"",
        &format!("on_conflict = \"overwrite\"\n    reverse {{\n      objects = {SHOPS}\n    }}"),
    );
    let mark = case.mark().await;
    case.apply(&own).await;
    assert_eq!(case.mutations_since(mark).await, ["ModifyDtsJob"]);
    let [forward, reverse] = jobs(&case).await.map(|job| job["parameters"]["DbList"].to_string());
    assert!(forward.contains("sales") && !reverse.contains("sales"), "{forward} {reverse}");
    case.destroy().await;
}

/// The precheck of the reverse direction needs other rights of the same database accounts.
#[tokio::test]
async fn a_reverse_direction_that_fails_leaves_the_forward_one_and_the_next_apply_continues() {
    let case = Case::start().await;
    let objects = "{ orders = { tables = { orders = {} } } }";
    let orders = Pair { instance: ["rm-", "-orders"], regions: ["cn-hangzhou", "cn-hangzhou"], ..STORES };
    let configuration = between(&orders, objects, RELEASED);
    case.write(&configuration);
    let errors = refused(&case.terraform).await;
    let failed = "Reverse direction: Precheck item CHECK_AUTH_DEST failed";
    let found = errors.iter().find(|one| one.summary == failed).unwrap_or_else(|| panic!("{errors:#?}"));
    assert_detail(
        found,
        &["It is about source.username of the dts_synchronization_task", "The forward direction continues"],
    );
    let [forward, reverse] = jobs(&case).await;
    assert_eq!((&forward["status"], &reverse["status"]), (&json!("Synchronizing"), &json!("PrecheckFailed")));

    // The task has the configuration, so it tries again.
    let mark = case.mark().await;
    let errors = refused(&case.terraform).await;
    let found = errors.iter().find(|one| one.summary == failed).unwrap_or_else(|| panic!("{errors:#?}"));
    assert_line(found, &configuration, "# of the source");
    assert_eq!(case.mutations_since(mark).await, ["ConfigureDtsJob", "StartDtsJob"]);
    assert_eq!(jobs(&case).await[0]["status"], "Synchronizing");

    let passing = json!({"CHECK_AUTH_DEST": "Success", "CHECK_AUTH_SRC": "Success"});
    case.control.force(reverse["id"].as_str().unwrap(), &json!({"precheck": passing})).await.unwrap();
    applied(&case.terraform).await;
    assert_no_changes(&case.terraform).await;
    assert_eq!(statuses(&case).await, ["Synchronizing", "Synchronizing"]);
    let bought = case.control.requests().await.unwrap();
    assert_eq!(bought.iter().filter(|call| call["action"] == "CreateDtsInstance").count(), 1);
    case.destroy().await;
}

#[tokio::test]
async fn a_two_way_synchronization_is_imported_with_its_reverse_direction() {
    let case = Case::start().await;
    let own = two_way(SHOPS_AND_SALES, RELEASED).with(
        "on_conflict = \"overwrite\"",
        &format!(
            "on_conflict = \"overwrite\"\n    carry_ddl = false\n    reverse {{\n      on_conflict = \"ignore\"\n      objects = \
             {SHOPS}\n    }}"
        ),
    );
    case.apply(&own).await;
    case.terraform.run(&["apply", "-refresh-only", "-auto-approve"]).await.unwrap().success().unwrap();
    let other = case.another_folder();
    other.write("main.tf", own.text()).unwrap();
    assert_eq!(imported(&case, &case.terraform, &other, &[]).await, 4);
    let (before, after) = (case.terraform.attributes(TASK).await.unwrap(), other.attributes(TASK).await.unwrap());
    for name in ["two_way", "reverse_id", "reverse_status", "reverse_drift", "request_preview"] {
        assert_eq!(before[name], after[name], "{name}");
    }
    case.destroy().await;
}

#[tokio::test]
async fn a_one_way_synchronization_gets_the_reverse_direction_in_place() {
    let case = Case::start().await;
    let one_way = two_way(SHOPS, RELEASED).with("  two_way {\n    on_conflict = \"overwrite\"\n  }\n", "");
    case.apply(&one_way).await;
    let mark = case.mark().await;
    let run = case.apply(&two_way(SHOPS, RELEASED)).await;
    assert_eq!(run.planned_changes(), [format!("update {TASK}")], "{}", run.output());
    let calls = case.mutations_since(mark).await;
    assert_eq!(calls, ["UpgradeTwoWay", "ModifyDtsJob", "ConfigureDtsJob", "StartDtsJob"]);
    assert_eq!(statuses(&case).await, ["Synchronizing", "Synchronizing"]);
    let settings = jobs(&case).await.map(|job| job["parameters"]["Reserve"].to_string());
    assert!(settings.iter().all(|one| one.contains("overwrite")), "{settings:?}");
    // DTS cannot remove it again.
    let refused = case.refused_plan(&one_way).await;
    assert!(refused[0].detail.contains("two_way"), "{refused:#?}");
    case.write(&two_way(SHOPS, RELEASED));
    case.destroy().await;
}
