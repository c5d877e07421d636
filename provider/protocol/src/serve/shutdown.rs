//! Why a plugin stops, and how long running calls may take after that.

#![expect(clippy::disallowed_methods, reason = "a task waits for the signals of the process")]

use std::pin::pin;
use std::time::Duration;

use futures_util::{Stream, StreamExt as _};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use super::signals::Signal;

/// How long the provider waits after a Ctrl-C, which the terminal also sends to Terraform, so that Terraform acts first.
const TERRAFORM_HEAD_START: Duration = Duration::from_millis(500);
/// How often the provider checks that its parent process still exists.
#[cfg(unix)]
const PARENT_CHECK_INTERVAL: Duration = Duration::from_millis(500);

/// Why the server closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ShutdownReason {
    /// The host called `Shutdown`.
    Host,
    /// SIGTERM arrived; in debug mode, also SIGINT.
    Signal,
    /// The parent process has exited.
    ParentExited,
    /// The caller of `serve` cancelled its token.
    Caller,
}

impl ShutdownReason {
    /// How long the server waits for calls that are still running.
    ///
    /// When the host calls `Shutdown`, no call is running, and Terraform kills a plugin that has not exited two seconds
    /// later. In the other cases an operation may be between two API calls of a cloud and needs time to store its state.
    pub(super) fn grace_period(self) -> Duration {
        match self {
            Self::Host => Duration::from_secs(1),
            Self::Signal | Self::ParentExited | Self::Caller => Duration::from_secs(10),
        }
    }
}

/// The tokens that control a running server.
pub(super) struct Tokens {
    /// Cancelled when running operations should finish early.
    pub(super) stop: CancellationToken,
    /// Cancelled when the host calls `Shutdown`.
    pub(super) host: CancellationToken,
    /// Cancelled by the caller of `serve` to close the server.
    pub(super) caller: CancellationToken,
}

/// Waits for a reason to shut down, then cancels `stop` and returns the reason.
pub(super) async fn wait_for_shutdown(
    signals: impl Stream<Item = Signal> + Send,
    tokens: &Tokens,
    debug: bool,
) -> ShutdownReason {
    let parent_exited = async {
        if debug {
            // A debugger may start the provider through a shell that exits first.
            std::future::pending::<()>().await;
        }
        parent_exited().await;
    };
    let reason = tokio::select! {
        () = tokens.host.cancelled() => ShutdownReason::Host,
        () = tokens.caller.cancelled() => ShutdownReason::Caller,
        () = terminating_signal(signals, &tokens.stop, debug) => ShutdownReason::Signal,
        () = parent_exited => ShutdownReason::ParentExited,
    };
    tracing::debug!(?reason, "the provider is shutting down");
    tokens.stop.cancel();
    reason
}

/// Waits until the grace period of running calls is over. Another terminating signal ends it early.
pub(super) async fn wait_for_grace_period(
    reason: ShutdownReason,
    signals: impl Stream<Item = Signal> + Send,
    tokens: &Tokens,
    debug: bool,
) {
    tokio::select! {
        () = sleep(reason.grace_period()) => tracing::debug!("the grace period of running calls is over"),
        () = terminating_signal(signals, &tokens.stop, debug) => {
            tracing::debug!("another signal ends the grace period");
        }
    }
}

/// Returns when a signal that terminates the process arrives: SIGTERM, in debug mode also SIGINT.
async fn terminating_signal(signals: impl Stream<Item = Signal>, stop: &CancellationToken, debug: bool) {
    let mut signals = pin!(signals);
    while let Some(signal) = signals.next().await {
        match signal {
            Signal::Terminate => return,
            Signal::Interrupt if debug => return,
            // The terminal also sends it to Terraform, which decides whether the provider has to exit.
            Signal::Interrupt => cancel_after_head_start(stop.clone()),
        }
    }
}

/// Cancels the token after a head start for Terraform, whose `StopProvider` cancels it immediately.
///
/// If a call returned before Terraform has registered the signal, Terraform would take its result for that of an operation
/// that was not interrupted: it would exit with 0, or start the next operation.
fn cancel_after_head_start(stop: CancellationToken) {
    tokio::spawn(async move {
        sleep(TERRAFORM_HEAD_START).await;
        stop.cancel();
    });
}

