//! Behaviour of Alibaba Cloud that no source confirms is a switch of the emulator's world. The provider works with both
//! values of every switch: each configuration is applied, planned without changes, imported, changed in place and
//! destroyed. The other tests run with all switches off.

use dts_emulator::{Options, World};
use serde_json::Value as Json;

use crate::support::case::{Case, applied, assert_no_changes};
use crate::support::hcl::{self, Hcl};
use crate::support::reimport::imported;
use crate::synchronization;

/// Switches that concern every job.
const OF_JOBS: [&str; 4] = ["objects_have_state", "ports_are_filled_in", "lists_return_owners", "released_jobs_stay"];

/// Switches that concern a synchronization, most of them its directions.
const OF_SYNCHRONIZATIONS: [&str; 5] = [
    "configured_first_stays_one_way",
    "direction_is_required",
    "forward_is_released_last",
    "reset_changes_id",
    "start_waits_for_changes",
];

/// The built-in world with these switches.
pub(crate) fn world(switches: &[&str]) -> World {
    let first = "[[account]]\nid = \"1234567890123456\"";
    let switches: String = switches.iter().map(|name| format!("{name} = true\n")).collect();
    let text = World::builtin_toml();
    assert!(text.contains(first));
    World::parse(&text.replacen(first, &format!("[alibaba]\n{switches}\n{first}"), 1), "test").unwrap()
}

/// A configuration, and the calls of a change in place.
struct Life {
    first: Hcl,
    changed: Hcl,
    calls: &'static [&'static str],
}

impl Life {
    fn migration() -> Self {
        let first = hcl::complete_migration()
            .with("instance_class = ", "on_destroy = \"stop_and_release\"\n  instance_class = ");
        let changed = first.with("on_destroy = ", "desired_status = \"suspended\"\n  on_destroy = ");
        Self { first, changed, calls: &["SuspendDtsJob"] }
    }

    fn one_way() -> Self {
        let first = synchronization::with("on_destroy = \"stop_and_release\"")
            .with("orders = { all = true }", "orders = { tables = { orders = {} } }");
        let changed = first.with("{ orders = {} }", "{ orders = {}, customers = {} }");
        Self { first, changed, calls: &["ModifyDtsJob"] }
    }

    fn two_way() -> Self {
        let first = synchronization::two_way::complete();
        let changed = first.with("shops = {}", "shops = {}, sales = {}");
        Self { first, changed, calls: &["ModifyDtsJob", "ModifyDtsJob"] }
    }

    async fn run(&self, switches: &[&str]) {
        let case = Case::with(Options { polls: 1, world: world(switches), ..Options::default() }).await;
        case.apply(&self.first).await;
        let refresh = ["apply", "-refresh-only", "-auto-approve"];
        case.terraform.run(&refresh).await.unwrap().success().unwrap();
        let other = case.another_folder();
        other.write("main.tf", self.first.text()).unwrap();
        imported(&case, &case.terraform, &other, &[]).await;

        let mark = case.mark().await;
        case.write(&self.changed);
        let run = applied(&case.terraform).await;
        assert!(run.planned_changes().iter().all(|one| one.starts_with("update ")), "{switches:?}: {}", run.output());
        assert_eq!(case.mutations_since(mark).await, self.calls, "{switches:?}");
        assert_no_changes(&case.terraform).await;

        case.terraform.destroy().await.unwrap().success().unwrap_or_else(|error| panic!("{switches:?}: {error}"));
        released(&case, switches.contains(&"released_jobs_stay")).await;
    }
}

/// Nothing is left, or only released jobs are.
async fn released(case: &Case, jobs_stay: bool) {
    if !jobs_stay {
        return case.is_empty().await;
    }
    let state = case.control.state().await.unwrap();
    let all = |kind: &str| -> Vec<Json> {
        let accounts = state["accounts"].as_array().unwrap().iter();
        accounts.flat_map(|account| account[kind].as_array().cloned().unwrap_or_default()).collect()
    };
    assert_eq!(all("roles"), [] as [Json; 0]);
    let jobs = all("jobs");
    assert!(!jobs.is_empty() && jobs.iter().all(|job| job["status"] == "Finished"), "{jobs:#?}");
}

/// The error of an unknown switch names all of them.
#[test]
fn every_switch_is_tested() {
    let error = World::parse("[alibaba]\nunknown = true\n", "test").unwrap_err().to_string();
    let known = error.split_once("expected one of").unwrap_or_else(|| panic!("{error}")).1;
    let known: Vec<&str> = known.split('`').skip(1).step_by(2).collect();
    let mut tested = [&OF_JOBS[..], &OF_SYNCHRONIZATIONS[..]].concat();
    tested.sort_unstable_by_key(|name| known.iter().position(|one| one == name));
    assert_eq!(tested, known);
}

#[tokio::test]
async fn a_migration_with_each_switch() {
    for switch in OF_JOBS {
        Life::migration().run(&[switch]).await;
    }
}

#[tokio::test]
async fn a_one_way_synchronization_with_each_switch() {
    for switch in OF_JOBS {
        Life::one_way().run(&[switch]).await;
    }
}

#[tokio::test]
async fn a_two_way_synchronization_with_each_switch_of_jobs() {
    for switch in OF_JOBS {
        Life::two_way().run(&[switch]).await;
    }
}

#[tokio::test]
async fn a_two_way_synchronization_with_each_switch_of_synchronizations() {
    for switch in OF_SYNCHRONIZATIONS {
        Life::two_way().run(&[switch]).await;
    }
}

/// Switches may also be on together.
#[tokio::test]
async fn all_kinds_with_all_switches() {
    let all = [&OF_JOBS[..], &OF_SYNCHRONIZATIONS[..]].concat();
    for life in [Life::migration(), Life::one_way(), Life::two_way()] {
        life.run(&all).await;
    }
}
