//! Two Terraform runs at the same time, from two states.

use acceptance_harness::terraform::{Run, Terraform};
use fastrand::Rng;
use futures_util::{StreamExt as _, stream};

use crate::two_states::account::{Accounts, expect_imports, held};
use crate::two_states::configuration;
use crate::two_states::start::Start;

const ROUNDS: usize = 20;
/// How many rounds run at the same time: each has two runs, and they wait most of the time.
const CONCURRENCY: usize = 4;

/// Another one each time, unless `TWO_STATES_SEED` is a number.
fn seed() -> u64 {
    let given = std::env::var("TWO_STATES_SEED").ok().filter(|text| !text.is_empty());
    given.map_or_else(|| fastrand::u64(..), |text| text.parse().expect("TWO_STATES_SEED is a number"))
}

#[tokio::test(flavor = "multi_thread")]
async fn two_runs_at_once_never_hold_the_same_object() {
    let seed = seed();
    println!("two states: TWO_STATES_SEED={seed}");
    let mut random = Rng::with_seed(seed);
    let rounds: Vec<(usize, Rng)> = (1..=ROUNDS).map(|number| (number, random.fork())).collect();
    let ended: Vec<Outcome> = stream::iter(rounds.into_iter().map(|(number, random)| round(number, random)))
        .buffer_unordered(CONCURRENCY)
        .collect()
        .await;
    let second = ended.iter().filter(|outcome| outcome.second_won).count();
    let raced = ended.iter().filter(|outcome| outcome.jobs == 2).count();
    println!(
        "two states: {ROUNDS} rounds; both runs created a job in {raced}, the second run has the migration in {second}"
    );
    assert!(raced > 0, "the runs did not compete in any round");
}

struct Outcome {
    /// Whether the second run has the migration.
    second_won: bool,
    /// How many jobs both runs have created.
    jobs: usize,
}

async fn round(number: usize, mut random: Rng) -> Outcome {
    let accounts = Accounts::start().await;
    let folders = [accounts.folder(&configuration::complete()), accounts.folder(&configuration::complete())];
    let start = Start::of_round(number, &mut random);
    let later = async {
        tokio::time::sleep(start.pause()).await;
        folders[1].apply().await
    };
    let (first, second, ()) = tokio::join!(folders[0].apply(), later, start.meet(&accounts.control));
    let runs = [first.unwrap(), second.unwrap()];
    let context = format!("round {number}, {start:?}");
    let states = folders.each_ref().map(held);
    let shared: Vec<_> = states[0].intersection(&states[1]).collect();
    assert!(shared.is_empty(), "{context}: both states hold {shared:?}\n{}", output(&runs));
    let objects = accounts.objects().await;
    assert_eq!(objects.counts(), [1, 1, 1], "{context}: {objects:?} {states:?}\n{}", output(&runs));
    assert_eq!(states[0].len() + states[1].len(), 3, "{context}: {states:?}\n{}", output(&runs));
    for run in runs.iter().filter(|run| run.code != Some(0)) {
        expect_imports(run);
    }
    let second_won = states[1].iter().any(|(kind, _)| kind == "dts_migration_instance");
    let jobs = accounts.created_jobs().await;
    destroy_one_after_the_other(&accounts, &folders, random.bool()).await;
    accounts.end().await;
    Outcome { second_won, jobs }
}

/// The destroy of one state leaves what the other one holds.
async fn destroy_one_after_the_other(accounts: &Accounts, folders: &[Terraform; 2], reversed: bool) {
    let [first, second] = folders;
    let (first, second) = if reversed { (second, first) } else { (first, second) };
    first.destroy().await.unwrap().success().unwrap_or_else(|error| panic!("{error}"));
    let left: usize = accounts.objects().await.counts().iter().sum();
    assert_eq!(left, held(second).len(), "the destroy of one state changed what the other one holds");
    second.destroy().await.unwrap().success().unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(accounts.objects().await.counts(), [0, 0, 0]);
}

fn output(runs: &[Run; 2]) -> String {
    format!("first run:\n{}\nsecond run:\n{}", runs[0].output(), runs[1].output())
}
