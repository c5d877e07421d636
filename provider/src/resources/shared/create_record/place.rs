//! Where Terraform runs, and which state it works on.

use std::{
    collections::BTreeMap,
    ffi::OsString,
    path::{Path, PathBuf},
};

use super::{digest, run};

/// The arguments of Terraform that name the file of a local state.
const STATE_ARGUMENTS: [&str; 2] = ["state", "state-out"];

/// The working directory and the environment of the Terraform process. The provider process inherits both.
#[derive(Clone, Debug)]
pub(super) struct Place {
    directory: PathBuf,
    environment: BTreeMap<String, String>,
}

impl Place {
    /// Where this process runs. None if the working directory does not exist.
    #[expect(
        clippy::disallowed_methods,
        reason = "the environment of Terraform is read here once, at the first create"
    )]
    pub(super) fn of_process() -> Option<Self> {
        let text = |text: OsString| text.to_string_lossy().into_owned();
        let environment = std::env::vars_os().map(|(name, value)| (text(name), text(value)));
        let environment = environment.filter(|(name, _)| name.starts_with("TF_")).collect();
        Some(Self { directory: std::env::current_dir().ok()?.canonicalize().ok()?, environment })
    }

    #[cfg(test)]
    pub(super) fn new(directory: &Path, environment: &[(&str, &str)]) -> Self {
        let pair = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Self { directory: directory.canonicalize().unwrap(), environment: environment.iter().map(pair).collect() }
    }

    /// The data directory of Terraform.
    pub(super) fn data_directory(&self) -> PathBuf {
        self.directory.join(self.variable("TF_DATA_DIR").unwrap_or(".terraform"))
    }

    /// Whether Terraform may have its data directory here: it has one, or there is a configuration. With development overrides,
    /// Terraform works without a data directory.
    pub(super) fn is_initialized(&self) -> bool {
        let is_configuration = |path: &Path| {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            [".tf", ".tf.json", ".tofu", ".tofu.json"].iter().any(|ending| name.ends_with(ending))
        };
        let has_configuration = || {
            let entries = std::fs::read_dir(&self.directory).into_iter().flatten();
            entries.flatten().any(|entry| is_configuration(&entry.path()))
        };
        self.data_directory().is_dir() || has_configuration()
    }

    /// What distinguishes the state from every other one: the directories, the workspace, the backend, and the arguments of the
    /// command line `command` that name a state file. Two states that share a directory must not share a record.
    pub(super) fn state_key(&self, command: &[String]) -> String {
        let data = self.data_directory();
        let backend = std::fs::read(data.join("terraform.tfstate")).ok();
        let backend = backend.and_then(|text| serde_json::from_slice::<serde_json::Value>(&text).ok());
        let backend = backend.and_then(|value| value.get("backend").cloned()).unwrap_or_default();
        let mut parts = vec![
            self.directory.display().to_string(),
            data.canonicalize().unwrap_or(data.clone()).display().to_string(),
            self.workspace(&data),
            backend.to_string(),
        ];
        parts.extend(state_arguments(command.iter().map(String::as_str)));
        for (name, value) in &self.environment {
            if name.starts_with("TF_CLI_ARGS") {
                let arguments = state_arguments(value.split_whitespace());
                parts.extend(arguments.into_iter().map(|argument| format!("{name} {argument}")));
            }
        }
        digest(&parts)
    }

    /// Whether the run reads everything in its state before it creates something.
    pub(super) fn reads_complete_state(&self, command: &[String]) -> bool {
        run::reads_complete_state(command, |name| self.variable(name))
    }

    /// Whether the run destroys what is in the state.
    pub(super) fn destroys(&self, command: &[String]) -> bool {
        run::destroys(command, |name| self.variable(name))
    }

    fn workspace(&self, data: &Path) -> String {
        let selected = || std::fs::read_to_string(data.join("environment")).ok();
        let workspace = self.variable("TF_WORKSPACE").map(str::to_owned).or_else(selected).unwrap_or_default();
        match workspace.trim() {
            "" => "default".to_owned(),
            workspace => workspace.to_owned(),
        }
    }

    fn variable(&self, name: &str) -> Option<&str> {
        self.environment.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }
}

