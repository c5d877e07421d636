//! Terraform in a separate folder.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use serde_json::Value as Json;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, BufReader};
use tokio::process::Command;
use tokio::time::{sleep, timeout};

use super::{Core, Feature, Installation, Plugin, Run, StateServer};
use crate::{HarnessError, binaries, folder};

/// The variables of the environment that Terraform and the provider inherit: no key, proxy or setting of the machine.
const INHERITED: [&str; 5] = ["PATH", "TMPDIR", "LANG", "SystemRoot", "TEMP"];
/// Variables of the Go runtime. A run of a test is short: without garbage collection it takes a fifth less processor time. The limit
/// turns it on again.
const WITHOUT_COLLECTION: [(&str, &str); 2] = [("GOGC", "off"), ("GOMEMLIMIT", "1GiB")];
/// Longer than any command of the tests takes.
pub(super) const LIMIT: Duration = Duration::from_secs(180);
/// Enough for the provider to be in the middle of its wait.
const BEFORE_INTERRUPT: Duration = Duration::from_millis(600);

/// A working folder, a home folder and an environment; removed when dropped.
#[derive(Debug)]
pub struct Terraform {
    binary: PathBuf,
    provider: PathBuf,
    folder: TempDir,
    environment: BTreeMap<String, String>,
    limit: Duration,
}

impl Terraform {
    /// Creates the folders. Nothing runs yet.
    ///
    /// # Errors
    /// Terraform or the provider is missing, or the folder cannot be written.
    pub fn new(installation: Installation) -> Result<Self, HarnessError> {
        let mut terraform = Self::with_plugins(installation, &[Plugin { name: "dts", binary: binaries::provider()? }])?;
        WITHOUT_COLLECTION.into_iter().for_each(|(name, value)| terraform.set(name, value));
        Ok(terraform)
    }

    /// [`Terraform::new`] with other providers than the one that was built, or with none, and with the usual garbage collection of
    /// Terraform.
    ///
    /// # Errors
    /// As [`Terraform::new`].
    pub fn with_plugins(installation: Installation, plugins: &[Plugin]) -> Result<Self, HarnessError> {
        let (binary, provider) = (binaries::terraform()?, binaries::provider()?);
        let folder =
            TempDir::with_prefix("dts-acceptance-").map_err(HarnessError::file("create", "a temporary folder"))?;
        for name in ["work", "home"] {
            let path = folder.path().join(name);
            std::fs::create_dir(&path).map_err(HarnessError::file("create the folder", path))?;
        }
        let settings = folder.path().join("terraform.rc");
        let text = installation.install(folder.path(), plugins)?;
        std::fs::write(&settings, text).map_err(HarnessError::file("write", &settings))?;
        let environment = environment(folder.path(), &settings);
        Ok(Self { binary, provider, folder, environment, limit: LIMIT })
    }

    /// The provider's binary.
    #[must_use]
    pub fn provider(&self) -> &Path {
        &self.provider
    }

    /// The folder with the configuration.
    #[must_use]
    pub fn directory(&self) -> PathBuf {
        self.folder.path().join("work")
    }

