//! What ends a plugin, and how long running calls may take after it.

use std::pin::pin;
use std::time::Duration;

use futures_util::{Stream, StreamExt as _};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use super::orphan::parent_exited;
use super::signals::Signal;

/// How much earlier than we Terraform may act on a Ctrl-C that both of us got.
const TERRAFORM_HEAD_START: Duration = Duration::from_millis(500);

/// Why the server closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ShutdownReason {
    /// The host called `Shutdown`.
    Shutdown,
    /// SIGTERM, or SIGINT in a debugger.
    Signal,
    /// The parent process is gone.
    Orphaned,
    /// The caller of `serve` cancelled its token.
    Cancelled,
}

impl ShutdownReason {
    /// How long calls that still run are waited for.
    ///
    /// After `Shutdown` none runs, and Terraform kills a plugin that is not gone two seconds later. Otherwise an
    /// operation may be between two calls to a cloud, and gets time to bring its state to an end.
    pub(super) fn grace(self) -> Duration {
        match self {
            Self::Shutdown => Duration::from_secs(1),
            Self::Signal | Self::Orphaned | Self::Cancelled => Duration::from_secs(10),
        }
    }
}

/// The tokens that mean something while the server runs.
pub(super) struct Tokens {
    /// Running operations should come to an end.
    pub(super) stop: CancellationToken,
    /// The host called `Shutdown`.
    pub(super) host: CancellationToken,
    /// The caller wants the server to close.
    pub(super) caller: CancellationToken,
}

/// Waits for the end, and cancels `stop` when it comes.
pub(super) async fn end(signals: impl Stream<Item = Signal> + Send, tokens: &Tokens, debug: bool) -> ShutdownReason {
    let parent_gone = async {
        if debug {
            // A debugger may start the provider through a shell that ends first.
            std::future::pending::<()>().await;
        }
        parent_exited().await;
    };
    let reason = tokio::select! {
        () = tokens.host.cancelled() => ShutdownReason::Shutdown,
        () = tokens.caller.cancelled() => ShutdownReason::Cancelled,
        () = terminating_signal(signals, &tokens.stop, debug) => ShutdownReason::Signal,
        () = parent_gone => ShutdownReason::Orphaned,
    };
    tracing::debug!(?reason, "the provider ends");
    tokens.stop.cancel();
    reason
}

/// Waits until running calls have had their time. Who signals the end once more will not wait for them.
pub(super) async fn grace(
    reason: ShutdownReason,
    signals: impl Stream<Item = Signal> + Send,
    tokens: &Tokens,
    debug: bool,
) {
    tokio::select! {
        () = sleep(reason.grace()) => tracing::debug!("running calls had their time"),
        () = terminating_signal(signals, &tokens.stop, debug) => tracing::debug!("a second signal ends the process at once"),
    }
}

/// Returns at the signal that ends the process: SIGTERM, in a debugger SIGINT too.
async fn terminating_signal(signals: impl Stream<Item = Signal>, stop: &CancellationToken, debug: bool) {
    let mut signals = pin!(signals);
    while let Some(signal) = signals.next().await {
        match signal {
            Signal::Terminate => return,
            Signal::Interrupt if debug => return,
            // The terminal sends it to Terraform as well, which decides what comes next.
            Signal::Interrupt => cancel_after_head_start(stop.clone()),
        }
    }
}

/// Cancels after a head start for Terraform, whose `StopProvider` cancels at once. An answer that came before Terraform has
/// noted the signal would be taken for that of an operation nobody interrupted: it would exit with 0, or begin the next one.
fn cancel_after_head_start(stop: CancellationToken) {
    tokio::spawn(async move {
        sleep(TERRAFORM_HEAD_START).await;
        stop.cancel();
    });
}

#[cfg(test)]
mod tests {
    use futures_util::stream;

    use super::*;

    fn tokens() -> Tokens {
        Tokens { stop: CancellationToken::new(), host: CancellationToken::new(), caller: CancellationToken::new() }
    }

    /// These signals, and then no more.
    fn signals(signals: &[Signal]) -> impl Stream<Item = Signal> + Send {
        stream::iter(signals.to_vec()).chain(stream::pending())
    }

    /// Whether nothing ends within a moment.
    async fn goes_on(running: impl Future<Output = ShutdownReason>) -> bool {
        tokio::time::timeout(Duration::from_millis(20), running).await.is_err()
    }

    #[tokio::test]
    async fn shutdown_by_the_host_ends_and_stops_operations() {
        let tokens = tokens();
        tokens.host.cancel();
        assert_eq!(end(signals(&[]), &tokens, false).await, ShutdownReason::Shutdown);
        assert!(tokens.stop.is_cancelled());
    }

    #[tokio::test]
    async fn caller_ends_it_and_nothing_ends_it_by_itself() {
        let tokens = tokens();
        let mut running = pin!(end(signals(&[]), &tokens, false));
        assert!(goes_on(&mut running).await);
        assert!(!tokens.stop.is_cancelled());
        tokens.caller.cancel();
        assert_eq!(running.await, ShutdownReason::Cancelled);
        assert!(tokens.stop.is_cancelled());
    }

    #[tokio::test]
    async fn interrupt_stops_operations_and_ends_only_a_debugged_provider() {
        let tokens = tokens();
        assert!(goes_on(end(signals(&[Signal::Interrupt]), &tokens, false)).await);
        assert!(!tokens.stop.is_cancelled(), "Terraform is to act first");
        tokio::time::timeout(TERRAFORM_HEAD_START * 10, tokens.stop.cancelled()).await.unwrap();
        assert_eq!(end(signals(&[Signal::Interrupt]), &tokens, true).await, ShutdownReason::Signal);
    }

    #[tokio::test]
    async fn terminate_ends_with_time_for_running_operations() {
        let tokens = tokens();
        let reason = end(signals(&[Signal::Interrupt, Signal::Terminate]), &tokens, false).await;
        assert_eq!(reason, ShutdownReason::Signal);
        assert!(reason.grace() > ShutdownReason::Shutdown.grace());
    }

    #[tokio::test]
    async fn running_calls_have_their_time_unless_the_end_is_signalled_again() {
        let tokens = tokens();
        let waits = async |sent: &[Signal], debug| {
            let wait = grace(ShutdownReason::Signal, signals(sent), &tokens, debug);
            tokio::time::timeout(Duration::from_millis(20), wait).await.is_err()
        };
        assert!(waits(&[], false).await);
        assert!(!waits(&[Signal::Terminate], false).await);
        // The host gets it too, and may still wait for a state.
        assert!(waits(&[Signal::Interrupt], false).await);
        assert!(!waits(&[Signal::Interrupt], true).await);
    }
}
