//! One open page: its content, its requests and its errors.

use std::path::Path;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value as Json, json};
use tokio::time::{Instant, sleep};

use crate::BrowserError;
use crate::chromium::Chromium;
use crate::devtools::DevTools;

/// Longest wait for something to be shown.
const LIMIT: Duration = Duration::from_secs(60);
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);

/// A size of the window, in pixels.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Window {
    width: u32,
    height: u32,
    is_phone: bool,
}

impl Window {
    pub(crate) const DESKTOP: Self = Self { width: 1280, height: 900, is_phone: false };
    pub(crate) const PHONE: Self = Self { width: 375, height: 740, is_phone: true };
}

/// A page in a separate browser.
pub(crate) struct Tab {
    devtools: DevTools,
    session: String,
    browser: Chromium,
    window: Window,
}

impl Tab {
    /// Opens an address.
    pub(crate) async fn open(url: &str) -> Result<Self, BrowserError> {
        let (browser, to, from) = Chromium::start()?;
        let mut devtools = DevTools::new(to, from);
        let target = devtools.call(None, "Target.createTarget", json!({"url": "about:blank"})).await?;
        let wanted = json!({"targetId": target["targetId"], "flatten": true});
        let attached = devtools.call(None, "Target.attachToTarget", wanted).await?;
        let session = attached["sessionId"].as_str().unwrap_or_default().to_owned();
        let mut tab = Self { devtools, session, browser, window: Window::DESKTOP };
        for domain in ["Runtime", "Log", "Network", "Page"] {
            tab.call(&format!("{domain}.enable"), json!({})).await?;
        }
        tab.show_as(Window::DESKTOP, false).await?;
        tab.go(url).await?;
        Ok(tab)
    }

    /// Goes to an address.
    pub(crate) async fn go(&mut self, url: &str) -> Result<(), BrowserError> {
        self.call("Page.navigate", json!({"url": url})).await?;
        self.until("the page to be loaded", "document.body && document.readyState === 'complete'").await
    }

    /// Shows the page in a window of this size, light or dark.
    pub(crate) async fn show_as(&mut self, window: Window, dark: bool) -> Result<(), BrowserError> {
        let Window { width, height, is_phone } = window;
        let metrics = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": is_phone});
        self.call("Emulation.setDeviceMetricsOverride", metrics).await?;
        let scheme = if dark { "dark" } else { "light" };
        let features = json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]});
        self.call("Emulation.setEmulatedMedia", features).await?;
        self.window = window;
        Ok(())
    }

    /// Puts a text into an input.
    pub(crate) async fn write(&mut self, selector: &str, text: &str) -> Result<(), BrowserError> {
        let place = format!("document.querySelector({})", json!(selector));
        self.value(&format!(
            "{place}.focus(), {place}.value = {}, {place}.dispatchEvent(new Event('input'))",
            json!(text)
        ))
        .await?;
        Ok(())
    }

    /// Presses a key that has a name.
    pub(crate) async fn press(&mut self, key: &str) -> Result<(), BrowserError> {
        let code = if key == "Enter" { 13 } else { 9 };
        let text = if key == "Enter" { "\r" } else { "" };
        for kind in ["keyDown", "keyUp"] {
            let text = if kind == "keyDown" { text } else { "" };
            let event = json!({"type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code, "text": text});
            self.call("Input.dispatchKeyEvent", event).await?;
        }
        Ok(())
    }

    /// Ends the browser.
    pub(crate) async fn close(self) {
        self.browser.end().await;
    }

    /// The value of an expression in the page; a promise is waited for.
    pub(crate) async fn value(&mut self, expression: &str) -> Result<Json, BrowserError> {
        let parameters = json!({"expression": expression, "returnByValue": true, "awaitPromise": true});
        let mut answer = self.call("Runtime.evaluate", parameters).await?;
        match answer.get("exceptionDetails") {
            None => Ok(answer["result"]["value"].take()),
            Some(details) => Err(BrowserError::Refused { method: expression.to_owned(), answer: details.to_string() }),
        }
    }

    /// Waits until an expression is true.
    pub(crate) async fn until(&mut self, what: &str, expression: &str) -> Result<(), BrowserError> {
        let end = Instant::now() + LIMIT;
        while self.value(&format!("Boolean({expression})")).await? != true {
            if Instant::now() >= end {
                let page = self.value("document.body?.innerText").await?;
                let page = page.as_str().unwrap_or_default().to_owned();
                return Err(BrowserError::NeverSeen { what: what.to_owned(), limit: LIMIT, page });
            }
            sleep(BETWEEN_LOOKS).await;
        }
        Ok(())
    }

    /// Waits until the page shows a text.
    pub(crate) async fn shows(&mut self, text: &str) -> Result<(), BrowserError> {
        self.until(&format!("{text:?}"), &format!("document.body.innerText.includes({})", json!(text))).await
    }

    /// Errors and warnings of the console, and uncaught exceptions.
    pub(crate) fn complaints(&self) -> Vec<String> {
        let loud = |kind: &Json| ["error", "warning", "assert"].iter().any(|word| kind == word);
        let complaint = |event: &&Json| match event["method"].as_str() {
            Some("Runtime.exceptionThrown") => true,
            Some("Runtime.consoleAPICalled") => loud(&event["params"]["type"]),
            Some("Log.entryAdded") => loud(&event["params"]["entry"]["level"]),
            _ => false,
        };
        self.devtools.events().iter().filter(complaint).map(|event| event["params"].to_string()).collect()
    }

    /// The addresses of all requests.
    pub(crate) fn requests(&self) -> Vec<String> {
        let sent = self.devtools.events().iter().filter(|event| event["method"] == "Network.requestWillBeSent");
        sent.filter_map(|event| event["params"]["request"]["url"].as_str()).map(str::to_owned).collect()
    }

    /// Writes a picture of the page down to a height in pixels; its size in bytes.
    pub(crate) async fn picture(&mut self, path: &Path, most: u64) -> Result<usize, BrowserError> {
        let height = self.value("Math.ceil(document.documentElement.getBoundingClientRect().height)").await?;
        let height = height.as_u64().unwrap_or(most).min(most);
        let clip = json!({"x": 0, "y": 0, "width": self.window.width, "height": height, "scale": 1});
        let wanted = json!({"format": "png", "captureBeyondViewport": true, "clip": clip});
        let answer = self.call("Page.captureScreenshot", wanted).await?;
        let bytes = STANDARD.decode(answer["data"].as_str().unwrap_or_default()).unwrap_or_default();
        let failed = |source| BrowserError::Write { path: path.to_owned(), source };
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(failed)?;
        }
        std::fs::write(path, &bytes).map_err(failed)?;
        Ok(bytes.len())
    }

    async fn call(&mut self, method: &str, parameters: Json) -> Result<Json, BrowserError> {
        self.devtools.call(Some(&self.session), method, parameters).await
    }
}
