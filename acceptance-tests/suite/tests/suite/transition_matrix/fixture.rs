//! The environment of a measurement: a separate emulator and provider, and an object in a status.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use acceptance_harness::emulator::Control;
use acceptance_harness::profiles::{DESTINATION_OWNER, OPERATOR, SOURCE_OWNER};
use acceptance_wire::{Object, Provider};
use alibaba::dts::{CreateDtsInstance, DeleteDtsJob};
use dts_emulator::{Options, World};
use serde_json::{Value as Json, json};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::change::{Change, Settings, arguments, plain};
use super::changes::ANOTHER_TASK;
use super::status::{Preparation, Status};
use super::synchronization::{self, Direction};
use super::tencent;
use crate::options::row::{Row, option};
use crate::options::wire::{Request, taken_apart};
use crate::support::external_changes::ExternalClient;

const WORLD: &str = include_str!("../options/world.toml");
/// How tasks and roles trust the account of the task.
const TRUST: &str = r#"{"Version":"1","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"RAM":["acs:ram::2345678901234567:root"],"Service":["2345678901234567@dts.aliyuncs.com"]}}]}"#;
/// Roles by owner.
const ROLES: [(acceptance_harness::profiles::Key, &str); 4] =
    [(SOURCE_OWNER, "first"), (SOURCE_OWNER, "second"), (OPERATOR, "first"), (OPERATOR, "second")];
const READING: [&str; 3] = ["Describe", "Get", "List"];

/// An emulator, and a provider with the key of the account that owns tasks.
pub(super) struct Fixture {
    pub(super) provider: Provider,
    url: String,
    control: Control,
    /// One line per call: the complete log is long, and it is read often.
    lines: Mutex<UnboundedReceiver<String>>,
    /// Number of tasks so far: each has another name, because equal tasks are refused.
    tasks: AtomicUsize,
    pub(super) external: ExternalClient,
}

/// The object that is changed, and its job; a role has no job.
pub(super) struct Subject {
    pub(super) object: Object,
    pub(super) job: String,
    /// The reverse job of a two-way synchronization, once it exists.
    pub(super) reverse: String,
    /// A second task, where the change needs one.
    another: String,
    /// The index of its current configuration, 0 or 1.
    pub(super) step: usize,
    /// The number of the task, at the end of its name.
    number: usize,
}

impl Fixture {
    pub(super) async fn start(change: &Change) -> Self {
        let in_tencent = tencent::is_tencent(&change.resource);
        let world = if in_tencent { tencent::world() } else { World::parse(WORLD, "world.toml").unwrap() };
        // With two polls per stage, the provider sees each stage once before it is over.
        let (sender, lines) = unbounded_channel();
        let options = Options { polls: 2, strict: true, world, lines: Some(sender), ..Options::default() };
        let url = dts_emulator::start(options).await.unwrap().url();
        if change.argument.contains("cross_account") {
            if in_tencent { tencent::roles(&url).await } else { roles(&url).await }
        }
        let provider = match in_tencent {
            true => Provider::start_with(&tencent::provider_block(&url)).await,
            false => Provider::start(&url, DESTINATION_OWNER).await,
        };
        Self {
            provider: provider.unwrap(),
            url: url.clone(),
            control: Control::new(&url),
            lines: Mutex::new(lines),
            tasks: AtomicUsize::default(),
            external: ExternalClient::new(&url, DESTINATION_OWNER),
        }
    }

