//! The same configuration in another directory, which has no state: nothing is adopted and nothing is created twice. The errors have
//! the import blocks that a user needs to continue there.

use acceptance_harness::terraform::{Run, Terraform};

use crate::kill_matrix::checks::{expect_counts, reported};
use crate::kill_matrix::counts::Counts;
use crate::kill_matrix::fixture::{APPLY, Fixture, run};

/// Applies, adds the import blocks of the errors, and applies again, until there are no errors.
pub(crate) async fn imports_everything(fixture: &Fixture, other: &Terraform) -> Result<(), String> {
    let mut imports = String::new();
    // At most one error for each resource.
    for _ in 0..fixture.scenario.resources {
        let (mark, before) = (fixture.calls().await.len(), fixture.counts().await);
        let run = run(other, &APPLY).await;
        if run.code == Some(0) && !imports.is_empty() {
            return Ok(());
        }
        let blocks = import_blocks(&run, fixture.scenario.named);
        if blocks.is_empty() {
            return Err(format!("the apply in another directory has no import block: {}", reported(&run)));
        }
        nothing_changed(fixture, mark, before).await?;
        imports.push_str(&blocks);
        other.write("imports.tf", &imports).unwrap();
    }
    let run = run(other, &APPLY).await;
    if run.code == Some(0) { Ok(()) } else { Err(format!("the import blocks do not suffice: {}", reported(&run))) }
}

/// Every call that changes something was rejected, and the objects are the same as before.
async fn nothing_changed(fixture: &Fixture, mark: usize, before: Counts) -> Result<(), String> {
    let calls = fixture.calls().await;
    let changes = calls[mark..].iter().filter(|call| call["mutating"] == true && call["outcome"] == "OK");
    let changes: Vec<&str> = changes.filter_map(|call| call["action"].as_str()).collect();
    if !changes.is_empty() {
        return Err(format!("the apply in another directory called {changes:?}"));
    }
    expect_counts(fixture, "after the apply in another directory", before).await
}

/// The blocks of all errors, with the names of the example's resources.
fn import_blocks(run: &Run, named: &[&str]) -> String {
    let mut blocks = String::new();
    for error in run.errors() {
        for block in error.detail.split("import {").skip(1) {
            let (block, _) = block.split_once('}').unwrap_or((block, ""));
            let block = named.iter().fold(block.to_owned(), |block, address| {
                let (resource, _) = address.split_once('.').unwrap();
                block.replace(&format!("{resource}.NAME"), address)
            });
            blocks.push_str(&format!("import {{{}}}\n", block.replace(".NAME", ".orders")));
        }
    }
    blocks
}
