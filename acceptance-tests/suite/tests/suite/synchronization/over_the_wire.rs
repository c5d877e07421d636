//! What the command line does not show: the calls of one refresh, and an import by identity, which Terraform has from version 1.12 on.

use acceptance_harness::emulator::Control;
use acceptance_harness::profiles::DESTINATION_OWNER;
use acceptance_wire::{Object, Provider};
use dts_emulator::{Options, World};
use serde_json::{Value as Json, json};

const WORLD: &str = include_str!("../options/world.toml");
const TASK: &str = "dts_synchronization_task";
const INSTANCE: &str = "dts_synchronization_instance";

/// A synchronization that runs, with its provider and emulator.
struct Synchronization {
    provider: Provider,
    control: Control,
    task: Object,
    instance: Object,
    /// The arguments of the task and of the instance.
    arguments: [Json; 2],
}

fn end(instance: &str, password: &str) -> Json {
    json!({
        "engine": "mysql", "access_method": "alibaba_cloud_instance", "region": "cn-hangzhou", "instance_id": instance,
        "username": "dts", "password_wo": password, "password_wo_version": 1,
    })
}

impl Synchronization {
    /// One in a single direction, or with this block `two_way`.
    async fn start(two_way: Option<Json>) -> Self {
        let world = World::parse(WORLD, "world.toml").unwrap();
        let url =
            dts_emulator::start(Options { polls: 1, strict: true, world, ..Options::default() }).await.unwrap().url();
        let provider = Provider::start(&url, DESTINATION_OWNER).await.unwrap();
        let mut task_arguments = json!({
            "name": "orders", "initial_phases": ["schema", "full"], "objects": {"orders": {"all": true}},
            "source": end("rm-first", "first-password"), "destination": end("rm-second", "second-password"),
        });
        task_arguments["two_way"] = two_way.unwrap_or(Json::Null);
        let mut task = Object::none(TASK);
        task.become_as(&provider, &task_arguments).await.unwrap();
        let instance_arguments =
            json!({"task_id": task.text("id"), "instance_class": "small", "on_destroy": "stop_and_release"});
        let mut instance = Object::none(INSTANCE);
        instance.become_as(&provider, &instance_arguments).await.unwrap();
        task.refresh(&provider).await.unwrap();
        Self { provider, control: Control::new(&url), task, instance, arguments: [task_arguments, instance_arguments] }
    }

    /// The calls since this one, each with the direction that it names.
    async fn calls_since(&self, mark: usize) -> Vec<String> {
        let calls = self.control.requests().await.unwrap();
        let direction = |call: &Json| call["parameters"]["SynchronizationDirection"].as_str().unwrap_or("").to_owned();
        let text = |call: &Json| format!("{} {}", call["action"].as_str().unwrap(), direction(call)).trim().to_owned();
        calls[mark..].iter().map(text).collect()
    }

    async fn mark(&self) -> usize {
        self.control.requests().await.unwrap().len()
    }

    /// The calls of a refresh of the task and of the instance, which must succeed.
    async fn refresh(&mut self) -> [Vec<String>; 2] {
        let mut calls = Vec::new();
        for number in 0..2 {
            let mark = self.mark().await;
            let object = if number == 0 { &mut self.task } else { &mut self.instance };
            assert_eq!(object.refresh(&self.provider).await.unwrap().len(), 0);
            calls.push(self.calls_since(mark).await);
        }
        calls.try_into().unwrap()
    }

    /// An imported object that takes the arguments without a call; the next plan is then empty.
    async fn becomes_managed(&self, mut imported: Object, created: &Object, arguments: &Json, same: &[&str]) {
        for name in same {
            assert_eq!(imported.state.attribute(name), created.state.attribute(name), "{name}");
        }
        let mark = self.mark().await;
        imported.become_as(&self.provider, arguments).await.unwrap();
        imported.refresh(&self.provider).await.unwrap();
        let plan = imported.plan(&self.provider, arguments).await.unwrap();
        assert!(plan.is_empty(), "{}: {:?} {:#?}", imported.resource, plan.changed(), plan.reported);
        let calls = self.calls_since(mark).await;
        assert!(calls.iter().all(|call| call.starts_with("Describe")), "{calls:?}");
    }
}

/// The block of the two-way tests, whose reverse direction has its own policy.
fn both() -> Option<Json> {
    Some(json!({"on_conflict": "overwrite", "carry_ddl": false, "reverse": {"on_conflict": "ignore"}}))
}

#[tokio::test]
async fn a_refresh_reads_each_job_once() {
    let mut one_way = Synchronization::start(None).await;
    assert_eq!(one_way.refresh().await, [vec!["DescribeDtsJobDetail"], vec!["DescribeDtsJobs"]]);

    // The list has the ID of the reverse job.
    let mut two_way = Synchronization::start(both()).await;
    assert_eq!(
        two_way.refresh().await,
        [
            vec!["DescribeDtsJobDetail Forward", "DescribeDtsJobs", "DescribeDtsJobDetail Reverse"],
            vec!["DescribeDtsJobs", "DescribeDtsJobDetail Reverse"],
        ]
    );
    assert_eq!(two_way.instance.text("reverse_status"), "Synchronizing");
}

#[tokio::test]
async fn both_resources_are_imported_by_id_and_by_identity() {
    for two_way in [None, both()] {
        let created = Synchronization::start(two_way).await;
        let Synchronization { provider, task, instance, arguments, .. } = &created;
        let with = |name: &str, id: &str| json!({"region": "cn-hangzhou", name: id});
        let (task_id, instance_id) = (task.text("id"), instance.text("id"));
        let tasks = [
            Object::import(provider, TASK, task_id).await.unwrap(),
            Object::import_by_identity(provider, TASK, &with("task_id", task_id)).await.unwrap(),
        ];
        for imported in tasks {
            let same = ["two_way", "initial_phases", "objects", "reverse_id", "reverse_status", "reverse_drift"];
            created.becomes_managed(imported, task, &arguments[0], &same).await;
        }
        let instances = [
            Object::import(provider, INSTANCE, instance_id).await.unwrap(),
            Object::import_by_identity(provider, INSTANCE, &with("instance_id", instance_id)).await.unwrap(),
        ];
        for imported in instances {
            let same = ["task_id", "instance_class", "desired_status", "reverse_id", "reverse_status"];
            created.becomes_managed(imported, instance, &arguments[1], &same).await;
        }
    }
}
