//! `make docs`: writes `schemas/terraform/provider-schema.json` and the registry's pages in `docs/`.
//!
//! `docs [--check]`: `--check` writes nothing, lists what is stale, and fails when anything is.

use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

use acceptance_tests::docs::{DocsError, export, folder, pages, sources};

const USAGE: &str = "usage: docs [--check]";

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let check = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => false,
        ["--check"] => true,
        _ => return failed(USAGE),
    };
    match stale(&sources::root(), check).await {
        Ok(files) if check && !files.is_empty() => failed(&format!("stale: {}; run make docs", files.join(", "))),
        Ok(files) if files.is_empty() => said("nothing is stale"),
        Ok(files) => said(&format!("written: {}", files.join(", "))),
        Err(error) => failed(&error.to_string()),
    }
}

/// The files that were stale; they are not any more, unless this is only a check.
async fn stale(root: &Path, check: bool) -> Result<Vec<String>, DocsError> {
    let exported = export::exported().await?;
    let file = root.join(export::FILE);
    let mut found = Vec::new();
    if std::fs::read_to_string(&file).ok().as_ref() != Some(&exported) {
        found.push(export::FILE.to_owned());
        if !check {
            folder::write_file(&file, &exported)?;
        }
    }
    let pages = pages(&sources::Sources::read(root, &exported)?)?;
    let changed = if check { folder::stale(root, &pages)? } else { folder::write(root, &pages)? };
    found.extend(changed.into_iter().map(|(name, _)| name));
    Ok(found)
}

fn said(text: &str) -> ExitCode {
    if writeln!(io::stdout(), "docs: {text}").is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn failed(text: &str) -> ExitCode {
    let _ = writeln!(io::stderr(), "docs: {text}");
    ExitCode::FAILURE
}
