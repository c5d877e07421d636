//! Apply, empty plan, change, import, destroy, nothing left. Whatever happens, what carries the run's name is removed.

use std::time::{SystemTime, UNIX_EPOCH};

use alibaba::Environment;
use tokio_util::sync::CancellationToken;

use super::accounts::Accounts;
use super::folder::{self, INSTANCE, ROLE, TASK};
use super::settings::Settings;
use super::{RealError, Say, sweep};
use acceptance_harness::terraform::{Run, Terraform};

/// Who ends a run early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interruption {
    /// Ctrl-C, which the terminal sends to Terraform as well.
    Terminal,
    /// A supervisor, which means this process alone.
    Supervisor,
}

/// The loop, from nothing to nothing. `interrupted` ends it early.
///
/// # Errors
/// The first step that did not give what it must; what it left has been removed then.
pub async fn run(
    settings: &Settings,
    environment: &Environment,
    say: Say<'_>,
    interrupted: impl Future<Output = Interruption>,
) -> Result<(), RealError> {
    let accounts = Accounts::open(settings, environment).await?;
    let name = name(&settings.prefix);
    say(&format!("accounts {} and {}, region {}", accounts.source.id, accounts.destination.id, settings.region));
    say(&format!("everything of this run is named {name}"));
    let stop = CancellationToken::new();
    let result = {
        let steps = Loop { settings, environment, name: &name, say: &mut *say, stop: stop.clone() }.steps();
        tokio::pin!(steps);
        tokio::select! {
            result = &mut steps => result,
            by = interrupted => {
                stop.cancel();
                // If Terraform cannot be interrupted, its current command is the last one.
                let sent = if by == Interruption::Supervisor { interrupt_terraform().await } else { Ok(()) };
                // It ends its calls first: an interrupted call could create objects after the search for them.
                steps.await.and(sent)
            }
        }
    };
    let result = if stop.is_cancelled() { Err(RealError::Interrupted) } else { result };
    end(&accounts, &name, say, result).await
}

/// As Ctrl-C would.
async fn interrupt_terraform() -> Result<(), RealError> {
    #[cfg(unix)]
    {
        use acceptance_harness::terraform::processes;
        let running = processes::children(std::process::id()).await?;
        processes::signal("INT", &running).await?;
    }
    Ok(())
}

/// Looks for what is left, removes it, and reports it as a failure.
async fn end(accounts: &Accounts, name: &str, say: Say<'_>, result: Result<(), RealError>) -> Result<(), RealError> {
    let left = sweep::sweep(accounts, name, say).await;
    match (result, left) {
        (Ok(()), Ok(left)) if left.is_empty() => {
            say(&format!("nothing is left; the database {} stays at the destination", folder::database(name)));
            Ok(())
        }
        (Ok(()), Ok(left)) => Err(RealError::Unexpected {
            what: "destroy left something behind, and it was removed",
            found: left.summary(),
        }),
        (Ok(()), Err(sweep)) => Err(sweep),
        (Err(run), Ok(_)) => Err(run),
        (Err(run), Err(sweep)) => Err(RealError::Twice { run: Box::new(run), sweep: Box::new(sweep) }),
    }
}

/// What the steps share.
struct Loop<'l> {
    settings: &'l Settings,
    environment: &'l Environment,
    name: &'l str,
    say: Say<'l>,
    stop: CancellationToken,
}

impl Loop<'_> {
    async fn steps(mut self) -> Result<(), RealError> {
        let first = folder::new(self.settings, self.environment, self.name)?;
        self.step(&first.version().await?)?;
        self.step("apply: role, task with precheck, instance, until the destination has caught up")?;
        first.apply().await?.success()?;
        self.assert_no_changes(&first).await?;
        self.step("change: role, task and instance, in place")?;
        folder::write_values(&first, self.settings, self.name, true)?;
        in_place(&first.apply().await?.success()?)?;
        self.assert_no_changes(&first).await?;
        let second = folder::new(self.settings, self.environment, self.name)?;
        folder::write_values(&second, self.settings, self.name, true)?;
        self.import(&first, &second).await?;
        self.assert_no_changes(&second).await?;
        self.step("destroy, from the imported state: stop, release, delete the role")?;
        second.destroy().await?.success()?;
        Ok(())
    }

    /// Reports the next step, unless the run is interrupted.
    fn step(&mut self, what: &str) -> Result<(), RealError> {
        if self.stop.is_cancelled() {
            return Err(RealError::Interrupted);
        }
        (self.say)(what);
        Ok(())
    }

    /// Plans; there must be nothing to do.
    async fn assert_no_changes(&mut self, terraform: &Terraform) -> Result<(), RealError> {
        self.step("plan, which must be empty")?;
        let run = terraform.plan().await?;
        if run.code == Some(0) {
            return Ok(());
        }
        let found = format!("{}\n{}", run.planned_changes().join("\n"), run.output());
        Err(RealError::Unexpected { what: "the plan is not empty", found })
    }

    /// Imports everything into the second folder, and applies what only the provider knows.
    async fn import(&mut self, first: &Terraform, second: &Terraform) -> Result<(), RealError> {
        self.step("import into an empty state: role, task, instance")?;
        let id = async |address: &str| -> Result<String, RealError> {
            let attributes = first.attributes(address).await?;
            Ok(attributes["id"].as_str().unwrap_or_default().to_owned())
        };
        for (address, id) in [(ROLE, self.name.to_owned()), (TASK, id(TASK).await?), (INSTANCE, id(INSTANCE).await?)] {
            second.import(address, &id).await?.success()?;
        }
        second.run(&["plan", "-out=saved.plan"]).await?.success()?;
        let unexpected_changes =
            acceptance_harness::import_plan::unexpected_changes(&second.show(Some("saved.plan")).await?);
        if !unexpected_changes.is_empty() {
            let found = unexpected_changes.join("\n");
            return Err(RealError::Unexpected { what: "the import did not read everything", found });
        }
        self.step("apply what only the provider knows")?;
        second.run(&["apply", "saved.plan"]).await?.success()?;
        Ok(())
    }
}

/// All three are updated, and nothing is created again.
fn in_place(run: &Run) -> Result<(), RealError> {
    let mut changes = run.planned_changes();
    changes.sort();
    let mut expected = [ROLE, TASK, INSTANCE].map(|address| format!("update {address}"));
    expected.sort();
    if changes == expected {
        return Ok(());
    }
    Err(RealError::Unexpected { what: "the change is not three updates in place", found: changes.join("\n") })
}

/// A name no other run has: the prefix and the time.
fn name(prefix: &str) -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    format!("{prefix}-{:x}", since.as_millis())
}
