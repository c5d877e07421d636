//! What a run of Terraform printed.

use serde_json::Value as Json;

use crate::HarnessError;

/// A command that ended.
#[derive(Clone, Debug)]
pub struct Run {
    /// The command as a user types it.
    pub command: String,
    /// Its exit code; none when a signal ended it.
    pub code: Option<i32>,
    /// Its standard output.
    pub stdout: String,
    /// Its standard error.
    pub stderr: String,
}

/// One diagnostic of a run with `-json`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// `error` or `warning`.
    pub severity: String,
    /// The title.
    pub summary: String,
    /// The text below it.
    pub detail: String,
    /// Address of the resource it is about, if any.
    pub address: String,
    /// Where in the configuration it points.
    pub place: Option<Place>,
}

/// A place in the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Name of the file.
    pub file: String,
    /// Line, counted from 1.
    pub line: u64,
    /// The line as Terraform shows it.
    pub code: String,
}

impl Run {
    /// Everything it printed.
    #[must_use]
    pub fn output(&self) -> String {
        format!("{}{}", self.stdout, self.stderr)
    }

    /// This run if it succeeded.
    ///
    /// # Errors
    /// [`HarnessError::Failed`] with all it printed.
    pub fn success(self) -> Result<Self, HarnessError> {
        if self.code == Some(0) {
            return Ok(self);
        }
        let status = self.code.map_or_else(|| "a signal".to_owned(), |code| code.to_string());
        Err(HarnessError::Failed { output: self.output(), command: self.command, status })
    }

    /// The one JSON document it printed.
    ///
    /// # Errors
    /// [`HarnessError::NotJson`].
    pub fn json(&self) -> Result<Json, HarnessError> {
        serde_json::from_str(&self.stdout).map_err(|source| HarnessError::NotJson {
            command: self.command.clone(),
            source,
            text: self.output(),
        })
    }

    /// The diagnostics of a run with `-json`: of `validate` in one document, of the other commands line by line.
    #[must_use]
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        if let Ok(document) = serde_json::from_str::<Json>(&self.stdout)
            && let Some(all) = document["diagnostics"].as_array()
        {
            return all.iter().map(diagnostic).collect();
        }
        let lines = self.stdout.lines().filter_map(|line| serde_json::from_str::<Json>(line).ok());
        lines.filter(|line| line["type"] == "diagnostic").map(|line| diagnostic(&line["diagnostic"])).collect()
    }

    /// The diagnostics that are errors.
    #[must_use]
    pub fn errors(&self) -> Vec<Diagnostic> {
        self.diagnostics().into_iter().filter(|diagnostic| diagnostic.severity == "error").collect()
    }

    /// The changes that a plan or an apply with `-json` reported, as `update dts_ram_role_trust.source`.
    #[must_use]
    pub fn planned_changes(&self) -> Vec<String> {
        let lines = self.stdout.lines().filter_map(|line| serde_json::from_str::<Json>(line).ok());
        let changes = lines.filter(|line| line["type"] == "planned_change").map(|line| line["change"].clone());
        changes.map(|change| format!("{} {}", text(&change["action"]), text(&change["resource"]["addr"]))).collect()
    }
}

fn diagnostic(json: &Json) -> Diagnostic {
    Diagnostic {
        severity: text(&json["severity"]),
        summary: text(&json["summary"]),
        detail: text(&json["detail"]),
        address: text(&json["address"]),
        place: json["range"]["start"]["line"].as_u64().map(|line| Place {
            file: text(&json["range"]["filename"]),
            line,
            code: text(&json["snippet"]["code"]).trim().to_owned(),
        }),
    }
}

fn text(json: &Json) -> String {
    json.as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(stdout: &str) -> Run {
        Run { command: "terraform plan".into(), code: Some(1), stdout: stdout.into(), stderr: String::new() }
    }

    const ONE: &str = r#"{"severity":"error","summary":"S","detail":"D","address":"a.b","range":{"filename":"main.tf","start":{"line":7}},"snippet":{"code":"  x = 1"}}"#;

    #[test]
    fn diagnostics_are_read_in_both_forms() {
        let place = Place { file: "main.tf".into(), line: 7, code: "x = 1".into() };
        let validate = printed(&format!(r#"{{"valid":false,"diagnostics":[{ONE}]}}"#)).diagnostics();
        assert_eq!(validate[0].place, Some(place));
        let lines = printed(&format!("{{\"type\":\"version\"}}\n{{\"type\":\"diagnostic\",\"diagnostic\":{ONE}}}\n"));
        assert_eq!(lines.diagnostics(), validate);
        assert_eq!(lines.errors().len(), 1);
        assert!(printed("no json\n").diagnostics().is_empty());
    }

    #[test]
    fn planned_changes_are_named() {
        let change = r#"{"type":"planned_change","change":{"action":"update","resource":{"addr":"a.b"}}}"#;
        assert_eq!(printed(change).planned_changes(), ["update a.b"]);
    }
}