    /// A new object with the first configuration of the change.
    pub(super) async fn subject(&self, change: &Change, preparation: Preparation) -> Subject {
        let settings = change.at(preparation, 0);
        match change.resource.as_str() {
            tencent::TASK => {
                let job = self.bought(&settings).await;
                let needed = change.argument == "instance_id";
                let another = if needed { self.bought(&settings).await } else { String::new() };
                let settings = tencent::of_task(&settings, preparation, &job, &another);
                let object = self.created(&change.resource, &settings).await;
                Subject { another, ..Subject::new(object, job) }
            }
            tencent::INSTANCE => {
                let number = self.tasks.fetch_add(1, Ordering::Relaxed);
                let object = self.created(&change.resource, &numbered(&settings, number)).await;
                let job = object.text("id").to_owned();
                let task = tencent::of_task(&tencent::changes::base(), Preparation::Configured, &job, "");
                self.created(tencent::TASK, &task).await;
                Subject { number, ..Subject::new(object, job) }
            }
            "dts_migration_task" => {
                let number = self.tasks.fetch_add(1, Ordering::Relaxed);
                let object = self.created(&change.resource, &numbered(&settings, number)).await;
                let job = object.text("id").to_owned();
                if preparation != Preparation::Configured {
                    self.buy(&job).await;
                }
                Subject { number, ..Subject::new(object, job) }
            }
            synchronization::TASK => self.synchronization(change, preparation).await,
            synchronization::INSTANCE => self.synchronization_instance(change).await,
            "dts_migration_instance" => {
                let job = self.task_for(&settings).await;
                let needed = ["task_id", "restart_on_loss"].contains(&change.argument.as_str());
                let another = if needed { self.task_for(&settings).await } else { String::new() };
                let object = self.created(&change.resource, &with_task(&settings, &job, &another)).await;
                Subject { another, ..Subject::new(object, job) }
            }
            _ => {
                let object = self.created(&change.resource, &settings).await;
                Subject::new(object, String::new())
            }
        }
    }

    /// A synchronization task, with its instance if it was purchased.
    async fn synchronization(&self, change: &Change, preparation: Preparation) -> Subject {
        let number = self.tasks.fetch_add(1, Ordering::Relaxed);
        let settings = numbered(&change.at(preparation, 0), number);
        self.end_synchronizations().await;
        let mut object = self.created(synchronization::TASK, &settings).await;
        let job = object.text("id").to_owned();
        if preparation != Preparation::Configured || change.direction == Some(Direction::Reverse) {
            let instance = with_task(&synchronization::instance_of(&settings), &job, "");
            self.created(synchronization::INSTANCE, &instance).await;
            object.refresh(&self.provider).await.unwrap();
        }
        let reverse = object.text("reverse_id").to_owned();
        Subject { reverse, number, ..Subject::new(object, job) }
    }

    async fn synchronization_instance(&self, change: &Change) -> Subject {
        let settings = change.at(Preparation::Configured, 0);
        self.end_synchronizations().await;
        let job = self.synchronization_for(change, &settings).await;
        let needed = ["task_id", "restart_on_loss"].contains(&change.argument.as_str());
        let another = if needed { self.synchronization_for(change, &settings).await } else { String::new() };
        let object = self.created(synchronization::INSTANCE, &with_task(&settings, &job, &another)).await;
        let reverse = object.text("reverse_id").to_owned();
        Subject { reverse, another, ..Subject::new(object, job) }
    }

    async fn synchronization_for(&self, change: &Change, instance: &Settings) -> String {
        let direction = change.direction.unwrap_or(Direction::OneWay);
        let task = synchronization::changes::of_synchronization(task_of(instance), "name", direction);
        let settings = numbered(&task, self.tasks.fetch_add(1, Ordering::Relaxed));
        self.created(synchronization::TASK, &settings).await.text("id").to_owned()
    }

    /// Two synchronizations that run cannot have the same destination.
    async fn end_synchronizations(&self) {
        let state = self.control.state().await.unwrap();
        let accounts = state["accounts"].as_array().unwrap().iter();
        for job in accounts.flat_map(|account| account["jobs"].as_array().unwrap()) {
            self.force(job["id"].as_str().unwrap(), json!({"status": "Finished"})).await;
        }
    }

    /// A job of Tencent Cloud for a task.
    async fn bought(&self, task: &Settings) -> String {
        let number = self.tasks.fetch_add(1, Ordering::Relaxed);
        let settings = numbered(&tencent::purchase(task), number);
        self.created(tencent::INSTANCE, &settings).await.text("id").to_owned()
    }

    async fn created(&self, resource: &str, settings: &Settings) -> Object {
        let mut object = Object::none(resource);
        let arguments = arguments(resource, settings);
        object.become_as(&self.provider, &arguments).await.unwrap_or_else(|error| panic!("{error}"));
        object
    }