    /// The home folder of Terraform and the provider.
    #[must_use]
    pub fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// Sets a variable of the environment.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.environment.insert(name.to_owned(), value.into());
    }

    /// Gives each command of [`Terraform::run`] more or less time than the usual three minutes.
    pub fn allow(&mut self, limit: Duration) {
        self.limit = limit;
    }

    /// Removes a variable from the environment.
    pub fn unset(&mut self, name: &str) {
        self.environment.remove(name);
    }

    /// Writes a file of the configuration.
    ///
    /// # Errors
    /// [`HarnessError::File`].
    pub fn write(&self, name: &str, text: &str) -> Result<(), HarnessError> {
        let path = self.directory().join(name);
        std::fs::write(&path, text).map_err(HarnessError::file("write", path))
    }

    /// Copies the files of a folder into the configuration.
    ///
    /// # Errors
    /// [`HarnessError::File`].
    pub fn copy_files(&self, from: &Path) -> Result<(), HarnessError> {
        folder::copy_files(from, &self.directory())
    }

    /// Keeps the state on a server, under this name. Call it before the configuration is written: `init` does not find a
    /// provider that is a development override.
    ///
    /// # Errors
    /// As [`Terraform::run`], and when `init` fails.
    pub async fn keep_state_on(&self, server: &StateServer, name: &str) -> Result<(), HarnessError> {
        self.write("backend.tf", &server.block(name))?;
        self.run(&["init"]).await?.success().map(|_| ())
    }

    /// Runs one command; its failure is a result, not an error.
    ///
    /// # Errors
    /// Terraform does not start, or does not end.
    pub async fn run(&self, arguments: &[&str]) -> Result<Run, HarnessError> {
        self.run_shown(arguments, |_| {}).await
    }

    /// [`Terraform::run`]; `show` gets each line of its standard output when it is printed.
    ///
    /// # Errors
    /// As [`Terraform::run`].
    pub async fn run_shown(&self, arguments: &[&str], mut show: impl FnMut(&str)) -> Result<Run, HarnessError> {
        let show = |line: &str| {
            show(line);
            false
        };
        self.execute(arguments, show).await
    }

    /// [`Terraform::run`], interrupted as by Ctrl-C a moment after a line with this text.
    ///
    /// # Errors
    /// As [`Terraform::run`].
    #[cfg(unix)]
    pub async fn run_interrupted(&self, arguments: &[&str], at: &str) -> Result<Run, HarnessError> {
        self.execute(arguments, |line| line.contains(at)).await
    }

    /// A command in this folder and environment, its output piped.
    pub(super) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.binary);
        command.args(arguments).current_dir(self.directory()).env_clear().envs(&self.environment);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        command
    }

    /// The binary of Terraform.
    pub(super) fn binary(&self) -> &Path {
        &self.binary
    }

    /// Runs a command; a line for which `interrupt` is true ends it soon.
    async fn execute(&self, arguments: &[&str], interrupt: impl FnMut(&str) -> bool) -> Result<Run, HarnessError> {
        let line = self.typed(arguments);
        let ended = timeout(self.limit, run_to_end(self.command(arguments), interrupt)).await;
        let ended = ended.map_err(|_| HarnessError::TooLong { command: line.clone(), limit: self.limit })?;
        let (status, stdout, stderr) =
            ended.map_err(|source| HarnessError::Run { path: self.binary.clone(), source })?;
        Ok(Run { command: line, code: status.code(), stdout, stderr })
    }

    /// Its first line of `version`.
    ///
    /// # Errors
    /// As [`Terraform::run`], and when it fails.
    pub async fn version(&self) -> Result<String, HarnessError> {
        let run = self.run(&["version"]).await?.success()?;
        Ok(run.stdout.lines().next().unwrap_or_default().to_owned())
    }

    /// Which core it is.
    ///
    /// # Errors
    /// As [`Terraform::version`], and when the line is not that of a known core.
    pub async fn core(&self) -> Result<Core, HarnessError> {
        let line = self.version().await?;
        Core::parse(&line).ok_or(HarnessError::UnknownCore { path: self.binary.clone(), line })
    }

    /// Whether the core lacks a feature. Then the test that needs it is skipped, and the log says so: the line bypasses the capture of
    /// the test runner.
    ///
    /// # Errors
    /// As [`Terraform::core`].
    pub async fn lacks(&self, feature: Feature) -> Result<bool, HarnessError> {
        let core = self.core().await?;
        if core.has(feature) {
            return Ok(false);
        }
        let thread = std::thread::current();
        let line = format!("SKIPPED {}: {}", thread.name().unwrap_or("a test"), core.sentence(feature));
        writeln!(std::io::stdout(), "{line}").map_err(HarnessError::file("write to", "the standard output"))?;
        Ok(true)
    }

    /// The name of the program as a user types it: `terraform` or `tofu`.
    #[must_use]
    pub fn program(&self) -> &'static str {
        program_of(&self.binary)
    }

    /// A command as a user types it.
    #[must_use]
    pub fn typed(&self, arguments: &[&str]) -> String {
        format!("{} {}", self.program(), arguments.join(" "))
    }

    /// `validate -json`.
    ///
    /// # Errors
    /// As [`Terraform::run`].
    pub async fn validate(&self) -> Result<Run, HarnessError> {
        self.run(&["validate", "-json"]).await
    }

    /// `plan -json -detailed-exitcode`: 0 nothing to do, 2 changes, 1 an error.
    ///
    /// # Errors
    /// As [`Terraform::run`].
    pub async fn plan(&self) -> Result<Run, HarnessError> {
        self.run(&["plan", "-json", "-detailed-exitcode"]).await
    }

    /// `apply -json -auto-approve`.
    ///
    /// # Errors
    /// As [`Terraform::run`].
    pub async fn apply(&self) -> Result<Run, HarnessError> {
        self.run(&["apply", "-json", "-auto-approve"]).await
    }

    /// `destroy -json -auto-approve`.
    ///
    /// # Errors
    /// As [`Terraform::run`].
    pub async fn destroy(&self) -> Result<Run, HarnessError> {
        self.run(&["destroy", "-json", "-auto-approve"]).await
    }

    /// `import`.
    ///
    /// # Errors
    /// As [`Terraform::run`].
    pub async fn import(&self, address: &str, id: &str) -> Result<Run, HarnessError> {
        self.run(&["import", "-no-color", address, id]).await
    }

    /// `show -json` of the state or of a plan file.
    ///
    /// # Errors
    /// As [`Terraform::run`], and when it fails.
    pub async fn show(&self, plan: Option<&str>) -> Result<Json, HarnessError> {
        let arguments: Vec<&str> = ["show", "-json"].into_iter().chain(plan).collect();
        self.run(&arguments).await?.success()?.json()
    }

    /// The attributes of one resource in the state.
    ///
    /// # Errors
    /// As [`Terraform::show`].
    pub async fn attributes(&self, address: &str) -> Result<Json, HarnessError> {
        let state = self.show(None).await?;
        let resources = state["values"]["root_module"]["resources"].as_array().cloned().unwrap_or_default();
        Ok(resources
            .into_iter()
            .find(|found| found["address"] == address)
            .map_or(Json::Null, |found| found["values"].clone()))
    }
}

