//! The rules that the provider lists, and the case file of each rule.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

use acceptance_harness::binaries;
use serde_json::Value as Json;

use super::form::CaseFile;

/// A rule and its case file.
#[derive(Debug)]
pub(super) struct Rule {
    /// `error` or `warning`.
    pub(super) severity: String,
    /// `validate` or `plan`.
    pub(super) phase: String,
    pub(super) case: CaseFile,
}

impl Rule {
    pub(super) fn id(&self) -> &str {
        &self.case.id
    }

    /// Whether a violation is an error; the other rules are cautions.
    pub(super) fn refuses(&self) -> bool {
        self.severity == "error"
    }
}

/// The output of `terraform-provider-dts rules`, by ID.
pub(super) fn listed() -> BTreeMap<String, Json> {
    let output = Command::new(binaries::provider().unwrap()).arg("rules").output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    let rules = text.lines().map(|line| serde_json::from_str::<Json>(line).unwrap());
    rules.map(|rule| (rule["id"].as_str().unwrap().to_owned(), rule)).collect()
}

/// The case files, by the ID in their name.
pub(super) fn files() -> BTreeMap<String, PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("rules");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let cases = files.filter(|path| path.extension().is_some_and(|extension| extension == "tf"));
    cases.map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), path)).collect()
}

/// All rules, by ID.
pub(super) fn rules() -> Vec<Rule> {
    let missing: Vec<String> = listed().into_keys().filter(|id| !files().contains_key(id)).collect();
    assert!(missing.is_empty(), "no case file for the rules {missing:?}");
    with_case()
}

/// The rules that have a case file, by ID.
pub(super) fn with_case() -> Vec<Rule> {
    let files = files();
    let rule = |(id, listed): (String, Json)| {
        let text = std::fs::read_to_string(files.get(&id)?).unwrap();
        let word = |key: &str| listed[key].as_str().unwrap().to_owned();
        Some(Rule { severity: word("severity"), phase: word("phase"), case: CaseFile::read(&id, &text) })
    };
    listed().into_iter().filter_map(rule).collect()
}
