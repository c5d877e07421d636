//! The documented rates of Tencent Cloud hold for all provider blocks of a run: Terraform starts one process for each of them.

use crate::support::case::Case;
use crate::support::hcl::Hcl;

use super::support::providers;

/// Jobs of each of the two provider blocks. DTS allows an account 20 calls of an action in a second.
const JOBS: usize = 20;
/// How long the calls of one action for all jobs take at least, in milliseconds.
const JOBS_MS: u64 = 1800;
/// CAM allows an account 3 calls of UpdateAssumeRolePolicy in a second.
const ROLES: usize = 7;
/// How long the changes of all roles take at least, in milliseconds.
const ROLES_MS: u64 = 1800;

fn configuration(external_id: &str) -> Hcl {
    let alias = "provider \"dts\" {\n  alias = \"other\"\n  tencent {\n    region  = \"ap-guangzhou\"\n    profile = \"tencent-target\"\n  }\n}\n";
    let each = |count: usize| format!("for_each = toset([for at in range({count}) : tostring(at)])");
    let jobs = |provider: &str| {
        let each = each(JOBS);
        format!(
            "resource \"dts_tencent_migration_instance\" \"{provider}\" {{\n  {each}\n  provider = dts.{provider}\n  name = \"{provider}-${{each.key}}\"\n  source_engine = \
             \"mysql\"\n  destination_engine = \"mysql\"\n  instance_class = \"small\"\n}}\n"
        )
    };
    let each = each(ROLES);
    let roles = format!(
        "resource \"dts_cam_role_trust\" \"roles\" {{\n  {each}\n  provider = dts.source\n  role_name = \"role-${{each.key}}\"\n  trusted_account_ids = \
         [\"700000000002\"]\n  external_id = \"{external_id}\"\n}}\n"
    );
    providers().and(&Hcl::new(format!("{alias}{}{}{roles}", jobs("target"), jobs("other"))))
}

/// The time between the first and the last of the calls of an action since a mark. A busy machine delays single calls, so the time of
/// all calls is compared, not each pause.
async fn took(case: &Case, mark: usize, action: &str, count: usize) -> u64 {
    let calls = case.control.requests().await.unwrap();
    let of_action = calls[mark..].iter().filter(|call| call["action"] == action);
    let mut moments: Vec<u64> = of_action.map(|call| call["at_ms"].as_u64().unwrap()).collect();
    moments.sort_unstable();
    assert!(moments.len() >= count, "{action}: {moments:?}");
    moments[count - 1] - moments[0]
}

#[tokio::test]
async fn the_rates_of_an_account_hold_for_all_provider_blocks_of_a_run() {
    let case = Case::start().await;
    // An initialized folder has a data directory.
    std::fs::create_dir_all(case.terraform.directory().join(".terraform")).unwrap();
    let apply = async |external_id| {
        case.write(&configuration(external_id));
        let mark = case.mark().await;
        case.terraform.run(&["apply", "-auto-approve", "-parallelism=60"]).await.unwrap().success().unwrap();
        mark
    };
    let created = apply("first").await;
    let changed = apply("second").await;
    for (mark, action, count, least) in [
        (created, "CreateMigrationService", 2 * JOBS, JOBS_MS),
        (changed, "DescribeMigrationDetail", 2 * JOBS, JOBS_MS),
        (changed, "UpdateAssumeRolePolicy", ROLES, ROLES_MS),
    ] {
        let took = took(&case, mark, action, count).await;
        assert!(took >= least, "{count} calls of {action} took {took} ms");
    }
    case.terraform.run(&["destroy", "-auto-approve", "-parallelism=60"]).await.unwrap().success().unwrap();
    case.is_empty().await;
}