    /// A task for which an instance can be bought.
    async fn task_for(&self, instance: &Settings) -> String {
        let settings = numbered(&task_of(instance), self.tasks.fetch_add(1, Ordering::Relaxed));
        self.created("dts_migration_task", &settings).await.text("id").to_owned()
    }

    async fn buy(&self, job: &str) {
        let region = Some("cn-hangzhou".to_owned());
        let action = CreateDtsInstance {
            region_id: region.clone(),
            dts_region: region,
            pay_type: "PostPaid".to_owned(),
            job_id: Some(job.to_owned()),
            auto_start: Some(true),
            ..CreateDtsInstance::default()
        };
        self.external.call(action).await;
    }

    /// Brings a job into a status, and refreshes the object. If its data must have moved, a refresh sees that first.
    pub(super) async fn bring(&self, subject: &mut Subject, status: Status, direction: Option<Direction>) {
        if tencent::is_tencent(&subject.object.resource) {
            return self.bring_tencent(subject, status).await;
        }
        if synchronization::is_synchronization(&subject.object.resource) {
            return self.bring_synchronization(subject, status, direction).await;
        }
        if status.preparation != Preparation::Configured {
            self.force(&subject.job, json!({"status": "Migrating", "phase": "incremental"})).await;
            subject.object.refresh(&self.provider).await.unwrap();
        }
        if status.preparation == Preparation::Released {
            let action = DeleteDtsJob { dts_job_id: Some(subject.job.clone()), ..DeleteDtsJob::default() };
            self.external.call(action).await;
        } else {
            self.force(&subject.job, json!({"status": status.name})).await;
        }
        subject.object.refresh(&self.provider).await.unwrap();
    }

    async fn bring_synchronization(&self, subject: &mut Subject, status: Status, direction: Option<Direction>) {
        if status.preparation != Preparation::Configured {
            for job in [&subject.job, &subject.reverse].into_iter().filter(|job| !job.is_empty()) {
                self.force(job, json!({"status": "Synchronizing", "phase": "caught_up"})).await;
            }
            subject.object.refresh(&self.provider).await.unwrap();
        }
        let (job, direction) = match direction {
            Some(Direction::Reverse) => (&subject.reverse, Some("Reverse".to_owned())),
            _ => (&subject.job, None),
        };
        if status.preparation == Preparation::Released {
            let (direction, dts_job_id) = (direction, Some(job.clone()));
            self.external.call(DeleteDtsJob { dts_job_id, direction, ..DeleteDtsJob::default() }).await;
        } else {
            self.force(job, json!({"status": status.name})).await;
        }
        subject.object.refresh(&self.provider).await.unwrap();
    }

    async fn bring_tencent(&self, subject: &mut Subject, status: Status) {
        if status.preparation != Preparation::Configured {
            self.force(&subject.job, json!({"status": "running"})).await;
            subject.object.refresh(&self.provider).await.unwrap();
        }
        if status.preparation == Preparation::Released {
            self.force(&subject.job, json!({"status": "canceled"})).await;
            tencent::destroy(&self.url, &subject.job).await;
        } else {
            self.force(&subject.job, json!({"status": status.name})).await;
        }
        subject.object.refresh(&self.provider).await.unwrap();
    }

    pub(super) async fn force(&self, job: &str, what: Json) {
        self.control.force(job, &what).await.unwrap();
    }

