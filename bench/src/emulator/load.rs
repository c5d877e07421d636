//! Many connections that call at the same time.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::task::JoinSet;

use super::traffic::{New, Traffic};
use crate::BenchError;
use acceptance_harness::emulator::EmulatorProcess;
use acceptance_harness::load::{Answer, Connection, Signer};
use acceptance_harness::profiles::DESTINATION_OWNER;

/// Callers of one emulator.
pub(super) struct Load {
    host: String,
}

/// When callers stop.
#[derive(Clone)]
enum StopCondition {
    At(Instant),
    /// After so many calls of all callers.
    After(Arc<AtomicUsize>, usize),
}

impl StopCondition {
    fn is_reached(&self) -> bool {
        match self {
            Self::At(moment) => Instant::now() >= *moment,
            Self::After(begun, most) => begun.fetch_add(1, Ordering::Relaxed) >= *most,
        }
    }
}

impl Load {
    pub(super) fn new(emulator: &EmulatorProcess) -> Self {
        Self { host: emulator.url().trim_start_matches("http://").to_owned() }
    }

    /// Creates jobs, and returns their ids.
    pub(super) async fn create_jobs(&self, callers: usize, count: usize) -> Result<Vec<String>, BenchError> {
        let answers = self.run(callers, &StopCondition::After(Arc::default(), count), &New, true).await?.0;
        let id = |answer: &Answer| answer.json()["DtsJobId"].as_str().map(str::to_owned);
        Ok(answers.iter().filter_map(id).collect())
    }

    /// Sends so many calls.
    pub(super) async fn times<T: Traffic>(&self, callers: usize, count: usize, traffic: &T) -> Result<(), BenchError> {
        self.run(callers, &StopCondition::After(Arc::default(), count), traffic, false).await.map(|_| ())
    }

    /// Answered calls a second.
    pub(super) async fn rate<T: Traffic>(
        &self,
        callers: usize,
        length: Duration,
        traffic: &T,
    ) -> Result<f64, BenchError> {
        let begun = Instant::now();
        let (_, count) = self.run(callers, &StopCondition::At(begun + length), traffic, false).await?;
        Ok(count as f64 / begun.elapsed().as_secs_f64())
    }

    /// Runs all callers to the end. Returns their answers, if they are needed, and how many there were.
    async fn run<T: Traffic>(
        &self,
        callers: usize,
        end: &StopCondition,
        traffic: &T,
        keep: bool,
    ) -> Result<(Vec<Answer>, usize), BenchError> {
        let mut running = JoinSet::new();
        for _ in 0..callers {
            running.spawn(call(self.host.clone(), end.clone(), traffic.caller(), keep));
        }
        let (mut answers, mut count) = (Vec::new(), 0);
        while let Some(caller) = running.join_next().await {
            let (kept, calls) = caller.map_err(|error| refused(error.to_string()))??;
            answers.extend(kept);
            count += calls;
        }
        Ok((answers, count))
    }
}

/// One caller. A call that is refused ends the measurement, because its time would mean nothing.
async fn call(
    host: String,
    end: StopCondition,
    mut traffic: Box<dyn FnMut() -> super::traffic::Call + Send>,
    keep: bool,
) -> Result<(Vec<Answer>, usize), BenchError> {
    let signer = Signer::new(DESTINATION_OWNER, &host);
    let failed = |error: std::io::Error| refused(error.to_string());
    let mut connection = Connection::open(&host).await.map_err(failed)?;
    let (mut answers, mut count) = (Vec::new(), 0);
    while !end.is_reached() {
        let call = traffic();
        let parameters: Vec<(&str, &str)> = call.parameters.iter().map(|(name, value)| (*name, &**value)).collect();
        let answer = connection.call(&signer.request(call.api, call.action, &parameters)).await.map_err(failed)?;
        if !answer.is_ok() {
            return Err(refused(String::from_utf8_lossy(&answer.body).into_owned()));
        }
        count += 1;
        if keep {
            answers.push(answer);
        }
    }
    Ok((answers, count))
}

fn refused(answer: String) -> BenchError {
    BenchError::Refused { call: "a call of the load", plugin: "the emulator".into(), answer }
}
