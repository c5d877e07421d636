//! The Rust code in `src/generated` is equal to the code that the `.proto` files generate.
//!
//! It is part of the repository, so that a build needs neither protoc nor a build script. After a change of a `.proto` file, run
//! `UPDATE=1 cargo test -p tfplugin --test generated_fresh`.
#![allow(clippy::disallowed_methods, reason = "tests start tasks and measure time")]
#![allow(clippy::expect_used, reason = "test helpers report failures by a panic")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const COMMAND: &str = "UPDATE=1 cargo test -p tfplugin --test generated_fresh";

fn crate_dir() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Compiles all `.proto` files into `out`.
fn generate(out: &Path) {
    let schemas = crate_dir().join("../../schemas/terraform");
    let protos = crate_dir().join("proto");
    let descriptors =
        protox::compile(["tfplugin6.proto", "go_plugin.proto"], [&schemas, &protos]).expect("the .proto files compile");
    let mut config = tonic_prost_build::Config::new();
    // Ordered maps, so that a message is always encoded to the same bytes.
    config.btree_map(["."]);
    tonic_prost_build::configure()
        .out_dir(out)
        // A call that is not implemented returns the status `UNIMPLEMENTED`.
        .generate_default_stubs(true)
        .emit_rerun_if_changed(false)
        .compile_fds_with_config(descriptors, config)
        .expect("code is generated");
}

/// The names and texts of the `.rs` files in `dir`, except `mod.rs`, which is not generated.
fn rust_files(dir: &Path) -> BTreeSet<(String, String)> {
    fs::read_dir(dir)
        .expect("folder is readable")
        .map(|entry| entry.expect("entry is readable").path())
        .filter(|path| path.extension().is_some_and(|ext| ext == "rs") && !path.ends_with("mod.rs"))
        .map(|path| {
            // A package name with dots gives a file name with dots, which cannot be a module name.
            let stem = path.file_stem().expect("a file has a name").to_string_lossy().replace('.', "_");
            (format!("{stem}.rs"), fs::read_to_string(&path).expect("file is readable"))
        })
        .collect()
}

#[test]
fn the_generated_code_is_up_to_date() {
    let scratch = tempfile::tempdir().expect("temporary folder");
    generate(scratch.path());
    let expected = rust_files(scratch.path());
    assert!(expected.iter().any(|(name, text)| name == "tfplugin6.rs" && text.contains("mod provider_server")));

    let committed = crate_dir().join("src/generated");
    if std::env::var_os("UPDATE").is_some() {
        for (name, _) in rust_files(&committed) {
            fs::remove_file(committed.join(name)).expect("old file is removed");
        }
        for (name, text) in &expected {
            fs::write(committed.join(name), text).expect("new file is written");
        }
    }
    let found = rust_files(&committed);
    let stale: Vec<&str> = expected.symmetric_difference(&found).map(|(name, _)| name.as_str()).collect();
    assert!(stale.is_empty(), "not up to date in src/generated: {stale:?}; run `{COMMAND}`");
}
