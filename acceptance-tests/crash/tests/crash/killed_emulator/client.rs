//! One client: it sends the next call as soon as it has an answer, and records the responses.

use acceptance_harness::load::{Connection, Signer};
use acceptance_harness::profiles::Key;
use fastrand::Rng;
use serde_json::Value as Json;
use tokio::sync::mpsc::UnboundedSender;

use super::model::{Model, Texts};
use super::operation::Operation;

pub(crate) struct Client {
    number: usize,
    prefix: String,
    random: Rng,
    /// Calls so far.
    calls: usize,
    /// The changes that were answered.
    model: Model,
    /// Ids of the jobs by name.
    ids: Texts,
    /// The call that has no answer.
    open: Option<Operation>,
}

impl Client {
    pub(crate) fn new(number: usize, random: Rng) -> Self {
        let prefix = format!("client-{number}-");
        Self { number, prefix, random, calls: 0, model: Model::default(), ids: Texts::new(), open: None }
    }

    pub(crate) fn number(&self) -> usize {
        self.number
    }

    pub(crate) fn model(&self) -> &Model {
        &self.model
    }

    pub(crate) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Sends calls until the emulator is gone; each answer is reported.
    pub(crate) async fn run(mut self, host: String, answers: UnboundedSender<()>) -> Self {
        let Ok(mut connection) = Connection::open(&host).await else { return self };
        loop {
            self.calls += 1;
            let operation = Operation::choose(&mut self.random, &self.model, &self.prefix, self.calls);
            let call = operation.call(&self.ids);
            let parameters: Vec<(&str, &str)> =
                call.parameters.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let signer = |key: Key| Signer::new(key, &host);
            let request = signer(call.key).request(call.api, call.action, &parameters);
            self.open = Some(operation.clone());
            let Ok(answer) = connection.call(&request).await else { return self };
            assert!(answer.is_ok(), "{operation:?}: {}", String::from_utf8_lossy(&answer.body));
            operation.apply(&mut self.model);
            if let Operation::Configure(name) = operation {
                let id = answer.json()["DtsJobId"].as_str().expect("the answer names the job").to_owned();
                self.ids.insert(name, id);
            }
            self.open = None;
            // No one counts any more when the run has ended.
            let _ = answers.send(());
        }
    }

    /// Compares the emulator's state with the responses: every answered change is there, and the open call completely or not at all.
    pub(crate) fn compare(&mut self, state: &Json) -> Result<(), String> {
        let (there, ids) = Model::read(state, &self.prefix);
        let open = self.open.take();
        let mut done = self.model.clone();
        if let Some(operation) = &open {
            operation.apply(&mut done);
        }
        if there != self.model && there != done {
            return Err(format!(
                "client {} received {:#?}\nwith {open:?} open, and the emulator has {there:#?}",
                self.number, self.model
            ));
        }
        (self.model, self.ids) = (there, ids);
        Ok(())
    }
}
