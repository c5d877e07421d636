//! Several cases in one folder, one file each: one run of Terraform checks all of them.

use acceptance_harness::terraform::{Diagnostic, Run, Terraform};

use super::catalogue::Rule;
use super::form::{Form, HERE};
use crate::support::hcl::{self, Hcl};

/// The blocks that all cases use: providers, roles, and tasks for instances that are only planned.
pub(super) const SHARED: &str = include_str!("shared.tf");

/// The chosen rules, with their forms.
pub(super) struct Chosen<'r>(Vec<(&'r Rule, Form, Hcl)>);

impl<'r> Chosen<'r> {
    pub(super) fn none() -> Self {
        Self(Vec::new())
    }

    pub(super) fn and(mut self, form: Form, rules: impl IntoIterator<Item = &'r Rule>) -> Self {
        self.0.extend(rules.into_iter().map(|rule| (rule, form, rule.case.form(form))));
        self
    }

    /// Writes only these cases to the folder.
    pub(super) fn write(&self, terraform: &Terraform) {
        for entry in std::fs::read_dir(terraform.directory()).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "tf") {
                std::fs::remove_file(path).unwrap();
            }
        }
        let shared = hcl::providers().and(&hcl::trust()).and(&Hcl::new(SHARED));
        terraform.write("shared.tf", shared.text()).unwrap();
        for (rule, _, text) in &self.0 {
            terraform.write(&rule.case.file(), text.text()).unwrap();
        }
    }

    /// Asserts that the run reports each rule exactly once, on its line, and no other error. Returns the messages.
    pub(super) fn each_reported(&self, run: &Run) -> String {
        let diagnostics = run.diagnostics();
        let mut seen = Vec::new();
        let mut wrong = Vec::new();
        for (rule, _, text) in &self.0 {
            match reported(rule, text, &diagnostics) {
                Ok(diagnostic) => seen.push(shown(rule, diagnostic)),
                Err(problem) => wrong.push(problem),
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
        seen.join("\n")
    }

    /// Asserts that the run has no error, and reports none of these rules in their own files.
    pub(super) fn none_reported(&self, run: &Run) {
        assert_eq!(run.errors(), [], "{}", run.command);
        let diagnostics = run.diagnostics();
        let reported: Vec<&Diagnostic> =
            self.0.iter().flat_map(|(rule, ..)| in_file(rule, &diagnostics).filter(|one| is_of(rule, one))).collect();
        assert!(reported.is_empty(), "{reported:#?}");
    }
}

fn in_file<'d>(rule: &Rule, diagnostics: &'d [Diagnostic]) -> impl Iterator<Item = &'d Diagnostic> {
    let file = rule.case.file();
    diagnostics.iter().filter(move |one| one.place.as_ref().is_some_and(|place| place.file == file))
}

fn is_of(rule: &Rule, diagnostic: &Diagnostic) -> bool {
    diagnostic.detail.ends_with(&format!("\n\nRule: {}", rule.id()))
}

fn reported<'d>(rule: &Rule, text: &Hcl, diagnostics: &'d [Diagnostic]) -> Result<&'d Diagnostic, String> {
    let (own, others): (Vec<_>, Vec<_>) = in_file(rule, diagnostics).partition(|one| is_of(rule, one));
    let errors: Vec<_> = others.into_iter().filter(|one| one.severity == "error").collect();
    let [one] = own.as_slice() else {
        return Err(format!("{} is reported {} times; other errors: {errors:#?}", rule.id(), own.len()));
    };
    let line = one.place.as_ref().map(|place| place.line);
    if !errors.is_empty() || one.severity != rule.severity || line != Some(text.line_of(HERE)) {
        return Err(format!(
            "{} is to be the only error, of severity {}, at line {}: {one:#?} {errors:#?}",
            rule.id(),
            rule.severity,
            text.line_of(HERE)
        ));
    }
    Ok(one)
}

/// The text of a diagnostic for a snapshot.
fn shown(rule: &Rule, diagnostic: &Diagnostic) -> String {
    let Some(place) = &diagnostic.place else { return String::new() };
    let code = place.code.lines().next().unwrap_or_default();
    let rule_of = format!("{} ({}, {})", rule.id(), rule.severity, rule.phase);
    format!("== {rule_of}\n{}: {code}\n{}\n{}\n", place.line, diagnostic.summary, diagnostic.detail)
}
