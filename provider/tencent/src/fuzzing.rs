//! What the fuzz targets call: answers of the cloud and of the metadata service, and the files of a profile.

use std::pin::Pin;

use cloud_core::{CallContext, Endpoint, Error, HttpClient, HttpRequest, HttpResponse, Sending};
use http::{HeaderMap, HeaderValue};
use tokio::runtime::{Builder, Runtime};

use crate::action::Action;
use crate::catalogue::actions;
use crate::cloud::Cloud;
use crate::config::Config;
use crate::credentials::read_credential_file;

/// Stands for the metadata service in place of an action.
const METADATA: &str = "Metadata";

/// The same answer to every request. The first line of an input is the action (or `Metadata`), the HTTP status and the
/// value of `Retry-After`; the rest is the body.
pub fn answer(data: &[u8]) {
    let Some(end) = data.iter().position(|byte| *byte == b'\n') else { return };
    let Ok(line) = str::from_utf8(&data[..end]) else { return };
    let mut words = line.split_whitespace();
    let (Some(action), Some(Ok(status))) = (words.next(), words.next().map(str::parse)) else { return };
    let response =
        FixedResponse { status, retry_after: words.next().map(str::to_owned), body: data[end + 1..].to_vec() };
    let mut config = Config { max_retries: 0, ..Config::new("ap-guangzhou") };
    let ctx = CallContext::default();
    let outcome = if action == METADATA {
        config.credentials.cam_role_name = Some("web".to_owned());
        let Ok(cloud) = Cloud::with_http_client(Box::new(response), config) else { return };
        runtime().block_on(cloud.resolve_credentials(&ctx)).map(|found| format!("{found:?}"))
    } else {
        config.credentials.secret_id = Some("id".to_owned());
        config.credentials.secret_key = Some("secret".into());
        let Some((_, call)) = actions!(caller).into_iter().find(|(name, _)| *name == action) else { return };
        let Ok(cloud) = Cloud::with_http_client(Box::new(response), config) else { return };
        runtime().block_on(call(cloud))
    };
    // The texts for users are formatted, too.
    let _ = outcome.map_err(|error| format!("{error} {error:?} {:?}", error.code()));
}

/// A `.credential` file of a profile.
pub fn profile(data: &[u8]) {
    if let Err(error) = read_credential_file(data) {
        assert!(!error.to_string().is_empty());
    }
}

type Called = Pin<Box<dyn Future<Output = Result<String, Error>>>>;

/// An action by its name, with a function that calls it.
fn caller<A: Action + Default + 'static>() -> (&'static str, fn(Cloud) -> Called)
where
    A::Answer: std::fmt::Debug,
{
    (A::NAME, |cloud| {
        Box::pin(async move {
            let answer = cloud.call(&A::default(), &CallContext::default()).await?;
            Ok(format!("{answer:?}"))
        })
    })
}

/// Calls wait for nothing here, so a runtime of one thread is enough.
fn runtime() -> &'static Runtime {
    static RUNTIME: std::sync::OnceLock<Runtime> = std::sync::OnceLock::new();
    #[expect(clippy::expect_used, reason = "a fuzz target cannot continue without it")]
    RUNTIME.get_or_init(|| Builder::new_current_thread().enable_time().build().expect("a runtime"))
}

struct FixedResponse {
    status: u16,
    retry_after: Option<String>,
    body: Vec<u8>,
}

impl HttpClient for FixedResponse {
    fn send<'a>(&'a self, _: &'a Endpoint, _: HttpRequest) -> Sending<'a> {
        let mut headers = HeaderMap::new();
        if let Some(Ok(value)) = self.retry_after.as_deref().map(HeaderValue::from_str) {
            headers.insert("retry-after", value);
        }
        let response = HttpResponse { status: self.status, headers, body: self.body.clone() };
        Box::pin(async { Ok(response) })
    }
}

#[cfg(test)]
#[path = "../../../fuzz/saved.rs"]
mod saved;

#[cfg(test)]
mod tests {
    use super::{answer, profile, saved};

    #[test]
    fn saved_inputs_still_pass() {
        saved::each("tencent-answers", answer);
        saved::each("tencent-profiles", profile);
    }
}