    /// Waits for the next request, and then lets the job catch up.
    pub(super) async fn catches_up(&self, resource: &str, job: &str) {
        let requests = async || self.control.requests().await.unwrap().len();
        let before = requests().await;
        while requests().await == before {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let caught_up = match tencent::is_tencent(resource) {
            true => json!({"status": "readyComplete"}),
            false if synchronization::is_synchronization(resource) => {
                json!({"status": "Synchronizing", "phase": "caught_up"})
            }
            false => json!({"status": "Migrating", "phase": "caught_up"}),
        };
        self.force(job, caught_up).await;
    }

    /// All requests so far.
    pub(super) async fn requests(&self) -> Vec<Json> {
        self.control.requests().await.unwrap()
    }

    /// Changing actions since the previous call of this function.
    pub(super) fn new_calls(&self) -> Vec<String> {
        let mut lines = self.lines.lock().unwrap();
        let lines: Vec<String> = std::iter::from_fn(|| lines.try_recv().ok()).collect();
        // A line contains the time, the caller, the action …
        let actions = lines.iter().filter_map(|line| line.split_whitespace().nth(2)).map(str::to_owned);
        actions.filter(|action| !READING.iter().any(|prefix| action.starts_with(prefix))).collect()
    }

    /// The values of a job at these places of the request.
    pub(super) async fn on_the_wire(&self, job: &str, places: &Request) -> Request {
        let state = self.control.state().await.unwrap();
        let jobs = state["accounts"].as_array().unwrap().iter().flat_map(|account| account["jobs"].as_array().unwrap());
        let job = jobs.into_iter().find(|one| one["id"] == job).unwrap_or_else(|| panic!("no job {job}"));
        let all = taken_apart(&job["parameters"]);
        let value = |place: &String| match all.get(place).map_or(Json::Null, plain) {
            name if place.ends_with("DtsJobName") => without_number(name),
            other => other,
        };
        places.keys().map(|place| (place.clone(), value(place))).collect()
    }
}

impl Subject {
    fn new(object: Object, job: String) -> Self {
        Self { object, job, reverse: String::new(), another: String::new(), step: 0, number: 0 }
    }

    /// The arguments of the change at a step.
    pub(super) fn arguments(&self, change: &Change, preparation: Preparation, step: usize) -> Json {
        let settings = change.at(preparation, step);
        match change.resource.as_str() {
            // A migration that is planned again has another task.
            "dts_migration_instance" | synchronization::INSTANCE
                if preparation == Preparation::Released && step == 1 && !self.another.is_empty() =>
            {
                arguments(&change.resource, &with_task(&settings, &self.another, &self.another))
            }
            "dts_migration_instance" | synchronization::INSTANCE => {
                arguments(&change.resource, &with_task(&settings, &self.job, &self.another))
            }
            "dts_migration_task" | synchronization::TASK | tencent::INSTANCE => {
                arguments(&change.resource, &numbered(&settings, self.number))
            }
            tencent::TASK => {
                let settings = tencent::of_task(&settings, preparation, &self.job, &self.another);
                arguments(&change.resource, &settings)
            }
            _ => arguments(&change.resource, &settings),
        }
    }
}

/// A task for which an instance can be bought; DTS units need a cluster.
fn task_of(instance: &Settings) -> Settings {
    let row: Row = option("name").words(&["subject"]);
    let row = if instance.contains_key("du") { row.with("dedicated_cluster_id", r#""dtscluster_first""#) } else { row };
    row.at(0).into_iter().map(|(path, value)| (path.to_owned(), value.to_owned())).collect()
}

/// The settings of a task with a number at the end of its name.
fn numbered(settings: &Settings, number: usize) -> Settings {
    let mut all = settings.clone();
    if let Some(name) = all.get_mut("name") {
        *name = format!("\"{}-{number}\"", name.trim_matches('"'));
    }
    all
}

/// The name of a task without its number.
fn without_number(value: Json) -> Json {
    match value.as_str().and_then(|name| name.rsplit_once('-')) {
        Some((name, _)) => json!(name),
        None => value,
    }
}

/// The settings of the instance, with its task.
fn with_task(settings: &Settings, job: &str, another: &str) -> Settings {
    let mut all = settings.clone();
    let task = all.entry("task_id".to_owned()).or_insert_with(|| format!("{job:?}"));
    if task == ANOTHER_TASK {
        *task = format!("{another:?}");
    }
    all
}

async fn roles(url: &str) {
    for (owner, name) in ROLES {
        let external = ExternalClient::new(url, owner);
        external.create_role(name, TRUST).await;
        external.attach(name, "AliyunDTSRolePolicy").await;
        external.attach(name, "AliyunVPCReadOnlyAccess").await;
    }
}
