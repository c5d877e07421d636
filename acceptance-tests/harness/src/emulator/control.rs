//! A client of the emulator's control API.

use serde_json::Value as Json;

use crate::HarnessError;

/// Reads the state and the request log of the emulator, and sets faults.
#[derive(Clone, Debug)]
pub struct Control {
    client: reqwest::Client,
    base: String,
}

impl Control {
    /// For the emulator at this address.
    #[must_use]
    pub fn new(url: &str) -> Self {
        // A proxy variable of the machine is not meant for loopback.
        let client = reqwest::Client::builder().no_proxy().build().unwrap_or_default();
        Self { client, base: format!("{url}/_control") }
    }

    /// All objects, account by account.
    ///
    /// # Errors
    /// [`HarnessError::Control`].
    pub async fn state(&self) -> Result<Json, HarnessError> {
        self.get("state").await
    }

    /// Every call so far, in order.
    ///
    /// # Errors
    /// [`HarnessError::Control`].
    pub async fn requests(&self) -> Result<Vec<Json>, HarnessError> {
        Ok(self.get("requests").await?.as_array().cloned().unwrap_or_default())
    }

    /// Forces a job's status, phase or precheck items.
    ///
    /// # Errors
    /// [`HarnessError::Control`].
    pub async fn force(&self, job: &str, what: &Json) -> Result<(), HarnessError> {
        let url = format!("{}/jobs/{job}", self.base);
        self.send("POST", &url, self.client.post(&url).body(what.to_string())).await.map(|_| ())
    }

    /// Sets the clock of the server this many seconds ahead of the clock of this machine; a negative number sets it behind.
    ///
    /// # Errors
    /// [`HarnessError::Control`].
    pub async fn skew(&self, seconds: i32) -> Result<(), HarnessError> {
        let url = format!("{}/clock", self.base);
        let body = serde_json::json!({"skew_seconds": seconds}).to_string();
        self.send("POST", &url, self.client.post(&url).body(body)).await.map(|_| ())
    }

    /// Calls that match a rule fail, wait or lose their answer.
    ///
    /// # Errors
    /// [`HarnessError::Control`].
    pub async fn fault(&self, rule: &Json) -> Result<(), HarnessError> {
        let url = format!("{}/faults", self.base);
        self.send("POST", &url, self.client.post(&url).body(rule.to_string())).await.map(|_| ())
    }

    /// Ends all faults.
    ///
    /// # Errors
    /// [`HarnessError::Control`].
    pub async fn clear_faults(&self) -> Result<(), HarnessError> {
        self.delete("faults").await
    }

    /// The calls that a fault holds now.
    ///
    /// # Errors
    /// [`HarnessError::Control`].
    pub async fn held(&self) -> Result<Vec<Json>, HarnessError> {
        Ok(self.get("held").await?.as_array().cloned().unwrap_or_default())
    }

    /// Lets the held calls continue.
    ///
    /// # Errors
    /// [`HarnessError::Control`].
    pub async fn release(&self) -> Result<(), HarnessError> {
        self.delete("held").await
    }

    /// Back to the world as it was at the start.
    ///
    /// # Errors
    /// [`HarnessError::Control`].
    pub async fn reset(&self) -> Result<(), HarnessError> {
        let url = format!("{}/reset", self.base);
        self.send("POST", &url, self.client.post(&url)).await.map(|_| ())
    }

    async fn delete(&self, what: &str) -> Result<(), HarnessError> {
        let url = format!("{}/{what}", self.base);
        self.send("DELETE", &url, self.client.delete(&url)).await.map(|_| ())
    }

    async fn get(&self, what: &str) -> Result<Json, HarnessError> {
        let url = format!("{}/{what}", self.base);
        self.send("GET", &url, self.client.get(&url)).await
    }

    async fn send(
        &self,
        method: &'static str,
        url: &str,
        request: reqwest::RequestBuilder,
    ) -> Result<Json, HarnessError> {
        let failed = |reason: String| HarnessError::Control { method, url: url.to_owned(), reason };
        let answer = request.send().await.map_err(|error| failed(error.to_string()))?;
        let status = answer.status();
        let text = answer.text().await.map_err(|error| failed(error.to_string()))?;
        if !status.is_success() {
            return Err(failed(format!("{status}: {text}")));
        }
        serde_json::from_str(&text).map_err(|error| failed(error.to_string()))
    }
}
