//! `make control`: the conformance suite on this provider and on one that is built with tf-provider.
//!
//! `control-report [--write]`: prints every check with both verdicts, and the reasons of those that are not passes. `--write` writes
//! the differences to `acceptance-tests/control/DIFFERENCES.md`. The exit code is a failure when this provider fails a check; a
//! failure of the control is only recorded.

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use acceptance_harness::table::Table;
use acceptance_harness::{HarnessError, binaries};
use tfplugin_conformance::suite::{self, CheckResult, Outcome, failures};

const USAGE: &str = "usage: control-report [--write]";

/// Why there is no report, or why this provider does not pass.
#[derive(Debug, thiserror::Error)]
enum ReportError {
    #[error(transparent)]
    Harness(#[from] HarnessError),
    #[error("our own provider fails {} of the checks:\n  {}", .0.len(), .0.join("\n  "))]
    Failed(Vec<String>),
    #[error("cannot write to stdout: {0}")]
    Stdout(#[from] io::Error),
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let write = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => false,
        ["--write"] => true,
        _ => return failed(USAGE),
    };
    match run(write).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failed(&error.to_string()),
    }
}

async fn run(write: bool) -> Result<(), ReportError> {
    let (provider, control) = (binaries::provider()?, binaries::control()?);
    let (ours, theirs) = (suite::run(&provider).await, suite::run(&control).await);
    let rows = side_by_side(&ours, &theirs);
    let mut out = io::stdout().lock();
    write!(out, "{}\n{}\n", verdicts(&rows), reasons(&rows))?;
    let (record, path) = (record(&rows), record_path());
    if write {
        let failed = |source| HarnessError::File { what: "write", path: path.clone(), source };
        std::fs::write(&path, &record).map_err(failed)?;
        writeln!(out, "wrote {}", path.display())?;
    } else if std::fs::read_to_string(&path).ok().as_ref() != Some(&record) {
        writeln!(out, "{} says something else: make control ARGS=--write renews it", path.display())?;
    }
    let failures = failures(&ours);
    if failures.is_empty() { Ok(()) } else { Err(ReportError::Failed(failures)) }
}

fn record_path() -> PathBuf {
    acceptance_harness::repository::root().join("acceptance-tests/control/DIFFERENCES.md")
}

/// A check and both verdicts. A check that depends on the resources of a provider may run on only one of them.
struct Row<'a> {
    name: &'a str,
    ours: Option<&'a Outcome>,
    control: Option<&'a Outcome>,
}

impl Row<'_> {
    fn differs(&self) -> bool {
        self.ours != self.control
    }
}

fn side_by_side<'a>(ours: &'a [CheckResult], theirs: &'a [CheckResult]) -> Vec<Row<'a>> {
    let by_name = |results: &'a [CheckResult]| -> BTreeMap<&'a str, &'a Outcome> {
        results.iter().map(|result| (result.name.as_str(), &result.outcome)).collect()
    };
    let (own, control) = (by_name(ours), by_name(theirs));
    let only_theirs = theirs.iter().filter(|result| !own.contains_key(result.name.as_str()));
    let names = ours.iter().chain(only_theirs).map(|result| result.name.as_str());
    names.map(|name| Row { name, ours: own.get(name).copied(), control: control.get(name).copied() }).collect()
}

fn verdicts(rows: &[Row<'_>]) -> String {
    let mut table = Table::new(&["check", "dts", "tf-provider"]);
    for row in rows {
        table.row([row.name.to_owned(), word(row.ours).to_owned(), word(row.control).to_owned()]);
    }
    table.text()
}

fn word(outcome: Option<&Outcome>) -> &'static str {
    match outcome {
        None => "–",
        Some(Outcome::Pass) => "pass",
        Some(Outcome::Differs(_)) => "differs",
        Some(Outcome::Fail(_)) => "FAIL",
    }
}

/// Why a verdict is not a pass, where the two differ or this provider fails.
fn reasons(rows: &[Row<'_>]) -> String {
    let mut text = String::new();
    let reported = |row: &&Row<'_>| row.differs() || matches!(row.ours, Some(Outcome::Fail(_)));
    for row in rows.iter().filter(reported) {
        for (who, outcome) in [("dts", row.ours), ("tf-provider", row.control)] {
            if let Some(Outcome::Differs(reason) | Outcome::Fail(reason)) = outcome {
                text.push_str(&format!("{} ({who}, {}):\n    {reason}\n", row.name, word(outcome)));
            }
        }
    }
    text
}

/// The differences as a page in Markdown.
fn record(rows: &[Row<'_>]) -> String {
    let mut text = String::from(
        "# Where tf-provider differs\n\n\
         Written by `make control ARGS=--write`; do not edit. FAIL is a breach of the protocol or an open door; \"differs\" is \
         allowed by the protocol, yet not what a full implementation does.\n\n\
         | check | dts | tf-provider |\n|---|---|---|\n",
    );
    for row in rows.iter().filter(|row| row.differs()) {
        text.push_str(&format!("| {} | {} | {} |\n", row.name, cell(row.ours), cell(row.control)));
    }
    let alike = rows.iter().filter(|row| !row.differs()).count();
    text.push_str(&format!("\nThe other {alike} of {} checks end alike.\n", rows.len()));
    text
}

fn cell(outcome: Option<&Outcome>) -> String {
    match outcome {
        Some(Outcome::Differs(reason) | Outcome::Fail(reason)) => {
            // The rest is the text of the operating system, which may differ in the next run.
            let reason = reason.split(": ").next().unwrap_or_default().lines().next().unwrap_or_default();
            let reason = reason.replace('|', "\\|");
            format!("{}: {reason}", word(outcome))
        }
        _ => word(outcome).to_owned(),
    }
}

fn failed(text: &str) -> ExitCode {
    let _ = writeln!(io::stderr(), "control-report: {text}");
    ExitCode::FAILURE
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, outcome: Outcome) -> CheckResult {
        CheckResult { name: name.to_owned(), outcome }
    }

    #[test]
    fn the_record_has_the_differences_only() {
        let ours = [check("a", Outcome::Pass), check("b", Outcome::Pass)];
        let theirs =
            [check("a", Outcome::Pass), check("b", Outcome::Fail("x | y: z\nz".into())), check("c", Outcome::Pass)];
        let text = record(&side_by_side(&ours, &theirs));
        assert!(
            text.contains("|---|---|---|\n| b | pass | FAIL: x \\| y |\n| c | – | pass |\n\nThe other 1 of 3"),
            "{text}"
        );
    }

    #[test]
    fn every_check_has_both_verdicts_and_what_differs_its_reasons() {
        let ours = [check("a", Outcome::Differs("late".into())), check("b", Outcome::Fail("open".into()))];
        let theirs = [check("a", Outcome::Pass), check("b", Outcome::Fail("open".into()))];
        let rows = side_by_side(&ours, &theirs);
        assert!(verdicts(&rows).ends_with("a      differs  pass\nb      FAIL     FAIL\n"), "{}", verdicts(&rows));
        let open = "b (dts, FAIL):\n    open\nb (tf-provider, FAIL):\n    open\n";
        assert_eq!(reasons(&rows), format!("a (dts, differs):\n    late\n{open}"));
        let equal = [check("a", Outcome::Differs("late".into()))];
        assert_eq!(reasons(&side_by_side(&equal, &equal)), "");
    }
}
