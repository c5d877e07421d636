//! A server of Terraform's backend `http`, as teams keep their states: with locks, with counts of what Terraform uploads, and with a
//! switch that lets uploads fail.

mod states;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, Query, State};
use axum::http::Method;
use axum::response::Response;
use axum::routing::any;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use self::states::{LockId, States};
use crate::HarnessError;

/// A server that holds any number of states, each under its own name. It ends when the value is dropped.
#[derive(Debug)]
pub struct StateServer {
    url: String,
    states: Shared,
    server: JoinHandle<()>,
}

type Shared = Arc<Mutex<States>>;

impl StateServer {
    /// Starts it on a free loopback port.
    ///
    /// # Errors
    /// [`HarnessError::File`] when there is no free port.
    pub async fn start() -> Result<Self, HarnessError> {
        let cannot = HarnessError::file("listen on", "127.0.0.1:0");
        let listener = TcpListener::bind("127.0.0.1:0").await.map_err(cannot)?;
        let address = listener.local_addr().map_err(HarnessError::file("get the address of", "127.0.0.1:0"))?;
        let states = Shared::default();
        let router = Router::new().route("/{name}", any(answer));
        let router = router.layer(DefaultBodyLimit::disable()).with_state(Arc::clone(&states));
        // Terraform's commands report a server that is gone.
        let server = tokio::spawn(async move {
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self { url: format!("http://{address}"), states, server })
    }

    /// The block of a configuration whose state is the one of this name.
    #[must_use]
    pub fn block(&self, name: &str) -> String {
        let address = format!("{}/{name}", self.url);
        format!(
            "terraform {{\n  backend \"http\" {{\n    address        = {address:?}\n    lock_address   = {address:?}\n    \
             unlock_address = {address:?}\n    retry_max      = 0\n  }}\n}}\n"
        )
    }

    /// How many uploads of this state the server has accepted.
    #[must_use]
    pub fn uploads(&self, name: &str) -> usize {
        states(&self.states).uploads(name)
    }

    /// Answers uploads of this state with HTTP 507, from the `number`th of all on; 1 is the first one.
    pub fn fail_uploads_from(&self, name: &str, number: usize) {
        states(&self.states).fail_uploads_from(name, Some(number));
    }

    /// Accepts all uploads of this state again.
    pub fn accept_uploads(&self, name: &str) {
        states(&self.states).fail_uploads_from(name, None);
    }
}

impl Drop for StateServer {
    fn drop(&mut self) {
        self.server.abort();
    }
}

fn states(shared: &Mutex<States>) -> MutexGuard<'_, States> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn answer(
    State(shared): State<Shared>,
    method: Method,
    Path(name): Path<String>,
    Query(lock): Query<LockId>,
    body: Bytes,
) -> Response {
    states(&shared).answer(method.as_str(), &name, &lock, body)
}

#[cfg(test)]
mod tests {
    use reqwest::{Client, Method};

    use super::StateServer;

    const LOCK: &str = r#"{"ID":"lock-1","Who":"user"}"#;

    struct Test {
        server: StateServer,
        client: Client,
    }

    impl Test {
        async fn start() -> Self {
            let client = Client::builder().no_proxy().build().unwrap();
            Self { server: StateServer::start().await.unwrap(), client }
        }

        async fn call(&self, method: &str, path: &str, body: &str) -> (u16, String) {
            let method = Method::from_bytes(method.as_bytes()).unwrap();
            let request = self.client.request(method, format!("{}/{path}", self.server.url)).body(body.to_owned());
            let answer = request.send().await.unwrap();
            (answer.status().as_u16(), answer.text().await.unwrap())
        }
    }

    #[tokio::test]
    async fn a_state_is_kept_until_it_is_removed() {
        let test = Test::start().await;
        assert_eq!(test.call("GET", "a", "").await, (404, String::new()));
        let long = "x".repeat(5 << 20);
        assert_eq!(test.call("POST", "a", &long).await.0, 200);
        assert_eq!(test.call("GET", "a", "").await, (200, long));
        assert_eq!(test.call("GET", "b", "").await.0, 404);
        assert_eq!((test.server.uploads("a"), test.server.uploads("b")), (1, 0));
        assert_eq!(test.call("DELETE", "a", "").await.0, 200);
        assert_eq!(test.call("GET", "a", "").await.0, 404);
        assert!(test.server.block("a").contains(&format!("{}/a", test.server.url)));
    }

    #[tokio::test]
    async fn only_the_holder_of_the_lock_changes_the_state() {
        let test = Test::start().await;
        assert_eq!(test.call("LOCK", "a", LOCK).await.0, 200);
        assert_eq!(test.call("LOCK", "a", r#"{"ID":"lock-2"}"#).await, (423, LOCK.to_owned()));
        assert_eq!(test.call("LOCK", "b", LOCK).await.0, 200);
        assert_eq!(test.call("POST", "a?ID=lock-2", "state").await.0, 409);
        assert_eq!(test.call("POST", "a", "state").await.0, 409);
        assert_eq!(test.call("POST", "a?ID=lock-1", "state").await.0, 200);
        assert_eq!(test.call("UNLOCK", "a", r#"{"ID":"lock-2"}"#).await.0, 409);
        assert_eq!(test.call("UNLOCK", "a", LOCK).await.0, 200);
        assert_eq!(test.call("LOCK", "a", r#"{"ID":"lock-2"}"#).await.0, 200);
        // `force-unlock` sends no body.
        assert_eq!(test.call("UNLOCK", "a", "").await.0, 200);
        assert_eq!(test.call("LOCK", "a", LOCK).await.0, 200);
        assert_eq!(test.call("LOCK", "c", "no JSON").await.0, 400);
    }

    #[tokio::test]
    async fn uploads_fail_from_the_chosen_one_on() {
        let test = Test::start().await;
        test.server.fail_uploads_from("a", 2);
        assert_eq!(test.call("POST", "a", "one").await.0, 200);
        assert_eq!(test.call("POST", "a", "two").await.0, 507);
        assert_eq!(test.call("POST", "b", "two").await.0, 200);
        assert_eq!(test.call("GET", "a", "").await, (200, "one".to_owned()));
        test.server.accept_uploads("a");
        assert_eq!(test.call("POST", "a", "three").await.0, 200);
        assert_eq!(test.server.uploads("a"), 2);
        assert_eq!(test.call("PUT", "a", "").await.0, 405);
    }
}