/// Returns when the parent process has exited, which the system shows by giving the process another parent.
///
/// A Terraform process that is killed does not call `Shutdown`. Without this check the provider would keep running, and its
/// operations would run at the same time as those of the next Terraform run.
#[cfg(unix)]
async fn parent_exited() {
    let parent = std::os::unix::process::parent_id();
    while std::os::unix::process::parent_id() == parent {
        sleep(PARENT_CHECK_INTERVAL).await;
    }
}

/// Never returns: other systems keep the process ID of a parent that has exited.
#[cfg(not(unix))]
async fn parent_exited() {
    std::future::pending().await
}

#[cfg(test)]
mod tests {
    use futures_util::stream;
    use tokio::time::{Instant, timeout};

    use super::*;

    const HOUR: Duration = Duration::from_secs(3600);

    fn tokens() -> Tokens {
        Tokens { stop: CancellationToken::new(), host: CancellationToken::new(), caller: CancellationToken::new() }
    }

    /// A stream of these signals that does not end.
    fn signals(signals: &[Signal]) -> impl Stream<Item = Signal> + Send {
        stream::iter(signals.to_vec()).chain(stream::pending())
    }

    #[tokio::test(start_paused = true)]
    async fn shutdown_by_the_host_cancels_operations() {
        let tokens = tokens();
        tokens.host.cancel();
        assert_eq!(wait_for_shutdown(signals(&[]), &tokens, false).await, ShutdownReason::Host);
        assert!(tokens.stop.is_cancelled());
    }

    #[tokio::test(start_paused = true)]
    async fn the_server_runs_until_the_caller_cancels_it() {
        let tokens = tokens();
        let mut running = pin!(wait_for_shutdown(signals(&[]), &tokens, false));
        assert!(timeout(HOUR, &mut running).await.is_err());
        assert!(!tokens.stop.is_cancelled());
        tokens.caller.cancel();
        assert_eq!(running.await, ShutdownReason::Caller);
        assert!(tokens.stop.is_cancelled());
    }

    #[tokio::test(start_paused = true)]
    async fn an_interrupt_cancels_operations_after_the_head_start_and_stops_the_server_only_in_debug_mode() {
        let tokens = tokens();
        let mut running = pin!(wait_for_shutdown(signals(&[Signal::Interrupt]), &tokens, false));
        let just_before = TERRAFORM_HEAD_START - Duration::from_millis(1);
        assert!(timeout(just_before, &mut running).await.is_err());
        assert!(!tokens.stop.is_cancelled(), "Terraform must be able to act first");
        assert!(timeout(HOUR, running).await.is_err());
        assert!(tokens.stop.is_cancelled());
        let reason = wait_for_shutdown(signals(&[Signal::Interrupt]), &tokens, true).await;
        assert_eq!(reason, ShutdownReason::Signal);
    }

    #[tokio::test(start_paused = true)]
    async fn a_terminating_signal_gives_running_operations_more_time_than_a_shutdown() {
        let tokens = tokens();
        let reason = wait_for_shutdown(signals(&[Signal::Interrupt, Signal::Terminate]), &tokens, false).await;
        assert_eq!(reason, ShutdownReason::Signal);
        assert!(reason.grace_period() > ShutdownReason::Host.grace_period());
    }

    #[tokio::test(start_paused = true)]
    async fn running_calls_have_the_grace_period_unless_another_terminating_signal_arrives() {
        let tokens = tokens();
        let waited = async |sent: &[Signal], debug| {
            let start = Instant::now();
            wait_for_grace_period(ShutdownReason::Signal, signals(sent), &tokens, debug).await;
            start.elapsed()
        };
        let grace_period = ShutdownReason::Signal.grace_period();
        assert_eq!(waited(&[], false).await, grace_period);
        assert_eq!(waited(&[Signal::Terminate], false).await, Duration::ZERO);
        // The terminal also sends it to the host, which may still wait for a state.
        assert_eq!(waited(&[Signal::Interrupt], false).await, grace_period);
        assert_eq!(waited(&[Signal::Interrupt], true).await, Duration::ZERO);
    }
}
