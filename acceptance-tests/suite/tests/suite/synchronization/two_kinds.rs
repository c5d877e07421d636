//! The pairs of other engines that DTS synchronizes in both directions across accounts: from the first apply to the destroy.

use dts_emulator::{Options, World};
use serde_json::Value as Json;

use super::two_way::{Pair, RELEASED, STORES, TASK, between, jobs, statuses};
use crate::support::case::{Case, applied, assert_detail, assert_no_changes, only_error, refused};
use crate::support::reimport::imported;

const HANGZHOU: [&str; 2] = ["cn-hangzhou", "cn-hangzhou"];
const REPLICA_SETS: &str = "database = \"admin\"\n    mongodb_topology = \"replica_set\"";

const MONGODB: Pair<'_> = Pair {
    engine: "mongodb",
    instance: ["dds-", "-catalog"],
    regions: HANGZHOU,
    access: REPLICA_SETS,
    initial_phases: "[\"full\"]",
    two_way: "",
};
const TAIR: Pair<'_> =
    Pair { engine: "redis", instance: ["r-", "-sessions"], regions: HANGZHOU, access: "", ..MONGODB };
const POLARDB: Pair<'_> = Pair { engine: "polardb_mysql", instance: ["pc-", "-orders"], regions: HANGZHOU, ..STORES };

/// What a test changes: the objects at first and later.
struct Change {
    pair: Pair<'static>,
    objects: [&'static str; 2],
    /// The policy that both directions have.
    conflict: Option<&'static str>,
}

fn changes() -> [Change; 4] {
    let collections =
        ["{ catalog = { tables = { products = {} } } }", "{ catalog = { tables = { products = {}, reviews = {} } } }"];
    let sharded = "database = \"admin\"\n    mongodb_topology = \"sharded\"";
    let tables =
        ["{ orders = { tables = { orders = {} } } }", "{ orders = { tables = { orders = {}, customers = {} } } }"];
    [
        Change { pair: MONGODB, objects: collections, conflict: Some("ignore") },
        Change { pair: Pair { access: sharded, ..MONGODB }, objects: collections, conflict: Some("ignore") },
        Change { pair: TAIR, objects: ["{ \"0\" = { all = true } }"; 2], conflict: None },
        Change { pair: POLARDB, objects: tables, conflict: Some("overwrite") },
    ]
}

/// The settings that a job was configured with.
fn settings(job: &Json) -> Json {
    serde_json::from_str(job["parameters"]["Reserve"].as_str().unwrap()).unwrap()
}

#[tokio::test]
async fn pairs_of_other_engines_run_in_both_directions() {
    for Change { pair, objects: [before, after], conflict } in changes() {
        let case = Case::start().await;
        case.apply(&between(&pair, before, RELEASED)).await;
        assert_eq!(statuses(&case).await, ["Synchronizing", "Synchronizing"], "{}", pair.engine);
        for job in jobs(&case).await {
            assert_eq!(settings(&job)["conflict"].as_str(), conflict, "{job:#}");
        }
        let mark = case.mark().await;
        case.apply(&between(&pair, after, RELEASED)).await;
        let expected = if before == after { Vec::new() } else { vec!["ModifyDtsJob"; 2] };
        assert_eq!(case.mutations_since(mark).await, expected, "{}", pair.engine);
        for (status, call, shown) in
            [("suspended", "SuspendDtsJob", "Suspending"), ("running", "StartDtsJob", "Synchronizing")]
        {
            let mark = case.mark().await;
            let desired = format!("{RELEASED}\n  reverse_desired_status = \"{status}\"");
            case.apply(&between(&pair, after, &desired)).await;
            assert_eq!(case.mutations_since(mark).await, [call], "{}", pair.engine);
            assert_eq!(statuses(&case).await, ["Synchronizing", shown], "{}", pair.engine);
        }
        let other = case.another_folder();
        other.write("main.tf", between(&pair, after, RELEASED).text()).unwrap();
        assert_eq!(imported(&case, &case.terraform, &other, &[]).await, 4, "{}", pair.engine);
        case.destroy().await;
    }
}

/// Each database is the source of one direction, so DTS reads the log of both.
#[tokio::test]
async fn mongodb_databases_without_global_ids_fail_the_precheck_before_anything_is_bought() {
    for side in ["source", "destination"] {
        let id = format!("id = \"dds-{side}-catalog\"");
        let lacking = World::builtin_toml().replacen(&id, &format!("{id}\nbinlog = {{ global_ids = false }}"), 1);
        let world = World::parse(&lacking, "a world without global IDs").unwrap();
        let case = Case::with(Options { world, polls: 1, ..Options::default() }).await;
        let configuration = between(&MONGODB, "{ catalog = { all = true } }", RELEASED);
        case.write(&configuration);
        let errors = refused(&case.terraform).await;
        let error = only_error(&errors, "Precheck item CHECK_ENGINE failed");
        assert_detail(error, &["DTS says: two-way mongo must have gid", "replication.oplogGlobalIdEnabled"]);
        assert!(!case.mutations_since(0).await.contains(&"CreateDtsInstance".to_owned()));
        // One direction does not need them.
        case.write(&configuration.with("  two_way {\n    \n  }\n", ""));
        applied(&case.terraform).await;
        assert_no_changes(&case.terraform).await;
        case.destroy().await;
    }
}

/// Policies of single tables are keys of `objects_json` only. They override the policy of the direction, so that each direction has its own
/// objects.
#[tokio::test]
async fn single_tables_have_their_own_policy_in_each_direction() {
    let case = Case::start().await;
    let objects = |policy: &str| {
        format!(
            "jsonencode({{ stores = {{ name = \"stores\", all = false, Table = {{ shops = {{ name = \"shops\", all = true, conflict = \
             \"{policy}\" }} }} }} }})"
        )
    };
    let written = |reverse: &str| {
        between(&STORES, "{}", RELEASED)
            .with("  objects = {}", &format!("  objects_json = {}", objects("overwrite")))
            .with("on_conflict = \"overwrite\"", &format!("on_conflict = \"fail\"\n    {reverse}"))
    };
    let refused = case.refused_plan(&written("")).await;
    assert_detail(only_error(&refused, "The reverse direction needs its own objects"), &["objects_json has keys"]);
    let own = written(&format!("reverse {{\n      objects_json = {}\n    }}", objects("ignore")));
    case.apply(&own).await;
    let [forward, reverse] = jobs(&case).await.map(|job| job["parameters"]["DbList"].to_string());
    assert!(forward.contains("overwrite") && reverse.contains("ignore"), "{forward} {reverse}");

    let other = case.another_folder();
    other.write("main.tf", own.text()).unwrap();
    assert_eq!(imported(&case, &case.terraform, &other, &[]).await, 4);
    let two_way = &other.attributes(TASK).await.unwrap()["two_way"];
    assert!(two_way["reverse"]["objects_json"].as_str().unwrap().contains("ignore"), "{two_way:#}");
    case.destroy().await;
}
