//! Where Terraform keeps its state while it is measured: on a server, as teams keep theirs. A state file would be written again after every
//! single resource, which grows with the square of their number and would hide everything else.

use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::BenchError;
use acceptance_harness::HarnessError;

/// A server of Terraform's backend `http`, with one state. It ends with the value.
pub(super) struct Backend {
    url: String,
    server: JoinHandle<()>,
}

impl Backend {
    pub(super) async fn start() -> Result<Self, BenchError> {
        let cannot = HarnessError::file("listen on", "127.0.0.1:0");
        let listener = TcpListener::bind("127.0.0.1:0").await.map_err(cannot)?;
        let address = listener.local_addr().map_err(HarnessError::file("ask for the address of", "127.0.0.1:0"))?;
        // An error would end Terraform's commands, which say so.
        let server = tokio::spawn(async move {
            let _ = axum::serve(listener, router()).await;
        });
        Ok(Self { url: format!("http://{address}/"), server })
    }

    /// What a configuration says to use it.
    pub(super) fn block(&self) -> String {
        format!("terraform {{\n  backend \"http\" {{\n    address = {:?}\n  }}\n}}\n", self.url)
    }
}

impl Drop for Backend {
    fn drop(&mut self) {
        self.server.abort();
    }
}

fn router() -> Router {
    let state: Arc<Mutex<Option<Bytes>>> = Arc::default();
    let change = |state: &Mutex<Option<Bytes>>, to| *state.lock().unwrap_or_else(PoisonError::into_inner) = to;
    let (read, written, removed) = (Arc::clone(&state), Arc::clone(&state), state);
    let answer = get(async move || {
        let kept = read.lock().unwrap_or_else(PoisonError::into_inner).clone();
        kept.ok_or(StatusCode::NOT_FOUND)
    });
    let answer = answer.post(async move |body: Bytes| change(&written, Some(body)));
    let answer = answer.delete(async move || change(&removed, None));
    Router::new().route("/", answer).layer(DefaultBodyLimit::disable())
}

#[cfg(test)]
mod tests {
    use super::Backend;

    #[tokio::test]
    async fn a_state_is_kept_until_it_is_removed() {
        let backend = Backend::start().await.unwrap();
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let get = async || {
            let answer = client.get(&backend.url).send().await.unwrap();
            (answer.status().as_u16(), answer.text().await.unwrap())
        };
        assert_eq!(get().await, (404, String::new()));
        let long = "x".repeat(5 << 20);
        assert!(client.post(&backend.url).body(long.clone()).send().await.unwrap().status().is_success());
        assert_eq!(get().await, (200, long));
        assert!(client.delete(&backend.url).send().await.unwrap().status().is_success());
        assert_eq!(get().await.0, 404);
        assert!(backend.block().contains(&backend.url));
    }
}
