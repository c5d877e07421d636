//! What a running plugin prints, collected while it runs.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncRead, AsyncReadExt as _};
use tokio_util::sync::CancellationToken;

/// Text that grows as the plugin prints; a pipe that is not read would block it.
#[derive(Clone, Debug, Default)]
pub(super) struct Collected {
    bytes: Arc<Mutex<Vec<u8>>>,
    closed: CancellationToken,
}

impl Collected {
    /// Reads `pipe` to its end in the background.
    pub(super) fn from_pipe(mut pipe: impl AsyncRead + Send + Unpin + 'static) -> Self {
        let collected = Self::default();
        let sink = collected.clone();
        tokio::spawn(async move {
            let mut chunk = [0; 4096];
            while let Ok(length @ 1..) = pipe.read(&mut chunk).await {
                sink.bytes.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(&chunk[..length]);
            }
            sink.closed.cancel();
        });
        collected
    }

    /// Everything, once the plugin has closed its end.
    pub(super) async fn whole_text(&self) -> String {
        self.closed.cancelled().await;
        self.text()
    }

    /// What came so far.
    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
    }
}