fn program_of(binary: &Path) -> &'static str {
    let name = binary.file_name().unwrap_or_default();
    if name.as_encoded_bytes().starts_with(b"tofu") { "tofu" } else { "terraform" }
}

async fn run_to_end(
    mut command: Command,
    mut interrupt: impl FnMut(&str) -> bool,
) -> Result<(ExitStatus, String, String), std::io::Error> {
    let mut child = command.spawn()?;
    let (Some(stdout), Some(mut stderr)) = (child.stdout.take(), child.stderr.take()) else {
        return Err(std::io::ErrorKind::BrokenPipe.into());
    };
    let id = child.id();
    let lines = async {
        let (mut lines, mut text) = (BufReader::new(stdout).lines(), String::new());
        while let Some(line) = lines.next_line().await? {
            text.push_str(&line);
            text.push('\n');
            if interrupt(&line) {
                sleep(BEFORE_INTERRUPT).await;
                send_interrupt(id).await?;
            }
        }
        Ok::<_, std::io::Error>(text)
    };
    let mut complaints = String::new();
    let (text, read) = tokio::join!(lines, stderr.read_to_string(&mut complaints));
    read?;
    Ok((child.wait().await?, text?, complaints))
}

/// The Rust standard library has no safe function for it.
async fn send_interrupt(id: Option<u32>) -> Result<(), std::io::Error> {
    let Some(id) = id else { return Ok(()) };
    Command::new("kill").args(["-INT", &id.to_string()]).status().await.map(|_| ())
}

fn environment(folder: &Path, settings: &Path) -> BTreeMap<String, String> {
    let inherited = INHERITED.into_iter().filter_map(|name| Some((name.to_owned(), std::env::var(name).ok()?)));
    let own = [
        ("HOME", folder.join("home").display().to_string()),
        ("TF_CLI_CONFIG_FILE", settings.display().to_string()),
        ("TF_IN_AUTOMATION", "1".to_owned()),
        ("TF_INPUT", "0".to_owned()),
        ("CHECKPOINT_DISABLE", "1".to_owned()),
        // Without credentials, the provider would look for a role of the machine on which the tests run.
        ("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true".to_owned()),
    ];
    inherited.chain(own.map(|(name, value)| (name.to_owned(), value))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_transcript_has_the_name_of_the_program_that_runs() {
        let named =
            ["/usr/bin/tofu", "tofu.exe", "/opt/tofu-1.12/tofu_1.12", "terraform", "/opt/tofu/terraform_1.16.0"];
        let programs = named.map(|path| program_of(Path::new(path)));
        assert_eq!(programs, ["tofu", "tofu", "tofu", "terraform", "terraform"]);
    }
}
