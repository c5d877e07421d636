//! The tests of the examples and modules themselves, which run with a mock of the provider.

use std::path::{Path, PathBuf};

use acceptance_harness::folder::copy_tree;
use acceptance_harness::terraform::{Feature, Installation, Run, Terraform};

use super::example::all;

/// The test file of an example or a module.
const TEST: &str = "tests/mocks.tftest.hcl";

/// A copy of all examples, because they refer to each other.
struct Copy {
    terraform: Terraform,
}

impl Copy {
    fn new() -> Self {
        let terraform = Terraform::new(Installation::DevOverride).unwrap();
        copy_tree(&all(), &terraform.directory()).unwrap();
        Self { terraform }
    }

    /// The folders with a configuration, relative to the copy.
    fn configurations(&self) -> Vec<String> {
        let root = self.terraform.directory();
        let folders = [root.clone(), root.join("modules")].into_iter().flat_map(|folder| entries(&folder));
        let folders = folders.filter(|folder| folder.join("main.tf").is_file());
        let mut names: Vec<_> =
            folders.map(|folder| folder.strip_prefix(&root).unwrap().to_str().unwrap().to_owned()).collect();
        names.sort();
        names
    }

    async fn run(&self, folder: &str, command: &str) -> Run {
        self.terraform.run(&[&format!("-chdir={folder}"), command]).await.unwrap()
    }

    async fn test(&self, folder: &str) -> Run {
        self.run(folder, "get").await.success().unwrap_or_else(|error| panic!("{folder}: {error}"));
        self.run(folder, "test").await
    }

    /// Changes all places with these words in the test file of a folder.
    fn edit(&self, folder: &str, from: &str, to: &str) {
        let path = self.terraform.directory().join(folder).join(TEST);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{from:?} is not in:\n{text}");
        std::fs::write(path, text.replace(from, to)).unwrap();
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
}

#[tokio::test]
async fn every_example_and_module_passes_its_test() {
    let copy = Copy::new();
    if copy.terraform.lacks(Feature::MockFiles).await.unwrap() {
        return;
    }
    let folders = copy.configurations();
    assert!(folders.len() > 9, "{folders:?}: were the examples found?");
    for folder in folders {
        assert!(all().join(&folder).join(TEST).is_file(), "{folder} needs {TEST}");
        let run = copy.test(&folder).await.success().unwrap_or_else(|error| panic!("{folder}: {error}"));
        assert!(run.stdout.contains("2 passed, 0 failed"), "{folder}: {}", run.stdout);
    }
}

/// The mock file is necessary, and what the tests assert is checked.
#[tokio::test]
async fn a_test_without_the_mock_file_or_with_a_wrong_assertion_fails() {
    let copy = Copy::new();
    if copy.terraform.lacks(Feature::MockFiles).await.unwrap() {
        return;
    }
    copy.edit("cross-account-source", "  source = \"../mocks\"\n", "");
    let run = copy.test("cross-account-source").await;
    assert!(run.code == Some(1) && run.output().contains("jsondecode"), "{}", run.output());

    copy.edit("cross-account-destination", "toset([var.source_account_id])", "toset([var.destination_account_id])");
    let run = copy.test("cross-account-destination").await;
    assert!(run.code == Some(1) && run.output().contains("must trust only the account"), "{}", run.output());
}
