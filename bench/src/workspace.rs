//! A folder in which the real Terraform creates, reads and destroys resources.

use std::time::{Duration, Instant};

use super::BenchError;
use acceptance_harness::terraform::{Installation, Plugin, StateServer, Terraform};

/// Values of the configuration's variables.
pub(super) type Variables<'v> = &'v [(&'v str, u32)];

/// How many resources Terraform works on at the same time.
pub(super) const PARALLELISM: u32 = 10;

/// Longer than any of these commands takes, on a busy machine, too.
const LIMIT: Duration = Duration::from_secs(1200);

/// How much of an unexpected output is shown, in characters.
const SHOWN: usize = 1500;

/// A configuration and its state.
pub(super) struct Workspace {
    subject: &'static str,
    terraform: Terraform,
    /// Holds the state. A state file would be written again after every single resource, which grows with the square of their
    /// number and would hide everything else.
    _states: StateServer,
}

impl Workspace {
    pub(super) async fn prepare(
        subject: &'static str,
        configuration: &str,
        plugin: Option<Plugin>,
    ) -> Result<Self, BenchError> {
        let plugins: Vec<Plugin> = plugin.into_iter().collect();
        let mut terraform = Terraform::with_plugins(Installation::Mirror, &plugins)?;
        terraform.allow(LIMIT);
        terraform.write("main.tf", configuration)?;
        let states = StateServer::start().await?;
        terraform.write("backend.tf", &states.block("measured"))?;
        terraform.run(&["init"]).await?.success()?;
        Ok(Self { subject, terraform, _states: states })
    }

    /// Seconds of an apply that adds so many resources.
    pub(super) async fn apply(&self, variables: Variables<'_>, added: u32) -> Result<f64, BenchError> {
        let expected = format!("Apply complete! Resources: {added} added, 0 changed, 0 destroyed.");
        self.run(&["apply", "-auto-approve"], variables, &expected).await
    }

    /// Seconds of a refresh that finds nothing changed.
    pub(super) async fn refresh(&self, variables: Variables<'_>) -> Result<f64, BenchError> {
        self.run(&["plan", "-refresh-only"], variables, "No changes.").await
    }

    /// Seconds of a destroy of so many resources.
    pub(super) async fn destroy(&self, variables: Variables<'_>, gone: u32) -> Result<f64, BenchError> {
        let expected = format!("Destroy complete! Resources: {gone} destroyed.");
        self.run(&["destroy", "-auto-approve"], variables, &expected).await
    }

    async fn run(&self, words: &[&str], variables: Variables<'_>, expected: &str) -> Result<f64, BenchError> {
        let mut arguments: Vec<String> = words.iter().map(ToString::to_string).collect();
        arguments.extend(["-no-color".to_owned(), format!("-parallelism={PARALLELISM}")]);
        arguments.extend(variables.iter().map(|(name, value)| format!("-var={name}={value}")));
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let begun = Instant::now();
        let run = self.terraform.run(&arguments).await?;
        let took = begun.elapsed().as_secs_f64();
        if run.code == Some(0) && run.stdout.contains(expected) {
            return Ok(took);
        }
        let output = run.output();
        let end = output.char_indices().rev().nth(SHOWN).map_or(0, |(at, _)| at);
        let (command, output) = (arguments.join(" "), output[end..].to_owned());
        Err(BenchError::UnexpectedOutput { subject: self.subject, command, expected: expected.to_owned(), output })
    }
}
