//! Each answer once, with the real Terraform: the answers are spread over the calls of an apply and of a destroy.

use acceptance_harness::built_in;
use acceptance_harness::terraform::{Run, Terraform};
use futures_util::{StreamExt as _, stream};

use crate::mangled_answers::alibaba::ALIBABA;
use crate::mangled_answers::answers::{self, Answer, Substitution};
use crate::mangled_answers::calls::{Phase, Point, points};
use crate::mangled_answers::cloud::Cloud;
use crate::mangled_answers::scenario::Scenario;
use crate::mangled_answers::settings::share;
use crate::mangled_answers::tencent::TENCENT;

/// How many lives of the objects run at the same time.
const CONCURRENCY: usize = 4;

/// An emulator and a folder with the configuration of a scenario.
struct Fixture {
    scenario: &'static Scenario,
    cloud: Cloud,
    terraform: Terraform,
}

impl Fixture {
    async fn start(scenario: &'static Scenario) -> Self {
        let cloud = Cloud::start().await;
        let terraform = built_in::folder(&cloud.url()).unwrap_or_else(|error| panic!("{error}"));
        terraform.write("main.tf", (scenario.configuration)().text()).unwrap();
        Self { scenario, cloud, terraform }
    }

    /// The calls of one command.
    async fn points(&mut self, phase: Phase) -> Vec<Point> {
        self.cloud.new_calls();
        let run = run(&self.terraform, phase).await;
        run.success().unwrap_or_else(|error| panic!("{error}"));
        points(phase, &self.cloud.new_calls(), 0)
    }
}

async fn run(terraform: &Terraform, phase: Phase) -> Run {
    match phase {
        Phase::Destroy => terraform.destroy().await.unwrap(),
        Phase::Apply | Phase::Refresh => terraform.apply().await.unwrap(),
    }
}

/// One life of the objects, in which the answer of one call is mangled.
async fn life(scenario: &'static Scenario, answer: &Answer, always: bool, point: &Point) -> Result<(), String> {
    let fixture = Fixture::start(scenario).await;
    let ended = ended(&fixture, answer, always, point).await;
    fixture.cloud.end().await;
    ended
}

async fn ended(fixture: &Fixture, answer: &Answer, always: bool, point: &Point) -> Result<(), String> {
    let Fixture { scenario, cloud, terraform } = fixture;
    if point.phase == Phase::Destroy {
        succeeds(run(terraform, Phase::Apply).await)?;
    }
    let fault = Substitution::new(scenario, scenario.absent_values()).fault_for(answer, &point.action);
    cloud.control.fault(&point.rule(&fault, always)).await.unwrap();
    let first = run(terraform, point.phase).await;
    cloud.control.clear_faults().await.unwrap();
    let counts = cloud.contents().await.0.counts();
    if counts.iter().any(|count| *count > 1) {
        return Err(format!("there are {counts:?}"));
    }
    if point.phase == Phase::Apply {
        succeeds(run(terraform, Phase::Apply).await).map_err(|error| format!("{error}\nafter {}", first.output()))?;
        if cloud.contents().await.0.counts() != scenario.complete {
            return Err(format!("after the next apply there are {:?}", cloud.contents().await.0));
        }
        succeeds(terraform.plan().await.unwrap())?;
    }
    succeeds(run(terraform, Phase::Destroy).await)?;
    match cloud.contents().await.0.counts() {
        [0, 0, 0, 0] => Ok(()),
        left => Err(format!("after the destroy there are {left:?}")),
    }
}

/// The run ended with exit code 0, which is also that of an empty plan.
fn succeeds(run: Run) -> Result<(), String> {
    if run.code == Some(0) {
        return Ok(());
    }
    Err(format!("{} ended with {:?}: {:?} {:#?}", run.command, run.code, run.planned_changes(), run.errors()))
}

#[tokio::test(flavor = "multi_thread")]
async fn terraform_recovers_from_each_answer_of_alibaba_cloud() {
    terraform_recovers_from_each_answer(&ALIBABA).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn terraform_recovers_from_each_answer_of_tencent_cloud() {
    terraform_recovers_from_each_answer(&TENCENT).await;
}

async fn terraform_recovers_from_each_answer(scenario: &'static Scenario) {
    let mut fixture = Fixture::start(scenario).await;
    let mut points = fixture.points(Phase::Apply).await;
    points.extend(fixture.points(Phase::Destroy).await);
    fixture.cloud.end().await;
    let all: Vec<(usize, Answer)> = answers::all(scenario).into_iter().enumerate().step_by(share()).collect();
    let count = all.len();
    let lives = all.into_iter().map(|(number, answer)| {
        let (point, always) = (points[number % points.len()].clone(), number % 2 == 1);
        async move {
            let result = life(scenario, &answer, always, &point).await;
            result.map_err(|error| format!("{} (always: {always}), {}: {error}", answer.name, point.name()))
        }
    });
    let results: Vec<Result<(), String>> = stream::iter(lives).buffer_unordered(CONCURRENCY).collect().await;
    let problems: Vec<String> = results.into_iter().filter_map(Result::err).collect();
    println!(
        "{}, with Terraform: answers: {count}, calls: {}, recovered: {}",
        scenario.name,
        points.len(),
        count - problems.len()
    );
    assert!(problems.is_empty(), "{}", problems.join("\n\n"));
}
