//! The states of the server, their locks, and the answers to Terraform's requests.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde_json::Value as Json;

/// The ID of the caller's lock, as Terraform sends it in the query of an upload.
#[derive(Debug, serde::Deserialize)]
pub(super) struct LockId {
    #[serde(rename = "ID")]
    id: Option<String>,
}

/// All states, by name.
#[derive(Debug, Default)]
pub(super) struct States(BTreeMap<String, Kept>);

/// One state.
#[derive(Debug, Default)]
struct Kept {
    content: Option<Bytes>,
    lock: Option<Lock>,
    uploads: usize,
    /// The number of the first upload that fails.
    failing_from: Option<usize>,
}

/// A lock, and the text with which its holder described it.
#[derive(Debug)]
struct Lock {
    id: String,
    info: Bytes,
}

impl States {
    pub(super) fn uploads(&self, name: &str) -> usize {
        self.0.get(name).map_or(0, |kept| kept.uploads)
    }

    pub(super) fn fail_uploads_from(&mut self, name: &str, number: Option<usize>) {
        self.0.entry(name.to_owned()).or_default().failing_from = number;
    }

    /// Does what a request asks for, and returns the answer.
    pub(super) fn answer(&mut self, method: &str, name: &str, lock: &LockId, body: Bytes) -> Response {
        let kept = self.0.entry(name.to_owned()).or_default();
        match method {
            "GET" => kept.content.clone().ok_or(StatusCode::NOT_FOUND).into_response(),
            "POST" => kept.upload(lock, body).into_response(),
            "DELETE" => {
                kept.content = None;
                StatusCode::OK.into_response()
            }
            "LOCK" => kept.lock(body),
            "UNLOCK" => kept.unlock(&body).into_response(),
            _ => StatusCode::METHOD_NOT_ALLOWED.into_response(),
        }
    }
}

impl Kept {
    fn upload(&mut self, lock: &LockId, body: Bytes) -> StatusCode {
        if self.lock.as_ref().is_some_and(|held| Some(&held.id) != lock.id.as_ref()) {
            return StatusCode::CONFLICT;
        }
        if self.failing_from.is_some_and(|first| self.uploads + 1 >= first) {
            return StatusCode::INSUFFICIENT_STORAGE;
        }
        self.uploads += 1;
        self.content = Some(body);
        StatusCode::OK
    }

    fn lock(&mut self, info: Bytes) -> Response {
        if let Some(held) = &self.lock {
            return (StatusCode::LOCKED, held.info.clone()).into_response();
        }
        let Some(id) = id(&info) else { return StatusCode::BAD_REQUEST.into_response() };
        self.lock = Some(Lock { id, info });
        StatusCode::OK.into_response()
    }

    /// `force-unlock` describes no lock: it removes the one that is there.
    fn unlock(&mut self, info: &Bytes) -> StatusCode {
        let other = self.lock.as_ref().is_some_and(|held| !info.is_empty() && id(info).as_ref() != Some(&held.id));
        if other {
            return StatusCode::CONFLICT;
        }
        self.lock = None;
        StatusCode::OK
    }
}

/// The ID in the description of a lock.
fn id(info: &[u8]) -> Option<String> {
    serde_json::from_slice::<Json>(info).ok()?["ID"].as_str().map(str::to_owned)
}
