//! The routes of the control API.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use jiff::SignedDuration;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::core::cloud::ForcedJob;
use crate::core::emulation::Emulation;
use crate::core::faults::Rule;
use crate::core::shared::Shared;
use crate::core::store::StoreError;
use crate::core::time::to_seconds;

use super::state;

const JSON: [(&str, &str); 1] = [("content-type", "application/json")];

/// The routes, relative to `/_control`.
pub(crate) fn router() -> Router<Arc<Shared>> {
    Router::new()
        .route("/state", get(async |State(shared): State<Arc<Shared>>| answer(200, &state::state(&shared.lock()))))
        .route("/requests", get(requests))
        .route("/reset", post(reset))
        .route("/jobs/{id}", post(force))
        .route("/faults", post(faults).delete(clear_faults))
        .route("/held", get(held).delete(release))
        .route("/clock", post(clock))
        .fallback(async || {
            answer(404, &json!({"error": "the control API has no such call; emulator --help lists them"}))
        })
}

async fn requests(State(shared): State<Arc<Shared>>) -> Response {
    let log = shared.lock().log.to_json();
    (StatusCode::OK, JSON, log).into_response()
}

async fn reset(State(shared): State<Arc<Shared>>) -> Response {
    kept(shared.change(Emulation::reset).await.map(|()| Ok(json!({"reset": true}))))
}

async fn force(State(shared): State<Arc<Shared>>, Path(id): Path<String>, body: Bytes) -> Response {
    match read::<ForcedJob>(&body) {
        Ok(forced) => kept(shared.change(|emulation| force_job(emulation, &id, &forced)).await),
        Err(what) => refused(&what),
    }
}

fn force_job(emulation: &mut Emulation, id: &str, forced: &ForcedJob) -> Result<Value, String> {
    let (clouds, context) = emulation.clouds_and_context();
    let mut answers = clouds.iter_mut().filter_map(|cloud| cloud.force_job(context, id, forced));
    answers.next().unwrap_or_else(|| Err(format!("there is no job {id}")))
}

async fn faults(State(shared): State<Arc<Shared>>, body: Bytes) -> Response {
    let rule = read::<Rule>(&body).and_then(Rule::checked);
    let added = rule.and_then(|rule| shared.lock().add_fault(rule, shared.gateways()));
    match added {
        Ok(()) => answer(200, &json!({"added": true})),
        Err(what) => refused(&what),
    }
}

async fn clear_faults(State(shared): State<Arc<Shared>>) -> Response {
    let mut emulation = shared.lock();
    emulation.faults.clear();
    emulation.hidden.clear();
    drop(emulation);
    answer(200, &json!({"cleared": true}))
}

async fn held(State(shared): State<Arc<Shared>>) -> Response {
    answer(200, &shared.lock().held.to_json())
}

async fn release(State(shared): State<Arc<Shared>>) -> Response {
    let released = shared.lock().held.release();
    answer(200, &json!({"released": released}))
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Clock {
    #[serde(default)]
    advance_seconds: u32,
    /// Absent: the skew stays as it is.
    skew_seconds: Option<i32>,
}

async fn clock(State(shared): State<Arc<Shared>>, body: Bytes) -> Response {
    match read::<Clock>(&body) {
        Ok(clock) => {
            let moved = shared.change(|emulation| {
                if clock.advance_seconds > 0 {
                    emulation.clock.advance(SignedDuration::from_secs(clock.advance_seconds.into()));
                }
                if let Some(skew) = clock.skew_seconds {
                    emulation.clock.set_skew(SignedDuration::from_secs(skew.into()));
                }
                Ok(json!({"now": to_seconds(emulation.clock.now())}))
            });
            kept(moved.await)
        }
        Err(what) => refused(&what),
    }
}

fn read<T: DeserializeOwned>(body: &Bytes) -> Result<T, String> {
    serde_json::from_slice(body).map_err(|error| format!("the body is not valid for this call: {error}"))
}

/// The answer to a change that is on disk.
fn kept(changed: Result<Result<Value, String>, StoreError>) -> Response {
    match changed {
        Ok(Ok(body)) => answer(200, &body),
        Ok(Err(what)) => refused(&what),
        Err(error) => answer(500, &json!({"error": error.to_string()})),
    }
}

fn refused(what: &str) -> Response {
    answer(400, &json!({"error": what}))
}

fn answer(status: u16, body: &Value) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, JSON, body.to_string()).into_response()
}
