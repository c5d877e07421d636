//! A script that runs in place of the provider, starts the provider, and records its processor time.

use std::path::{Path, PathBuf};

use super::BenchError;
use acceptance_harness::HarnessError;

/// The script, and the file in which it records the times.
pub(super) struct Wrapper {
    script: PathBuf,
    notes: PathBuf,
}

impl Wrapper {
    /// Writes the script into `folder`; the provider keeps its standard streams, arguments and environment.
    pub(super) fn write(folder: &Path, provider: &Path) -> Result<Self, BenchError> {
        let (script, notes) = (folder.join("provider"), folder.join("times"));
        let text = format!(
            "#!/usr/bin/env bash\n{} \"$@\"\nstatus=$?\nLC_ALL=C\ntimes >> {}\nexit $status\n",
            quoted(provider),
            quoted(&notes)
        );
        std::fs::write(&script, text).map_err(HarnessError::file("write", &script))?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let all = std::fs::Permissions::from_mode(0o755);
            std::fs::set_permissions(&script, all).map_err(HarnessError::file("make executable", &script))?;
        }
        Ok(Self { script, notes })
    }

    /// The program that Terraform must run.
    pub(super) fn script(&self) -> &Path {
        &self.script
    }

    /// Seconds of user and system time of all providers since the last call, each of which has ended.
    pub(super) fn take(&self) -> Result<f64, BenchError> {
        let unreadable = |reason: String| BenchError::Unreadable {
            what: "the provider's processor time",
            path: self.notes.clone(),
            reason,
        };
        let notes = std::fs::read_to_string(&self.notes).map_err(|error| unreadable(error.to_string()))?;
        std::fs::remove_file(&self.notes).map_err(|error| unreadable(error.to_string()))?;
        parse(&notes).ok_or_else(|| unreadable(format!("{notes:?} is not what bash's `times` prints")))
    }
}

fn quoted(path: &Path) -> String {
    format!("'{}'", path.display().to_string().replace('\'', r"'\''"))
}

/// `times` prints two lines, of the shell itself and of its children: user and system time, as `0m1.234s 0m0.056s`.
fn parse(notes: &str) -> Option<f64> {
    let children = notes.lines().skip(1).step_by(2);
    let times: Vec<&str> = children.flat_map(str::split_whitespace).collect();
    if times.is_empty() {
        return None;
    }
    times.into_iter().map(seconds).sum()
}

fn seconds(time: &str) -> Option<f64> {
    let (minutes, seconds) = time.strip_suffix('s')?.split_once('m')?;
    Some(minutes.parse::<f64>().ok()? * 60.0 + seconds.parse::<f64>().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_children_of_every_run_are_summed_and_the_shell_is_not() {
        let notes = "0m9.000s 0m9.000s\n0m0.250s 0m0.125s\n0m9.000s 0m9.000s\n1m0.500s 0m0.000s\n";
        assert_eq!(parse(notes), Some(60.875));
        assert_eq!(parse(""), None);
        assert_eq!(parse("0m9.000s 0m9.000s\nnothing\n"), None);
    }

    #[test]
    fn the_provider_keeps_arguments_and_exit_code() {
        let folder = tempfile::Builder::new().prefix("it's a ").tempdir().unwrap();
        let wrapper = Wrapper::write(folder.path(), Path::new("/bin/sh")).unwrap();
        let mut command = std::process::Command::new(wrapper.script());
        let output = command.args(["-c", "echo $1; exit 7", "sh", "one word"]).output().unwrap();
        assert_eq!((output.status.code(), output.stdout), (Some(7), b"one word\n".to_vec()));
        assert!(wrapper.take().unwrap() < 5.0);
        assert!(wrapper.take().is_err());
    }
}
