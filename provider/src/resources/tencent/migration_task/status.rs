//! The desired status of a job: what a refresh stores, and what an apply has to do.

use tencent::dts::JobStatus;

/// What an apply has to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Nothing.
    None,
    /// Start a job that was checked, continue one that is paused, or resume one that has failed.
    Run,
    /// Pause it.
    Pause,
    /// Run it if necessary, wait until the destination has caught up, and complete it.
    Complete,
    /// Stop it permanently.
    Stop,
}

/// Why a job cannot get a desired status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Blocked {
    /// It was completed or stopped.
    Ended,
    /// It was not started.
    NotStarted,
    /// It was started.
    Started,
    /// It has failed.
    Failed,
    /// It waits for its time.
    Waits,
}

/// The step from a status to a desired one.
///
/// # Errors
/// There is no such step.
pub(crate) fn step(status: &JobStatus, desired: &str) -> Result<Step, Blocked> {
    use JobStatus as S;
    let not_started =
        matches!(status, S::Absent | S::Creating | S::Created | S::Checking | S::CheckPass | S::CheckNotPass);
    let failed = matches!(status, S::Failed | S::Error | S::ResumableError);
    let paused = matches!(status, S::Pausing | S::ManualPaused);
    let stopped = matches!(status, S::Stopping | S::Canceled);
    let completed = matches!(status, S::Completing | S::Success);
    match desired {
        "checked" if not_started => Ok(Step::None),
        "checked" => Err(Blocked::Started),
        "running" if not_started || failed || paused => Ok(Step::Run),
        "running" | "paused" if stopped || completed => Err(Blocked::Ended),
        "running" => Ok(Step::None),
        "paused" if not_started => Err(Blocked::NotStarted),
        "paused" if *status == S::ReadyRun => Err(Blocked::Waits),
        // A failed job moves no data either.
        "paused" if failed || paused => Ok(Step::None),
        "paused" => Ok(Step::Pause),
        "completed" if completed => Ok(Step::None),
        "completed" if stopped => Err(Blocked::Ended),
        "completed" if failed => Err(Blocked::Failed),
        "completed" => Ok(Step::Complete),
        "stopped" if not_started => Err(Blocked::NotStarted),
        "stopped" if stopped || completed => Ok(Step::None),
        "stopped" => Ok(Step::Stop),
        _ => Ok(Step::None),
    }
}

/// The `desired_status` that a refresh stores. `known` is that of the state, none of an import. Any other status is
/// stored as what it is, so that the plan shows it.
pub(crate) fn refreshed(status: &JobStatus, known: Option<&str>) -> String {
    use JobStatus as S;
    let keep = |otherwise: &str| known.unwrap_or(otherwise).to_owned();
    match status {
        S::Created | S::CheckPass | S::CheckNotPass => match known {
            None | Some("checked") => "checked",
            Some(_) => "not_started",
        }
        .to_owned(),
        S::Running | S::ReadyComplete | S::ReadyRun | S::Resuming => "running".to_owned(),
        S::Pausing | S::ManualPaused => "paused".to_owned(),
        S::Failed | S::Error | S::ResumableError => match known {
            Some("paused") | None => "paused",
            Some(_) => "failed",
        }
        .to_owned(),
        // The end of a migration is no deviation: no call starts it again.
        S::Success | S::Completing => keep("completed"),
        S::Canceled | S::Stopping => keep("stopped"),
        S::Creating | S::Checking => keep("checked"),
        S::Absent | S::Unknown | S::Other(_) => keep("running"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(status: &str, desired: &str) -> Result<Step, Blocked> {
        step(&JobStatus::of(status), desired)
    }

    #[test]
    fn each_status_has_its_step() {
        for (status, desired, expected) in [
            ("checkPass", "running", Ok(Step::Run)),
            ("manualPaused", "running", Ok(Step::Run)),
            ("failed", "running", Ok(Step::Run)),
            ("readyComplete", "running", Ok(Step::None)),
            ("canceled", "running", Err(Blocked::Ended)),
            ("running", "paused", Ok(Step::Pause)),
            ("readyRun", "paused", Err(Blocked::Waits)),
            ("checkPass", "paused", Err(Blocked::NotStarted)),
            ("failed", "paused", Ok(Step::None)),
            ("readyComplete", "completed", Ok(Step::Complete)),
            ("checkPass", "completed", Ok(Step::Complete)),
            ("failed", "completed", Err(Blocked::Failed)),
            ("success", "completed", Ok(Step::None)),
            ("canceled", "completed", Err(Blocked::Ended)),
            ("running", "stopped", Ok(Step::Stop)),
            ("created", "stopped", Err(Blocked::NotStarted)),
            ("success", "stopped", Ok(Step::None)),
            ("checkNotPass", "checked", Ok(Step::None)),
            ("running", "checked", Err(Blocked::Started)),
        ] {
            assert_eq!(of(status, desired), expected, "{status} -> {desired}");
        }
    }

    #[test]
    fn a_refresh_shows_a_deviation_and_keeps_the_end() {
        let seen = |status: &str, known: &str| refreshed(&JobStatus::of(status), Some(known));
        for (status, known, stored) in [
            ("manualPaused", "running", "paused"),
            ("failed", "running", "failed"),
            ("checkPass", "running", "not_started"),
            ("checkPass", "checked", "checked"),
            ("running", "paused", "running"),
            ("readyComplete", "completed", "running"),
            ("readyComplete", "running", "running"),
            ("success", "running", "running"),
            ("canceled", "stopped", "stopped"),
            ("failed", "paused", "paused"),
            ("checking", "running", "running"),
        ] {
            assert_eq!(seen(status, known), stored, "{status} with {known}");
        }
        for (status, imported) in
            [("running", "running"), ("success", "completed"), ("canceled", "stopped"), ("created", "checked")]
        {
            assert_eq!(refreshed(&JobStatus::of(status), None), imported, "{status}");
        }
    }
}
