//! The Rust code under `src/generated` is what the `.proto` files say, no more and no less.
//!
//! It is checked in so that a build needs neither protoc nor a build script. After an edit of a `.proto` file:
//! `UPDATE=1 cargo test -p tfplugin --test generated_fresh`.

#![allow(clippy::expect_used, reason = "test helpers fail by panicking")]

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
    let own = crate_dir().join("proto");
    let descriptors =
        protox::compile(["tfplugin6.proto", "go_plugin.proto"], [&schemas, &own]).expect("the .proto files compile");
    let mut config = tonic_prost_build::Config::new();
    // Ordered maps: the same schema always gives the same bytes.
    config.btree_map(["."]);
    tonic_prost_build::configure()
        .out_dir(out)
        // A call that is not written answers "unimplemented".
        .generate_default_stubs(true)
        .emit_rerun_if_changed(false)
        .compile_fds_with_config(descriptors, config)
        .expect("code is generated");
}

/// File names and texts of the `.rs` files of `dir`, without `mod.rs`, which is written by hand.
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
fn checked_in_code_equals_what_the_proto_files_generate() {
    let scratch = tempfile::tempdir().expect("temporary folder");
    generate(scratch.path());
    let wanted = rust_files(scratch.path());
    assert!(wanted.iter().any(|(name, text)| name == "tfplugin6.rs" && text.contains("mod provider_server")));

    let checked_in = crate_dir().join("src/generated");
    if std::env::var_os("UPDATE").is_some() {
        for (name, _) in rust_files(&checked_in) {
            fs::remove_file(checked_in.join(name)).expect("old file is removed");
        }
        for (name, text) in &wanted {
            fs::write(checked_in.join(name), text).expect("new file is written");
        }
    }
    let found = rust_files(&checked_in);
    let stale: Vec<&str> = wanted.symmetric_difference(&found).map(|(name, _)| name.as_str()).collect();
    assert!(stale.is_empty(), "not up to date in src/generated: {stale:?}; run `{COMMAND}`");
}
