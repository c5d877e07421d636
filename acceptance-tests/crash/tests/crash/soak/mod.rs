//! Many migrations at the same time in a cloud that sometimes fails, with the state on a server: nothing is lost, created twice or
//! left in the accounts.

mod cloud;
mod configuration;

use std::time::Instant;

use acceptance_harness::built_in;
use acceptance_harness::terraform::{Run, StateServer, Terraform};

use self::cloud::{FaultyCloud, Remaining};

/// Migrations, with three resources each: `SOAK_MIGRATIONS` sets another number.
const MIGRATIONS: usize = 30;
/// The same calls fail in each run, unless `SOAK_SEED` is another number, or `random`.
const SEED: u64 = 1;
const PARALLELISM: &str = "-parallelism=10";

fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|text| !text.is_empty())
}

fn migrations() -> usize {
    setting("SOAK_MIGRATIONS").map_or(MIGRATIONS, |text| text.parse().expect("SOAK_MIGRATIONS is a number"))
}

fn seed() -> u64 {
    match setting("SOAK_SEED").as_deref() {
        None => SEED,
        Some("random") => {
            let clock = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
            u64::from(clock.subsec_nanos())
        }
        Some(text) => text.parse().expect("SOAK_SEED is a number, or random"),
    }
}

/// Runs a command, and again if it failed; then it must succeed.
async fn with_one_repetition(terraform: &Terraform, command: &str, seed: u64) {
    let begun = Instant::now();
    let run = async || terraform.run(&[command, "-json", "-auto-approve", PARALLELISM]).await.unwrap();
    let mut last = run().await;
    println!("{command}: {} after {:?}", ending(&last), begun.elapsed());
    if last.code != Some(0) {
        for error in last.errors() {
            println!("  {}: {}", error.address, error.summary);
        }
        last = run().await;
        println!("{command} again: {} after {:?}", ending(&last), begun.elapsed());
    }
    assert_eq!(last.code, Some(0), "seed {seed}: {:#?}\n{}", last.errors(), last.stderr);
}

fn ending(run: &Run) -> &'static str {
    if run.code == Some(0) { "clean" } else { "with errors" }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_migrations_survive_transient_faults() {
    let (count, seed) = (migrations(), seed());
    println!("soak: {count} migrations, SOAK_SEED={seed}");
    let cloud = FaultyCloud::start(seed).await;
    let terraform = built_in::folder(&cloud.url()).unwrap_or_else(|error| panic!("{error}"));
    let states = StateServer::start().await.unwrap();
    terraform.keep_state_on(&states, "soak").await.unwrap_or_else(|error| panic!("{error}"));
    terraform.write("main.tf", configuration::of(count).text()).unwrap();

    with_one_repetition(&terraform, "apply", seed).await;
    assert_eq!(cloud.remaining().await, Remaining::each(count), "seed {seed}");
    let plan = terraform.plan().await.unwrap();
    assert_eq!(
        plan.code,
        Some(0),
        "seed {seed}, the plan is not empty: {:?}\n{:#?}",
        plan.planned_changes(),
        plan.errors()
    );

    with_one_repetition(&terraform, "destroy", seed).await;
    assert_eq!(cloud.remaining().await, Remaining::each(0), "seed {seed}");
    assert!(states.uploads("soak") >= 2, "the state was not kept on the server");
    let (faulty_calls, all) = cloud.faulty_calls().await;
    println!("soak: {faulty_calls} of {all} calls had a fault");
    let share = faulty_calls * 100 / all;
    assert!((7..=13).contains(&share), "seed {seed}: {share} % of the calls had a fault");
    cloud.end().await;
}
