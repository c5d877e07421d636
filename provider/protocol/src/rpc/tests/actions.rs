//! Actions.

use futures_util::StreamExt as _;
use std::time::Duration;
use tokio::time::{Instant, sleep};

use super::*;
use crate::{
    action::{Action, Progress},
    diagnostic::Diagnostic,
    path::AttributePath,
    registry::RegisteredAction,
    validate::not_empty,
};
use pb::invoke_action::event::Type as Event;

/// Stops a job.
#[derive(Clone, Debug, Default, Model)]
struct Stop {
    /// The ID of the job.
    #[attr(required, validate(not_empty()))]
    job: Attr<String>,
    /// How long it waits.
    #[attr(optional)]
    wait: Attr<String>,
}

struct StopJob;

#[async_trait]
impl Action for StopJob {
    type Model = Stop;
    type Data = ();

    fn type_name(&self) -> &'static str {
        "test_stop"
    }

    fn validate(&self, config: &Stop, diagnostics: &mut Diagnostics) {
        if config.wait.as_str() == Some("forever") {
            diagnostics.error(AttributePath::of(&["wait"]), "Too long", "Write a shorter time.");
        }
    }

    async fn plan(&self, _: &Context<()>, config: &Stop) -> Diagnostics {
        match config.job.as_str() {
            Some("finished") => Diagnostic::warning("Nothing to do", "The job has finished.").into(),
            _ => Diagnostics::new(),
        }
    }

    async fn invoke(&self, context: &Context<()>, config: Stop, progress: &Progress) -> Diagnostics {
        let job = config.job.or(String::new());
        assert_ne!(job, "panic", "the action panics");
        for percent in 0..35 {
            progress.report(format!("{percent} %"));
            if job == "forbidden" {
                return Diagnostic::error("Forbidden", "The job cannot be stopped.").into();
            }
            tokio::select! {
                () = sleep(Duration::from_millis(100)) => {}
                () = context.cancel.cancelled() => {
                    progress.report("after the cancellation");
                    return Diagnostic::error("Interrupted", format!("{job} was stopped to {percent} %.")).into();
                }
            }
        }
        progress.report("stopped");
        Diagnostic::warning("Stopped", format!("{job} was stopped.")).into()
    }
}

struct ActionProvider;

#[async_trait]
impl Provider for ActionProvider {
    type Config = Block;
    type Data = ();

    async fn configure(&self, _: Configure<Block>) -> (Option<()>, Diagnostics) {
        (Some(()), Diagnostics::new())
    }

    fn resources(&self) -> Vec<Registered<()>> {
        Vec::new()
    }

    fn actions(&self) -> Vec<RegisteredAction<()>> {
        vec![RegisteredAction::new(StopJob)]
    }
}

fn server() -> Server<ActionProvider> {
    Server::new(ActionProvider, CancellationToken::new())
}

fn config(job: Attr<String>, wait: Attr<String>) -> Option<pb::DynamicValue> {
    Some(convert::encode_value(&Stop { job, wait }.write()))
}

fn request(job: &str) -> pb::invoke_action::Request {
    pb::invoke_action::Request {
        action_type: "test_stop".into(),
        config: config(job.into(), Attr::Null),
        ..Default::default()
    }
}

/// The lines of progress, and the diagnostics of the end. There must be exactly one end, and nothing after it.
fn outcome(events: Vec<Event>) -> (Vec<String>, Vec<pb::Diagnostic>) {
    let mut lines = Vec::new();
    let mut end = None;
    for event in events {
        assert!(end.is_none(), "there is an event after the end: {event:?}");
        match event {
            Event::Progress(progress) => lines.push(progress.message),
            Event::Completed(completed) => end = Some(completed.diagnostics),
        }
    }
    (lines, end.expect("the stream has an end"))
}

