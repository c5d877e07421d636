use std::{cell::Cell, fmt};

use tokio_util::sync::CancellationToken;

use super::*;

/// An operation without a cloud.
#[derive(Clone)]
struct Plain {
    deadline: Instant,
    cancel: CancellationToken,
}

impl Operation for Plain {
    fn deadline(&self) -> Instant {
        self.deadline
    }

    fn cancellation(&self) -> &CancellationToken {
        &self.cancel
    }

    fn limited_to(&self, limit: Duration) -> Self {
        Self { deadline: self.deadline.min(Instant::now() + limit), ..self.clone() }
    }
}

fn operation() -> Plain {
    Plain { deadline: Instant::now() + Duration::from_secs(600), cancel: CancellationToken::new() }
}

#[derive(Debug, PartialEq)]
enum Fault {
    Lost,
    Rejected,
    Cancelled,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no answer")
    }
}

impl CallError for Fault {
    fn is_cancelled(&self) -> bool {
        *self == Self::Cancelled
    }

    fn is_past_deadline(&self) -> bool {
        false
    }

    fn outcome_unknown(&self) -> bool {
        *self != Self::Rejected
    }
}

const PATIENT: Policy = Policy { attempts: 3, patience: Duration::from_secs(30) };

/// How one lookup ends.
type Lookup = fn() -> Result<Sighting<&'static str>, Fault>;
type Outcome = Result<Created<&'static str, &'static str>, NotCreated<Fault>>;

/// Runs a create whose attempts, and whose lookups, end as listed; the last of each repeats. Also returns how often each was called.
async fn run(
    operation: &Plain,
    attempts: &[fn() -> Result<&'static str, Fault>],
    lookups: &[Lookup],
) -> (Outcome, usize, usize) {
    let (sent, looked) = (Cell::new(0), Cell::new(0));
    let at = |count: &Cell<usize>, length: usize| {
        let now = count.get();
        count.set(now + 1);
        now.min(length - 1)
    };
    let call = || {
        let answer = attempts[at(&sent, attempts.len())]();
        async move { answer }
    };
    let look_up = |_| {
        let seen = lookups[at(&looked, lookups.len())]();
        async move { seen }
    };
    let outcome = create(operation, &PATIENT, call, look_up).await;
    (outcome, sent.get(), looked.get())
}

fn explained(outcome: Outcome) -> String {
    outcome.unwrap_err().lookup.unwrap().explain("the job")
}

#[tokio::test(start_paused = true)]
async fn an_answer_needs_no_lookup() {
    let (outcome, sent, looked) = run(&operation(), &[|| Ok("new")], &[|| Ok(Sighting::Absent)]).await;
    assert!(matches!(outcome, Ok(Created::Answered("new"))));
    assert_eq!((sent, looked), (1, 0));
    let (outcome, sent, looked) = run(&operation(), &[|| Err(Fault::Rejected)], &[|| Ok(Sighting::Absent)]).await;
    let refused = outcome.unwrap_err();
    assert!(!refused.answer_lost && refused.lookup.is_none());
    assert_eq!((sent, looked), (1, 0));
}

#[tokio::test(start_paused = true)]
async fn an_object_that_shows_late_is_found_and_not_created_again() {
    let lookups: [Lookup; 3] = [|| Ok(Sighting::Absent), || Err(Fault::Rejected), || Ok(Sighting::Found("late"))];
    let (outcome, sent, looked) = run(&operation(), &[|| Err(Fault::Lost)], &lookups).await;
    assert!(matches!(outcome, Ok(Created::Found("late"))));
    assert_eq!((sent, looked), (1, 3));
}

#[tokio::test(start_paused = true)]
async fn an_object_that_does_not_show_is_created_again_a_bounded_number_of_times() {
    let (outcome, sent, _) = run(&operation(), &[|| Err(Fault::Lost)], &[|| Ok(Sighting::Absent)]).await;
    assert_eq!(sent, 3);
    assert_eq!(explained(outcome), "The provider looked for the job for 29 s after that and did not find it.");
    let (outcome, sent, _) =
        run(&operation(), &[|| Err(Fault::Lost), || Ok("second")], &[|| Ok(Sighting::Absent)]).await;
    assert!(matches!(outcome, Ok(Created::Answered("second"))));
    assert_eq!(sent, 2);
}

#[tokio::test(start_paused = true)]
async fn a_rejection_after_a_lost_answer_says_that_one_was_lost() {
    let attempts: [fn() -> Result<&'static str, Fault>; 2] = [|| Err(Fault::Lost), || Err(Fault::Rejected)];
    let refused = run(&operation(), &attempts, &[|| Ok(Sighting::Absent)]).await.0.unwrap_err();
    assert!(refused.answer_lost && refused.lookup.is_none());
}

#[tokio::test(start_paused = true)]
async fn a_lookup_that_failed_or_did_not_decide_claims_nothing_and_creates_nothing() {
    let (outcome, sent, _) = run(&operation(), &[|| Err(Fault::Lost)], &[|| Err(Fault::Rejected)]).await;
    assert_eq!(sent, 1, "the object may be there");
    assert_eq!(explained(outcome), "The provider then looked for the job, and the lookup failed: no answer.");
    let twins: [Lookup; 1] = [|| Ok(Sighting::Ambiguous("There are two.".to_owned()))];
    let (outcome, sent, _) = run(&operation(), &[|| Err(Fault::Lost)], &twins).await;
    assert_eq!((explained(outcome).as_str(), sent), ("There are two.", 1));
}

#[tokio::test(start_paused = true)]
async fn an_interrupted_call_is_not_looked_up_and_says_so() {
    let operation = operation();
    operation.cancel.cancel();
    let (outcome, sent, looked) = run(&operation, &[|| Err(Fault::Cancelled)], &[|| Ok(Sighting::Absent)]).await;
    assert_eq!((sent, looked), (1, 0));
    let text = explained(outcome);
    assert!(text.contains("interrupted") && !text.contains("did not find"), "{text}");
}

#[tokio::test(start_paused = true)]
async fn an_operation_without_time_looks_once() {
    let short = Plain { deadline: Instant::now() + Duration::from_secs(4), ..operation() };
    let policy = Policy { attempts: 3, patience: Duration::ZERO };
    let looked = Cell::new(0);
    let look_up = |_| {
        looked.set(looked.get() + 1);
        async { Ok::<Sighting<()>, Fault>(Sighting::Absent) }
    };
    let outcome = create(&short, &policy, || async { Err::<(), _>(Fault::Lost) }, look_up).await;
    assert_eq!(looked.get(), 1);
    let text = outcome.unwrap_err().lookup.unwrap().explain("the job");
    assert_eq!(text, "The provider looked for the job once after that and did not find it.");
}
