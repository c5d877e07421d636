//! The steps of the demo.

use acceptance_harness::built_in::with_tencent;
use acceptance_harness::emulator::Control;
use acceptance_harness::profiles::{self, DESTINATION_OWNER, OPERATOR, SOURCE_OWNER};
use acceptance_harness::terraform::{Installation, Run, Terraform};
use demo_parts::Screen;
use serde_json::Value as Json;

use crate::DemoError;
use crate::scenario::{Cloud, Scenario};
use crate::tables;

/// Values of the example; its passwords come from the environment.
const VALUES: &str = "-var-file=example.tfvars";

/// One telling, on one emulator.
pub(crate) struct Walkthrough<'s> {
    screen: &'s mut Screen,
    scenario: Scenario,
    terraform: Terraform,
    control: Control,
    url: String,
}

impl<'s> Walkthrough<'s> {
    /// Lays out the example, the provider and the keys in separate folders.
    pub(crate) fn new(screen: &'s mut Screen, scenario: Scenario, url: &str) -> Result<Self, DemoError> {
        let mut terraform = Terraform::new(Installation::Mirror)?;
        terraform.copy_files(&scenario.folder)?;
        match scenario.cloud {
            Cloud::Alibaba => {
                let file = terraform.home().join("config.json");
                profiles::write(&file, &[SOURCE_OWNER, DESTINATION_OWNER, OPERATOR])?;
                terraform.set("ALIBABA_CLOUD_CONFIG_FILE", file.display().to_string());
            }
            Cloud::Tencent => with_tencent(&mut terraform, url)?,
        }
        for name in scenario.addresses() {
            terraform.set(name, url);
        }
        for (name, value) in scenario.passwords() {
            terraform.set(name, value);
        }
        Ok(Self { screen, scenario, terraform, control: Control::new(url), url: url.to_owned() })
    }

    /// From nothing to running and back to nothing.
    pub(crate) async fn run(mut self) -> Result<(), DemoError> {
        self.introduce().await?;
        self.screen.step("Install the provider, from a folder, without a network")?;
        self.terraform(&["init", "-no-color"], &["Installed", "successfully initialized"]).await?;
        self.screen.step(&format!("Apply: {}", self.scenario.apply_title()))?;
        let shown = ["Creating...", "Creation complete", "Apply complete"];
        self.terraform(&["apply", "-no-color", "-auto-approve", VALUES], &shown).await?;
        self.created().await?;
        self.screen.step("Plan again: nothing is left to do")?;
        self.terraform(&["plan", "-no-color", "-detailed-exitcode", VALUES], &["No changes"]).await?;
        self.screen.success("exit code 0 with -detailed-exitcode: an empty plan")?;
        self.change().await?;
        self.screen.step(&format!("Destroy: {}", self.scenario.destroy_title()))?;
        let shown = ["Destroying...", "Destruction complete", "Destroy complete"];
        self.terraform(&["destroy", "-no-color", "-auto-approve", VALUES], &shown).await?;
        self.empty().await
    }

    /// The steps of the example, each of which ends with an empty plan.
    async fn change(&mut self) -> Result<(), DemoError> {
        let mut variables: Vec<&str> = vec![VALUES];
        for change in self.scenario.changes() {
            self.screen.step(change.title)?;
            variables.retain(|known| variable(known).is_none() || variable(known) != variable(change.variable));
            variables.push(change.variable);
            let shown = ["Modifying...", "Modifications complete", "Apply complete"];
            self.terraform(&[&["apply", "-no-color", "-auto-approve"], &variables[..]].concat(), &shown).await?;
            let plan = [&["plan", "-no-color", "-detailed-exitcode"], &variables[..]].concat();
            self.terraform(&plan, &["No changes"]).await?;
        }
        Ok(())
    }

    async fn introduce(&mut self) -> Result<(), DemoError> {
        self.screen.text(&format!("examples/{}: {}", self.scenario.name, self.scenario.title))?;
        self.screen.step(match self.scenario.cloud {
            Cloud::Alibaba => "A cloud on this machine: RAM, STS and DTS of three accounts of Alibaba Cloud",
            Cloud::Tencent => "A cloud on this machine: CAM, STS and DTS of two accounts of Tencent Cloud",
        })?;
        self.screen.command("terraform-provider-dts emulator --strict")?;
        self.screen.text(&format!("emulator listening on {}", self.url))?;
        for name in self.scenario.addresses() {
            self.screen.command(&format!("export {name}={}", self.url))?;
        }
        for (name, _) in self.scenario.passwords() {
            self.screen.command(&format!("export {name}=…   # an ephemeral variable: in no plan and no state"))?;
        }
        let version = self.terraform.version().await?;
        self.screen.text(&format!("{version}, provider {}", self.terraform.provider().display()))?;
        Ok(())
    }

    /// Runs a command, shows the lines that tell something, and fails with all of it.
    async fn terraform(&mut self, arguments: &[&str], shown: &[&str]) -> Result<Run, DemoError> {
        let typed: Vec<&str> = arguments.iter().copied().filter(|argument| *argument != "-no-color").collect();
        self.screen.command(&self.terraform.typed(&typed))?;
        let screen = &self.screen;
        let mut printed = Ok(());
        let show = |line: &str| {
            if printed.is_ok() && shown.iter().any(|word| line.contains(word)) {
                printed = screen.text(line.trim());
            }
        };
        let run = self.terraform.run_shown(arguments, show).await?;
        printed?;
        Ok(run.success()?)
    }

    /// What the state says was made.
    async fn created(&mut self) -> Result<(), DemoError> {
        self.screen.step("What was made")?;
        self.screen.command(&self.terraform.typed(&["show", "-json"]))?;
        let state = self.terraform.show(None).await?;
        for line in tables::of_state(&state) {
            self.screen.text(&line)?;
        }
        self.screen.command(&format!("curl {}/_control/state", self.url))?;
        let (lines, _) = tables::of_cloud(&self.control.state().await?);
        for line in lines {
            self.screen.text(&line)?;
        }
        Ok(())
    }

    async fn empty(&mut self) -> Result<(), DemoError> {
        self.screen.step("The cloud is empty again")?;
        self.screen.command(&format!("curl {}/_control/state", self.url))?;
        let state = self.control.state().await?;
        let (lines, left) = tables::of_cloud(&state);
        for line in lines {
            self.screen.text(&line)?;
        }
        if left > 0 {
            let found = serde_json::to_string_pretty(&state).unwrap_or_default();
            return Err(DemoError::Unexpected { what: "destroy left something behind in the cloud", found });
        }
        let calls = self.control.requests().await?;
        let refused: Vec<&Json> = calls.iter().filter(|call| call["warnings"] != Json::Array(Vec::new())).collect();
        self.screen.success(&format!(
            "no role, policy, job or instance; {} API calls, {} with a warning",
            calls.len(),
            refused.len()
        ))?;
        Ok(())
    }
}

/// The name of the variable that an argument `-var=NAME=VALUE` sets.
fn variable(argument: &str) -> Option<&str> {
    argument.strip_prefix("-var=")?.split_once('=').map(|(name, _)| name)
}
