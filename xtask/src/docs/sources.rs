//! Everything pages are made of.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::Deserialize;

use super::DocsError;
use super::schema::{self, Provider};
use acceptance_harness::{HarnessError, binaries};

/// The project's folder, its schema and its rules.
#[derive(Clone, Debug)]
pub struct Sources {
    root: PathBuf,
    /// What the provider has.
    pub provider: Provider,
    /// What it checks before it asks the cloud.
    pub rules: Vec<Rule>,
}

/// A rule, as `terraform-provider-dts rules` lists it.
#[derive(Clone, Debug, Deserialize)]
pub struct Rule {
    /// Its id.
    pub id: String,
    /// `error` or `warning`.
    pub severity: String,
    /// `validate` or `plan`.
    pub phase: String,
    /// What must hold.
    pub says: String,
}

/// A row of a table of `schemas/`.
#[derive(Clone, Debug)]
pub struct Row(toml::Table);

impl Row {
    /// A text; empty where the row has none.
    #[must_use]
    pub fn text(&self, column: &str) -> &str {
        self.0.get(column).and_then(toml::Value::as_str).unwrap_or_default()
    }

    /// A yes or no; `otherwise` where the row has none.
    #[must_use]
    pub fn flag(&self, column: &str, otherwise: bool) -> bool {
        self.0.get(column).and_then(toml::Value::as_bool).unwrap_or(otherwise)
    }

    /// A number as text; empty where the row has none.
    #[must_use]
    pub fn number(&self, column: &str) -> String {
        self.0.get(column).and_then(toml::Value::as_integer).map(|number| number.to_string()).unwrap_or_default()
    }

    /// The first text of a list; empty where it has none.
    #[must_use]
    pub fn first(&self, column: &str) -> &str {
        self.list(column).first().and_then(toml::Value::as_str).unwrap_or_default()
    }

    /// A list; empty where the row has none.
    #[must_use]
    pub fn list(&self, column: &str) -> &[toml::Value] {
        self.0.get(column).and_then(toml::Value::as_array).map(Vec::as_slice).unwrap_or_default()
    }
}

impl Sources {
    /// The schema as it was exported, and the rules of the provider that was built.
    ///
    /// # Errors
    /// The provider is missing, or one of them cannot be read.
    pub fn read(root: &Path, exported: &str) -> Result<Self, DocsError> {
        Ok(Self { root: root.to_owned(), provider: schema::read(exported)?, rules: rules()? })
    }

    /// A file of the project.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn file(&self, path: &str) -> Result<String, DocsError> {
        text(&self.root, path)
    }

    /// The rows of `schemas/<table>.toml` under a key.
    ///
    /// # Errors
    /// The file is missing or no TOML.
    pub fn rows(&self, table: &str, key: &str) -> Result<Vec<Row>, DocsError> {
        self.rows_of(&format!("schemas/alibaba/{table}.toml"), key)
    }

    /// The rows of a TOML file of the project under a key.
    ///
    /// # Errors
    /// The file is missing or no TOML.
    pub fn rows_of(&self, file: &str, key: &str) -> Result<Vec<Row>, DocsError> {
        let rows = self.table(file)?;
        let rows = rows.get(key).and_then(toml::Value::as_array).cloned().unwrap_or_default();
        Ok(rows.into_iter().filter_map(|row| row.try_into().ok()).map(Row).collect())
    }

    /// A TOML file of the project.
    pub(super) fn table(&self, file: &str) -> Result<toml::Table, DocsError> {
        toml::from_str(&self.file(file)?).map_err(|source| DocsError::Table { path: self.root.join(file), source })
    }

    /// Names of the Markdown files in a folder of `templates/`, in order, without their ending.
    pub(super) fn templates(&self, folder: &str) -> Result<Vec<String>, DocsError> {
        let folder = self.root.join("templates").join(folder);
        if !folder.exists() {
            return Ok(Vec::new());
        }
        let entries = std::fs::read_dir(&folder).map_err(HarnessError::file("read the folder", &folder))?;
        let mut names = Vec::new();
        for entry in entries {
            let path = entry.map_err(HarnessError::file("read the folder", &folder))?.path();
            if path.extension().is_some_and(|ending| ending == "md") {
                names.extend(path.file_stem().map(|name| name.to_string_lossy().into_owned()));
            }
        }
        names.sort();
        Ok(names)
    }
}

fn text(root: &Path, path: &str) -> Result<String, DocsError> {
    let path = root.join(path);
    Ok(std::fs::read_to_string(&path).map_err(HarnessError::file("read", path))?)
}

fn rules() -> Result<Vec<Rule>, DocsError> {
    let path = binaries::provider()?;
    let printed = Command::new(&path).arg("rules").stdin(Stdio::null()).output();
    let printed = printed.map_err(|source| HarnessError::Run { path, source })?;
    let text = String::from_utf8_lossy(&printed.stdout);
    let read =
        |line: &str| serde_json::from_str(line).map_err(|source| DocsError::Rule { line: line.to_owned(), source });
    text.lines().map(read).collect()
}
