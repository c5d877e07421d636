//! Scripts that set the environment variables of the clients.

use std::path::Path;

/// A shell and its script.
pub(super) struct Shell {
    /// File name of the script.
    pub(super) file: &'static str,
    /// The statement before the name of a variable, between name and value, and what replaces a quote in a value.
    syntax: [&'static str; 3],
}

/// bash, zsh and every other POSIX shell.
pub(super) const POSIX: Shell = Shell { file: "environment.sh", syntax: ["export ", "=", r"'\''"] };

/// All shells with a script.
pub(super) const SHELLS: [Shell; 3] = [
    POSIX,
    Shell { file: "environment.fish", syntax: ["set -gx ", " ", r"\'"] },
    Shell { file: "environment.ps1", syntax: ["$env:", " = ", "''"] },
];

/// Names and values: the endpoint of all services, and the places of the profiles.
pub(super) fn variables(url: &str, alibaba: &Path, tencent: &Path) -> [(&'static str, String); 3] {
    [
        ("DTS_ENDPOINT_URL", url.to_owned()),
        ("ALIBABA_CLOUD_CONFIG_FILE", alibaba.display().to_string()),
        ("TENCENTCLOUD_SHARED_CREDENTIALS_DIR", tencent.display().to_string()),
    ]
}

impl Shell {
    /// One line for each variable.
    pub(super) fn script(&self, variables: &[(&str, String)]) -> String {
        let [before, between, quote] = self.syntax;
        let line =
            |(name, value): &(&str, String)| format!("{before}{name}{between}'{}'\n", value.replace('\'', quote));
        variables.iter().map(line).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_quoted_for_each_shell() {
        let scripts: Vec<String> = SHELLS.iter().map(|shell| shell.script(&[("A", "it's".to_owned())])).collect();
        assert_eq!(scripts, ["export A='it'\\''s'\n", "set -gx A 'it\\'s'\n", "$env:A = 'it''s'\n"]);
    }
}
