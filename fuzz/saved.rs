//! Runs a fuzz target on its saved inputs. The tests of each crate include this file, so that `make test` needs no fuzzer.

use std::path::Path;

/// Calls the target with each file of its corpus and with each input that caused a failure in the past.
pub(crate) fn each(target: &str, run: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .map(|above| above.join("fuzz"))
        .find(|folder| folder.join("corpus").is_dir())
        .expect("the folder fuzz/corpus of the repository");
    let mut files: Vec<_> = ["corpus", "found"]
        .iter()
        .filter_map(|kind| std::fs::read_dir(folder.join(kind).join(target)).ok())
        .flatten()
        .map(|entry| entry.expect("a readable folder").path())
        .collect();
    files.sort();
    assert!(files.len() >= 3, "{target} must have at least three saved inputs, found {files:?}");
    for file in files {
        // Shown when the target fails.
        println!("{}", file.display());
        run(&std::fs::read(&file).expect("a readable file"));
    }
}
