//! Every action with a call that it makes and a configuration in which it makes this call.

use std::collections::BTreeSet;

use acceptance_harness::profiles::{DESTINATION_OWNER, Key, OPERATOR, TENCENT_TARGET};
use acceptance_wire::Provider;
use serde_json::{Value as Json, json};

use crate::support::case::Case;
use crate::support::hcl::{self, Hcl};
use crate::synchronization::two_way;
use crate::tencent::support::complete_migration;

/// One invocation.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) action: &'static str,
    pub(super) arguments: Json,
    /// The call that reads the job first.
    pub(super) reads: &'static str,
    /// The call that changes it.
    pub(super) changes: &'static str,
}

/// A configuration, and the actions on its job.
pub(super) struct Life {
    pub(super) case: Case,
    block: Json,
    /// These can be repeated: after the last one, the first one changes something again.
    pub(super) cycle: Vec<Step>,
    /// This one ends the job.
    pub(super) last: Option<Step>,
}

impl Life {
    async fn start(configuration: &Hcl, block: fn(&str) -> Json) -> Self {
        let case = Case::start().await;
        case.apply(configuration).await;
        let block = block(&case.emulator.url());
        Self { case, block, cycle: Vec::new(), last: None }
    }

    /// A process of the provider, with the account of the job.
    pub(super) async fn provider(&self) -> Provider {
        Provider::start_with(&self.block).await.unwrap()
    }

    async fn id(&self, address: &str) -> Json {
        self.case.terraform.attributes(address).await.unwrap()["id"].clone()
    }
}

/// Few repetitions: an answer that is always wrong ends soon.
fn alibaba(url: &str, key: Key, region: &str) -> Json {
    json!({"max_retries": 1, "alibaba": {
        "region": region,
        "access_key_id": key.id,
        "access_key_secret": key.secret,
        "endpoints": {"dts": url, "ram": url, "sts": url},
    }})
}

fn tencent(url: &str) -> Json {
    json!({"max_retries": 1, "tencent": {
        "region": "ap-guangzhou",
        "secret_id": TENCENT_TARGET.id,
        "secret_key": TENCENT_TARGET.secret,
        "endpoints": {"dts": url, "cam": url, "sts": url},
    }})
}

/// An action of Alibaba Cloud on a task.
fn on_task(action: &'static str, task: &Json, changes: &'static str) -> Step {
    let arguments = json!({"task_id": task, "timeout": "30s"});
    Step { action, arguments, reads: "DescribeDtsJobDetail", changes }
}

/// An action of Tencent Cloud on a job.
fn on_job(action: &'static str, job: &Json, changes: &'static str) -> Step {
    let arguments = json!({"instance_id": job, "timeout": "30s"});
    Step { action, arguments, reads: "DescribeMigrationDetail", changes }
}

/// A running migration of Alibaba Cloud.
pub(super) async fn migration() -> Life {
    let waits =
        hcl::complete_migration().with("  instance_class = ", "  wait_for = \"caught_up\"\n  instance_class = ");
    let mut life = Life::start(&waits, |url| alibaba(url, DESTINATION_OWNER, "cn-hangzhou")).await;
    let task = life.id("dts_migration_task.orders").await;
    life.cycle = vec![on_task("dts_suspend", &task, "SuspendDtsJob"), on_task("dts_resume", &task, "StartDtsJob")];
    life.last = Some(on_task("dts_cut_over", &task, "StopDtsJob"));
    life
}

/// A task of Alibaba Cloud that was not bought.
pub(super) async fn task_without_instance() -> Life {
    let mut life = Life::start(&hcl::trust_and_task(), |url| alibaba(url, DESTINATION_OWNER, "cn-hangzhou")).await;
    let task = life.id("dts_migration_task.orders").await;
    life.cycle = vec![on_task("dts_precheck", &task, "StartDtsJob")];
    life
}

/// A two-way synchronization of Alibaba Cloud.
pub(super) async fn two_way_synchronization() -> Life {
    let mut life = Life::start(&two_way::complete(), |url| alibaba(url, OPERATOR, "cn-shanghai")).await;
    let instance = life.id("dts_synchronization_instance.stores").await;
    let to = |end: &str| Step {
        action: "dts_switch_direction",
        arguments: json!({"instance_id": instance, "forward_source": end, "timeout": "15s"}),
        reads: "DescribeDtsJobs",
        changes: "ReverseTwoWayDirection",
    };
    life.cycle = vec![to("rm-destination-stores"), to("rm-source-stores")];
    life
}

/// A running migration of Tencent Cloud.
pub(super) async fn tencent_migration() -> Life {
    let waits = complete_migration()
        .with("  on_destroy  = \"stop\"\n", "  on_destroy  = \"stop\"\n  wait_for = \"caught_up\"\n");
    let mut life = Life::start(&waits, tencent).await;
    let job = life.id("dts_tencent_migration_instance.orders").await;
    life.cycle = vec![
        on_job("dts_tencent_pause", &job, "PauseMigrateJob"),
        on_job("dts_tencent_resume", &job, "ContinueMigrateJob"),
    ];
    life.last = Some(on_job("dts_tencent_complete", &job, "CompleteMigrateJob"));
    life
}

/// A job of Tencent Cloud that was not started.
pub(super) async fn tencent_checked_job() -> Life {
    let checked = complete_migration()
        .with("  on_destroy  = \"stop\"\n", "  on_destroy  = \"stop\"\n  desired_status = \"checked\"\n");
    let mut life = Life::start(&checked, tencent).await;
    let job = life.id("dts_tencent_migration_instance.orders").await;
    life.cycle = vec![on_job("dts_tencent_check", &job, "CreateMigrateCheckJob")];
    life
}

/// A new action belongs to one of the configurations: then it is also cancelled and gets wrong answers.
#[tokio::test]
async fn the_lives_have_every_action() {
    let (mut invoked, mut actions) = (BTreeSet::new(), BTreeSet::new());
    for life in [
        migration().await,
        task_without_instance().await,
        two_way_synchronization().await,
        tencent_migration().await,
        tencent_checked_job().await,
    ] {
        actions.extend(life.provider().await.actions().map(str::to_owned));
        invoked.extend(life.cycle.iter().chain(&life.last).map(|step| step.action.to_owned()));
    }
    assert_eq!(invoked, actions);
}
