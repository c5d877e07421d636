//! Many tasks read by the real Terraform: how many calls the provider sends, and how many in a second.

use super::BenchError;
use super::calls::{Calls, Log};
use super::settings::Settings;
use super::subject::{Subject, online, provider};
use super::workspace::Workspace;
use acceptance_harness::built_in::{DESTINATION_PASSWORD, SOURCE_PASSWORD};
use acceptance_harness::emulator::EmulatorProcess;
use acceptance_harness::hcl::Hcl;
use acceptance_harness::profiles::DESTINATION_OWNER;

/// Tasks and instances, as many as the variables say. The source belongs to no other account, so that no role is needed.
const RESOURCES: &str = r#"
variable "tasks" {
  type = number
}

variable "instances" {
  type = number
}

resource "dts_migration_task" "this" {
  count           = var.tasks
  name            = "orders-${count.index}"
  migration_types = ["schema", "full", "incremental"]
  objects         = { orders = { all = true } }
  source {
    engine              = "mysql"
    access_method       = "public_ip"
    host                = "203.0.113.10"
    port                = 3306
    region              = "cn-hangzhou"
    username            = "dts"
    password_wo         = "SOURCE_PASSWORD"
    password_wo_version = 1
  }
  destination {
    engine              = "mysql"
    access_method       = "alibaba_cloud_instance"
    instance_id         = "rm-destination-orders"
    region              = "cn-hangzhou"
    username            = "dts"
    password_wo         = "DESTINATION_PASSWORD"
    password_wo_version = 1
  }
}

resource "dts_migration_instance" "this" {
  count          = var.instances
  task_id        = dts_migration_task.this[count.index].id
  instance_class = "small"
  on_destroy     = "stop_and_release"
}
"#;

/// The call that every refresh of a task sends.
pub(super) const DETAIL: &str = "DescribeDtsJobDetail";
/// How many of these calls an account may send in a second, as documented.
pub(super) const DETAILS_A_SECOND: f64 = 40.0;

/// A refresh of many tasks, and how many calls an instance of each task adds.
#[derive(Clone, Debug, Default)]
pub(super) struct Tasks {
    /// Calls of the refresh of all tasks.
    pub(super) calls: Calls,
    /// Wall time as a multiple of the time that the documented rate and Terraform need.
    pub(super) ratio: f64,
    /// Calls of the refresh of one task, and of one instance.
    pub(super) each_task: f64,
    pub(super) each_instance: f64,
}

pub(super) async fn measure(settings: &Settings) -> Result<Tasks, BenchError> {
    // Every stage of a job ends immediately: the waits are not measured.
    let emulator = EmulatorProcess::start(&settings.binaries.provider, &["--polls", "0"]).await?;
    let mut measured = many(settings, &emulator).await?;
    measured.each_instance = instances(settings, &emulator).await?;
    emulator.stop().await?;
    Ok(measured)
}

async fn many(settings: &Settings, emulator: &EmulatorProcess) -> Result<Tasks, BenchError> {
    let count = settings.tasks;
    let floor = Workspace::prepare(Subject::BuiltIn.name(), &Subject::BuiltIn.configuration(""), None).await?;
    floor.apply(&[("resources", count)], count).await?;
    let bare = floor.refresh(&[("resources", count)]).await?;
    let workspace = workspace(settings, emulator).await?;
    let variables = [("tasks", count), ("instances", 0)];
    workspace.apply(&variables, count).await?;
    let mut log = Log::new(emulator.url());
    log.take().await?;
    let took = workspace.refresh(&variables).await?;
    let calls = log.take().await?;
    workspace.destroy(&variables, count).await?;
    let floor = bare + calls.of(DETAIL) / DETAILS_A_SECOND;
    Ok(Tasks { ratio: took / floor, each_task: calls.each(count), each_instance: f64::NAN, calls })
}

/// Calls for each instance: those of a refresh of tasks and instances without those of the tasks alone.
async fn instances(settings: &Settings, emulator: &EmulatorProcess) -> Result<f64, BenchError> {
    let count = settings.instances;
    let workspace = workspace(settings, emulator).await?;
    let (alone, both) = ([("tasks", count), ("instances", 0)], [("tasks", count), ("instances", count)]);
    let mut log = Log::new(emulator.url());
    workspace.apply(&alone, count).await?;
    log.take().await?;
    workspace.refresh(&alone).await?;
    let without = log.take().await?.each(count);
    workspace.apply(&both, count).await?;
    // Once the migrations run, nothing changes any more.
    workspace.apply(&both, 0).await?;
    log.take().await?;
    workspace.refresh(&both).await?;
    let with = log.take().await?.each(count);
    workspace.destroy(&both, 2 * count).await?;
    Ok(with - without)
}

async fn workspace(settings: &Settings, emulator: &EmulatorProcess) -> Result<Workspace, BenchError> {
    let resources =
        Hcl::new(RESOURCES).with("SOURCE_PASSWORD", SOURCE_PASSWORD).with("DESTINATION_PASSWORD", DESTINATION_PASSWORD);
    let configuration = provider("dts", &online(emulator.url(), DESTINATION_OWNER)) + resources.text();
    Workspace::prepare("dts_migration_task", &configuration, Subject::Online.plugin(settings)).await
}
