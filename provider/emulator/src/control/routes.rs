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

use crate::server::Shared;

use super::faults::Rule;
use super::jobs::Forced;

/// The routes, relative to `/_control`.
pub(crate) fn router() -> Router<Arc<Shared>> {
    Router::new()
        .route("/state", get(async |State(shared): State<Arc<Shared>>| answer(200, &shared.lock().state())))
        .route("/requests", get(async |State(shared): State<Arc<Shared>>| answer(200, &shared.lock().log.to_json())))
        .route("/reset", post(reset))
        .route("/jobs/{id}", post(force))
        .route("/faults", post(faults).delete(clear_faults))
        .route("/held", get(held).delete(release))
        .route("/clock", post(clock))
}

async fn reset(State(shared): State<Arc<Shared>>) -> Response {
    shared.lock().reset();
    answer(200, &json!({"reset": true}))
}

async fn force(State(shared): State<Arc<Shared>>, Path(id): Path<String>, body: Bytes) -> Response {
    match read::<Forced>(&body).and_then(|forced| shared.lock().force(&id, &forced)) {
        Ok(job) => answer(200, &job),
        Err(what) => answer(400, &json!({"error": what})),
    }
}

async fn faults(State(shared): State<Arc<Shared>>, body: Bytes) -> Response {
    match read::<Rule>(&body).and_then(Rule::checked) {
        Ok(rule) => {
            shared.lock().faults.add(rule);
            answer(200, &json!({"added": true}))
        }
        Err(what) => answer(400, &json!({"error": what})),
    }
}

async fn clear_faults(State(shared): State<Arc<Shared>>) -> Response {
    shared.lock().faults.clear();
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
    advance_seconds: u32,
}

async fn clock(State(shared): State<Arc<Shared>>, body: Bytes) -> Response {
    match read::<Clock>(&body) {
        Ok(clock) => {
            let mut emulation = shared.lock();
            emulation.clock_ahead += SignedDuration::from_secs(clock.advance_seconds.into());
            answer(200, &json!({"now": crate::time::to_seconds(emulation.now())}))
        }
        Err(what) => answer(400, &json!({"error": what})),
    }
}

fn read<T: DeserializeOwned>(body: &Bytes) -> Result<T, String> {
    serde_json::from_slice(body).map_err(|error| format!("the body is not what this call takes: {error}"))
}

fn answer(status: u16, body: &Value) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, [("content-type", "application/json")], body.to_string()).into_response()
}
