//! The command `xtask docs`: writes `schemas/terraform/provider-schema.json` and the registry pages in `docs/`.

use std::path::Path;

use acceptance_harness::repository;

use super::{DocsError, export, folder, pages, sources};

/// The names of the files that differ from what the sources give. Unless this is only a check, the files are written.
///
/// # Errors
/// Returns an error when the provider cannot be run, or a source cannot be read.
pub async fn stale(check: bool) -> Result<Vec<String>, DocsError> {
    stale_in(&repository::root(), check).await
}

async fn stale_in(root: &Path, check: bool) -> Result<Vec<String>, DocsError> {
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
