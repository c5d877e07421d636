//! What is generated is as `make docs` would write it.

use xtask::docs::{export, folder, pages, sources};

#[tokio::test]
async fn the_exported_schema_is_the_providers() {
    let kept = std::fs::read_to_string(acceptance_harness::repository::root().join(export::FILE)).unwrap();
    let exported = export::exported().await.unwrap_or_else(|error| panic!("{error}"));
    assert!(kept == exported, "{} is stale: run make docs", export::FILE);
}

#[test]
fn no_page_is_stale() {
    let stale = folder::stale(&acceptance_harness::repository::root(), &crate::made()).unwrap();
    assert!(stale.is_empty(), "run make docs: {stale:?}");
}

/// A page that has lost its resource would be read for ever.
#[test]
fn a_template_of_nothing_is_refused() {
    let exported = std::fs::read_to_string(acceptance_harness::repository::root().join(export::FILE)).unwrap();
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("templates/resources");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(root.path().join("templates/index.md"), "# Index\n").unwrap();
    std::fs::create_dir_all(root.path().join("schemas/terraform")).unwrap();
    for table in ["schemas/links.toml", "schemas/terraform/pages.toml"] {
        std::fs::write(root.path().join(table), "").unwrap();
    }
    std::fs::write(folder.join("ghost.md"), "{{ schema }}\n").unwrap();
    let made = || pages(&sources::Sources::read(root.path(), &exported).unwrap());
    let refused = made().unwrap_err().to_string();
    assert!(refused.contains("ghost.md is the template of something the provider does not have"), "{refused}");
    std::fs::rename(folder.join("ghost.md"), folder.join("migration_task.md")).unwrap();
    assert!(made().unwrap()["docs/resources/migration_task.md"].contains("## Schema"));
}