/// The arguments that name a state file, as `name=value`. Terraform accepts one or two dashes, and the value after a space.
fn state_arguments<'a>(arguments: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut found = Vec::new();
    let mut arguments = arguments.peekable();
    while let Some(argument) = arguments.next() {
        let argument = argument.trim_matches(['"', '\'']);
        let Some(flag) = argument.strip_prefix("--").or_else(|| argument.strip_prefix('-')) else { continue };
        let (name, value) = flag.split_once('=').map_or((flag, None), |(name, value)| (name, Some(value)));
        if STATE_ARGUMENTS.contains(&name) {
            let value = value.or_else(|| arguments.peek().copied()).unwrap_or_default();
            found.push(format!("{name}={value}"));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(directory: &Path, environment: &[(&str, &str)], command: &str) -> String {
        let command: Vec<String> = command.split(' ').map(str::to_owned).collect();
        Place::new(directory, environment).state_key(&command)
    }

    #[test]
    fn each_state_has_a_separate_key() {
        let folder = tempfile::tempdir().unwrap();
        let (directory, other) = (folder.path().join("a"), folder.path().join("b"));
        for path in [&directory, &other] {
            std::fs::create_dir_all(path.join(".terraform")).unwrap();
        }
        let plain = key(&directory, &[], "terraform apply");
        let mut keys = vec![
            plain.clone(),
            key(&other, &[], "terraform apply"),
            key(&directory, &[], "terraform apply -state=a.tfstate"),
            key(&directory, &[], "terraform apply -state=b.tfstate"),
            key(&directory, &[], "terraform apply -state-out=a.tfstate"),
            key(&directory, &[("TF_WORKSPACE", "blue")], "terraform apply"),
            key(&directory, &[("TF_DATA_DIR", "data")], "terraform apply"),
            key(&directory, &[("TF_CLI_ARGS_apply", "-no-color -state=a.tfstate")], "terraform apply"),
        ];
        std::fs::write(directory.join(".terraform/environment"), "green").unwrap();
        keys.push(key(&directory, &[], "terraform apply"));
        let backend =
            |address: &str| format!("{{\"version\":3,\"backend\":{{\"type\":\"http\",\"config\":{address:?}}}}}");
        for address in ["one", "two"] {
            std::fs::write(directory.join(".terraform/terraform.tfstate"), backend(address)).unwrap();
            keys.push(key(&directory, &[], "terraform apply"));
        }
        let distinct: std::collections::BTreeSet<&String> = keys.iter().collect();
        assert_eq!(distinct.len(), keys.len(), "{keys:#?}");
    }

    #[test]
    fn what_does_not_name_a_state_changes_no_key() {
        let folder = tempfile::tempdir().unwrap();
        let plain = key(folder.path(), &[], "terraform apply");
        for command in ["terraform apply -auto-approve -parallelism=1", "tofu destroy", "terraform -chdir=x apply"] {
            assert_eq!(key(folder.path(), &[("TF_LOG", "info"), ("TF_CLI_ARGS", "-no-color")], command), plain);
        }
        assert_eq!(key(folder.path(), &[("TF_WORKSPACE", "default")], "terraform apply"), plain);
        let spellings = ["-state=x", "--state=x", "-state x"];
        let keys = spellings.map(|spelling| key(folder.path(), &[], &format!("terraform apply {spelling}")));
        assert!(keys.iter().all(|key| *key == keys[0] && *key != plain), "{keys:#?}");
    }

    #[test]
    fn a_folder_with_a_configuration_or_a_data_directory_is_one_of_terraform() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::new(folder.path(), &[]);
        assert!(!place.is_initialized());
        std::fs::write(folder.path().join("main.tf"), "").unwrap();
        assert!(place.is_initialized());
        std::fs::create_dir(folder.path().join("data")).unwrap();
        assert!(Place::new(folder.path(), &[("TF_DATA_DIR", "data")]).is_initialized());
    }
}
