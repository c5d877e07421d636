//! The steps of the rehearsal.

use std::time::{Duration, Instant};

use acceptance_harness::binaries;
use acceptance_harness::built_in::{DESTINATION_PASSWORD, SOURCE_PASSWORD};
use acceptance_harness::emulator::{Control, EmulatorProcess};
use acceptance_harness::profiles::{self, DESTINATION_OWNER, OPERATOR, SOURCE_OWNER};
use acceptance_harness::repository::root;
use acceptance_harness::terraform::{Installation, Run, Terraform};
use demo_parts::Screen;
use serde_json::Value as Json;
use tempfile::TempDir;

use crate::RehearsalError;
use crate::accounts::Servers;
use crate::comparison::compare_all;
use crate::sample;
use crate::world::{DATABASES, world};
use crate::writers::Writer;

const EXAMPLE: &str = "cross-account-both";
const VALUES: &str = "-var-file=example.tfvars";
const INSTANCE: &str = "dts_migration_instance.orders";
/// The migration of a large sample takes longer than the commands of a test.
const LONGEST_COMMAND: Duration = Duration::from_secs(1800);
/// How long the application writes after the destination has caught up.
const FOLLOWING: Duration = Duration::from_secs(3);
/// Terraform merges a file with this name into the example: the cut-over, without a change of the example.
const CUT_OVER: &str = "resource \"dts_migration_instance\" \"orders\" {\n  desired_status = \"stopped\"\n}\n";

/// Everything that runs.
pub(crate) struct Rehearsal {
    terraform: Terraform,
    emulator: EmulatorProcess,
    servers: Servers,
    _folder: TempDir,
}

impl Rehearsal {
    /// Starts the servers with the sample databases, and the emulator.
    pub(crate) async fn prepare(screen: &mut Screen, rows: u32) -> Result<Self, RehearsalError> {
        screen.step("Two MariaDB servers on loopback, with a sample database")?;
        let folder = tempfile::tempdir()?;
        let servers = Servers::start(folder.path()).await?;
        let start = Instant::now();
        sample::load(&servers.source, rows).await?;
        screen.text(&format!("source      127.0.0.1:{}", servers.source.port))?;
        screen.text(&format!("destination 127.0.0.1:{} (empty)", servers.destination.port))?;
        screen.success(&format!("about {rows} rows in 7 tables, in {:.1} s", start.elapsed().as_secs_f64()))?;

        screen.step("The emulator, whose world names them as the databases of two accounts")?;
        let file = folder.path().join("world.toml");
        std::fs::write(&file, world(&servers)?)?;
        screen.command("terraform-provider-dts emulator --world world.toml")?;
        let flags = ["--strict", "--world", &file.display().to_string()];
        let emulator = EmulatorProcess::start(&binaries::provider()?, &flags).await?;
        screen.text(&format!("emulator listening on {}", emulator.url()))?;
        screen.text("Open this address in a browser to watch the migration.")?;
        let terraform = terraform(emulator.url())?;
        Ok(Self { terraform, emulator, servers, _folder: folder })
    }

    /// From the first apply to the destroy.
    pub(crate) async fn run(self, screen: &mut Screen) -> Result<(), RehearsalError> {
        screen.step(&format!("Apply examples/{EXAMPLE} while an application writes at the source"))?;
        self.command(screen, &["init", "-no-color"], &["successfully initialized"]).await?;
        let writer = Writer::start(self.servers.source.wait().await?);
        let start = Instant::now();
        let shown = ["Creation complete", "Apply complete"];
        self.command(screen, &["apply", "-no-color", "-auto-approve", VALUES], &shown).await?;
        let seconds = start.elapsed().as_secs_f64();
        screen.success(&format!(
            "the destination has caught up after {seconds:.1} s, with {} transactions meanwhile",
            writer.transactions()
        ))?;
        tokio::time::sleep(FOLLOWING).await;
        self.command(screen, &["apply", "-refresh-only", "-no-color", "-auto-approve", VALUES], &[]).await?;
        self.progress(screen).await?;

        screen.step("Cut over: stop writing at the source, apply the last changes, stop the migration")?;
        let transactions = writer.stop().await?;
        screen.text(&format!("the application has stopped after {transactions} transactions"))?;
        self.terraform.write("cut_over_override.tf", CUT_OVER)?;
        let start = Instant::now();
        self.command(
            screen,
            &["apply", "-no-color", "-auto-approve", VALUES],
            &["Modifications complete", "Apply complete"],
        )
        .await?;
        self.progress(screen).await?;
        screen.success(&format!("cut over in {:.1} s", start.elapsed().as_secs_f64()))?;
        self.equal(screen).await?;
        self.destroy(screen).await
    }