async fn invoke(request: pb::invoke_action::Request) -> (Vec<String>, Vec<pb::Diagnostic>) {
    let events = server().invoke_action(Request::new(request)).await.unwrap().into_inner();
    outcome(events.map(|event| event.unwrap().r#type.unwrap()).collect().await)
}

#[tokio::test(start_paused = true)]
async fn progress_comes_once_in_a_second_and_the_last_line_always() {
    let begin = Instant::now();
    let (lines, end) = invoke(request("j-1")).await;
    assert_eq!((lines.len(), lines[0].as_str(), lines.last().unwrap().as_str()), (5, "0 %", "stopped"));
    assert_eq!((end.len(), end[0].detail.as_str()), (1, "j-1 was stopped."));
    assert!(begin.elapsed() < Duration::from_secs(4));
}

#[tokio::test(start_paused = true)]
async fn every_failure_is_the_end_of_the_stream() {
    let broken = Some(pb::DynamicValue { msgpack: vec![0xc1], json: vec![] });
    for (request, expected) in [
        (request("forbidden"), "The job cannot be stopped."),
        (request("panic"), "the action panics"),
        (request(""), "job must not be empty"),
        (pb::invoke_action::Request { action_type: "test_start".into(), ..request("a") }, "Valid values: test_stop."),
        (pb::invoke_action::Request { config: broken, ..request("a") }, "does not fit"),
        (pb::invoke_action::Request { config: None, ..request("a") }, "job must not be null"),
        (pb::invoke_action::Request { config: config(Attr::Unknown, Attr::Null), ..request("a") }, "not known yet"),
    ] {
        let (_, end) = invoke(request).await;
        assert_eq!(end.len(), 1, "{end:?}");
        assert!(end[0].detail.contains(expected), "{end:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn after_an_interrupt_only_the_end_is_sent() {
    let server = server();
    let mut events = server.invoke_action(Request::new(request("j-1"))).await.unwrap().into_inner();
    sleep(Duration::from_millis(450)).await;
    server.stop_provider(Request::new(pb::stop_provider::Request {})).await.unwrap();
    let events = events.by_ref().map(|event| event.unwrap().r#type.unwrap()).collect().await;
    let (lines, end) = outcome(events);
    assert_eq!((lines.as_slice(), end[0].detail.as_str()), (&["0 %".to_owned()][..], "j-1 was stopped to 4 %."));
}

#[tokio::test(start_paused = true)]
async fn an_action_whose_stream_is_dropped_is_cancelled() {
    struct Watched(tokio::sync::mpsc::Sender<&'static str>);

    #[async_trait]
    impl Action for Watched {
        type Model = Stop;
        type Data = ();

        fn type_name(&self) -> &'static str {
            "test_stop"
        }

        async fn invoke(&self, context: &Context<()>, _: Stop, _: &Progress) -> Diagnostics {
            context.cancel.cancelled().await;
            self.0.send("cancelled").await.unwrap();
            Diagnostics::new()
        }
    }

    struct WatchedProvider(tokio::sync::mpsc::Sender<&'static str>);

    #[async_trait]
    impl Provider for WatchedProvider {
        type Config = Block;
        type Data = ();

        async fn configure(&self, _: Configure<Block>) -> (Option<()>, Diagnostics) {
            (Some(()), Diagnostics::new())
        }

        fn resources(&self) -> Vec<Registered<()>> {
            Vec::new()
        }

        fn actions(&self) -> Vec<RegisteredAction<()>> {
            vec![RegisteredAction::new(Watched(self.0.clone()))]
        }
    }

    let (sender, mut received) = tokio::sync::mpsc::channel(1);
    let server = Server::new(WatchedProvider(sender), CancellationToken::new());
    drop(server.invoke_action(Request::new(request("j-1"))).await.unwrap());
    assert_eq!(received.recv().await, Some("cancelled"));
}

#[tokio::test]
async fn validation_and_plan_accept_unknown_values_and_reject_only_what_is_wrong() {
    let calls = |config: Option<pb::DynamicValue>| async {
        let action_type = "test_stop".to_owned();
        let validate = pb::validate_action_config::Request { type_name: action_type.clone(), config: config.clone() };
        let plan = pb::plan_action::Request { action_type, config, ..Default::default() };
        let server = server();
        let validated = server.validate_action_config(Request::new(validate)).await.unwrap().into_inner();
        let planned = server.plan_action(Request::new(plan)).await.unwrap().into_inner();
        assert_eq!(planned.deferred, None);
        (validated.diagnostics, planned.diagnostics)
    };
    assert_eq!(calls(config(Attr::Unknown, Attr::Unknown)).await, (vec![], vec![]));
    assert_eq!(calls(config("j-1".into(), Attr::Null)).await, (vec![], vec![]));
    let (validated, planned) = calls(config("finished".into(), Attr::Null)).await;
    assert_eq!((validated.len(), planned[0].summary.as_str()), (0, "Nothing to do"));
    let (validated, planned) = calls(config("j-1".into(), "forever".into())).await;
    assert_eq!((validated[0].summary.as_str(), planned[0].summary.as_str()), ("Too long", "Too long"));
    for missing in [Some(convert::encode_value(&Value::Null)), None, config(Attr::Null, Attr::Null)] {
        let (validated, planned) = calls(missing).await;
        assert_eq!((validated.len(), planned.len()), (1, 1));
        assert!(planned[0].detail.contains("job must not be null"), "{planned:?}");
    }
}

#[tokio::test]
async fn schema_and_metadata_contain_actions() {
    let server = server();
    let schema = server.get_provider_schema(Request::new(Default::default())).await.unwrap().into_inner();
    let action = schema.action_schemas["test_stop"].schema.as_ref().unwrap();
    assert_eq!(action.block.as_ref().unwrap().description, "Stops a job.");
    let metadata = server.get_metadata(Request::new(Default::default())).await.unwrap().into_inner();
    assert_eq!(metadata.actions[0].type_name, "test_stop");
}
