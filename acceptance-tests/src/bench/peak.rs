//! The most memory a provider had while Terraform ran.

use std::path::Path;
use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};

use super::BenchError;
use super::memory::kilobytes;

/// Between two looks. The system keeps the peak itself, so that only the last moments of a process are missed.
const PAUSE: Duration = Duration::from_millis(50);
/// How every provider's file begins.
const PROVIDER: &str = "terraform-provider-";

/// What the command gives, and the highest peak in bytes of all providers that ran in `folder` meanwhile.
pub(super) async fn during<T>(
    folder: &Path,
    command: impl Future<Output = Result<T, BenchError>>,
) -> Result<(T, f64), BenchError> {
    let mut ticks = interval(PAUSE);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut peak: Option<f64> = None;
    tokio::pin!(command);
    let value = loop {
        tokio::select! {
            done = &mut command => break done?,
            _ = ticks.tick() => peak = peak.into_iter().chain(highest(folder)).max_by(f64::total_cmp),
        }
    };
    let unseen = || BenchError::Unreadable {
        what: "the provider's peak memory",
        path: "/proc".into(),
        reason: format!("no process of a provider was seen in {}", folder.display()),
    };
    peak.map(|bytes| (value, bytes)).ok_or_else(unseen)
}

/// Processes that end meanwhile are passed over.
fn highest(folder: &Path) -> Option<f64> {
    let processes = std::fs::read_dir("/proc").ok()?;
    let peaks = processes.filter_map(|process| {
        let process = process.ok()?.path();
        let of_provider = std::fs::read_link(process.join("exe")).ok()?.file_name()?.to_str()?.starts_with(PROVIDER);
        let here = of_provider && std::fs::read_link(process.join("cwd")).ok()? == folder;
        here.then(|| kilobytes(&std::fs::read_to_string(process.join("status")).ok()?, "VmHWM:")).flatten()
    });
    peaks.max_by(f64::total_cmp)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn without_a_provider_there_is_no_figure() {
        let error = during(Path::new("/nonexistent"), async { Ok(1) }).await.unwrap_err().to_string();
        assert!(error.contains("no process of a provider was seen in /nonexistent"), "{error}");
    }
}