    /// What Terraform knows of the migration.
    async fn progress(&self, screen: &Screen) -> Result<(), RehearsalError> {
        screen.command(&self.terraform.typed(&["show"]))?;
        let instance = self.terraform.attributes(INSTANCE).await?;
        let text = |value: &Json| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let full = &instance["progress"]["full"];
        let incremental = &instance["progress"]["incremental"];
        let rows = text(&full["detail"]);
        for line in [
            format!("status             {}", text(&instance["status"])),
            format!("rows copied        {rows} ({} %)", text(&full["percent"])),
            format!("changes            {} ({})", text(&incremental["status"]), text(&incremental["detail"])),
            format!("delay              {} ms", text(&instance["delay_ms"])),
        ] {
            screen.text(&line)?;
        }
        let moved = rows.parse::<u64>().is_ok_and(|rows| rows > 0);
        if moved {
            Ok(())
        } else {
            Err(RehearsalError::Unexpected { what: "no row was copied", found: instance.to_string() })
        }
    }

    /// Compares both sides.
    async fn equal(&self, screen: &mut Screen) -> Result<(), RehearsalError> {
        screen.step("Compare both sides: the checksum of each table, and each value of each row")?;
        let (lines, different) = compare_all(&self.servers).await?;
        for line in &lines {
            screen.text(line)?;
        }
        if different > 0 {
            return Err(RehearsalError::Unexpected { what: "the two sides differ", found: lines.join("\n") });
        }
        let mut session = self.servers.destination.wait().await?;
        let (database, view) = (DATABASES[0].1, "open_orders");
        let rows = session.text(format!("SELECT COUNT(*) FROM {database}.{view}")).await?.unwrap_or_default();
        screen.success(&format!("all tables are equal; the view {database}.{view} works, with {rows} rows"))?;
        Ok(())
    }

    async fn destroy(self, screen: &mut Screen) -> Result<(), RehearsalError> {
        screen.step("Destroy: release the instance, delete the roles; the copied data stays")?;
        let shown = ["Destruction complete", "Destroy complete"];
        self.command(screen, &["destroy", "-no-color", "-auto-approve", VALUES], &shown).await?;
        let state = Control::new(self.emulator.url()).state().await?;
        let accounts = state["accounts"].as_array().cloned().unwrap_or_default();
        let left = accounts.iter().any(|account| account["jobs"].as_array().is_some_and(|jobs| !jobs.is_empty()));
        if left {
            return Err(RehearsalError::Unexpected { what: "destroy left a job behind", found: state.to_string() });
        }
        let (lines, different) = compare_all(&self.servers).await?;
        if different > 0 {
            return Err(RehearsalError::Unexpected { what: "the copied data did not stay", found: lines.join("\n") });
        }
        screen.success("no job is left, and both sides are still equal")?;
        self.emulator.stop().await?;
        Ok(())
    }

    /// Runs a command, shows the lines that tell something, and fails with all of it.
    async fn command(&self, screen: &Screen, arguments: &[&str], shown: &[&str]) -> Result<Run, RehearsalError> {
        let typed: Vec<&str> = arguments.iter().copied().filter(|argument| *argument != "-no-color").collect();
        screen.command(&self.terraform.typed(&typed))?;
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
}

/// The example, the provider and the keys, in separate folders.
fn terraform(url: &str) -> Result<Terraform, RehearsalError> {
    let mut terraform = Terraform::new(Installation::Mirror)?;
    terraform.allow(LONGEST_COMMAND);
    terraform.copy_files(&root().join("examples").join(EXAMPLE))?;
    let file = terraform.home().join("config.json");
    profiles::write(&file, &[SOURCE_OWNER, DESTINATION_OWNER, OPERATOR])?;
    terraform.set("ALIBABA_CLOUD_CONFIG_FILE", file.display().to_string());
    terraform.set("DTS_ENDPOINT_URL", url);
    terraform.set("TF_VAR_source_password", SOURCE_PASSWORD);
    terraform.set("TF_VAR_destination_password", DESTINATION_PASSWORD);
    Ok(terraform)
}
