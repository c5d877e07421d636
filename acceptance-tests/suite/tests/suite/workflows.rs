//! The workflows for CI in `examples/ci`: their commands that need no account are run as they are written.

use std::fs;
use std::path::{Path, PathBuf};

use acceptance_harness::binaries;
use acceptance_harness::terraform::{Installation, Terraform};
use serde_json::Value as Json;

use crate::packages::{copy_example, in_a_terminal, make, names, root};

const EXAMPLE: &str = "cross-account-source";

/// The workflows, each with the line at which its job without an account begins.
const WORKFLOWS: [(&str, &str); 3] =
    [("github-actions.yml", "  test:"), ("gitlab-ci.yml", "test:"), ("atlantis.yaml", "    plan:")];

/// A job of a workflow.
struct Job {
    /// Its commands, in their order.
    commands: Vec<String>,
    /// The variables that it sets for them.
    variables: Vec<(String, String)>,
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

fn job(file: &str, begin: &str) -> Job {
    let text = fs::read_to_string(root().join("examples/ci").join(file)).unwrap();
    let lines = text.lines().skip_while(|line| *line != begin).skip(1);
    let lines: Vec<&str> =
        lines.take_while(|line| line.is_empty() || indent(line) > indent(begin)).map(str::trim).collect();
    let command = |line: &&str| {
        let command = line.strip_prefix("- run: ").or_else(|| line.strip_prefix("- "))?;
        command.contains("sh ci/").then(|| command.to_owned())
    };
    let variable = |line: &&str| {
        let (name, value) = line.split_once(": ")?;
        name.starts_with("TF_VAR_").then(|| (name.to_owned(), value.to_owned()))
    };
    Job { commands: lines.iter().filter_map(command).collect(), variables: lines.iter().filter_map(variable).collect() }
}

/// A repository with the example in its root and the scripts in `ci`.
fn repository(terraform: &Terraform) -> PathBuf {
    let folder = terraform.directory();
    copy_example(EXAMPLE, &folder);
    let repository = folder.join("examples").join(EXAMPLE);
    fs::create_dir(repository.join("ci")).unwrap();
    for file in names(&root().join("examples/ci")).into_iter().filter(|file| file.ends_with(".sh")) {
        fs::copy(root().join("examples/ci").join(&file), repository.join("ci").join(&file)).unwrap();
    }
    repository
}

fn installed() -> Terraform {
    let terraform = Terraform::with_plugins(Installation::Mirror, &[]).unwrap_or_else(|error| panic!("{error}"));
    make("install", &[("BINARY", &binaries::provider().unwrap())], Some(&terraform.home()));
    terraform
}

fn planned_task(repository: &Path) -> bool {
    let plan: Json = serde_json::from_str(&fs::read_to_string(repository.join("plan.json")).unwrap()).unwrap();
    let changes = plan["resource_changes"].as_array().unwrap();
    changes.iter().any(|change| change["address"] == "dts_migration_task.orders")
}

#[test]
fn the_commands_without_an_account_work_as_they_are_written() {
    for (file, begin) in WORKFLOWS {
        let job = job(file, begin);
        assert!(job.commands[0].ends_with("sh ci/emulator-test.sh"), "{file}: {:?}", job.commands);
        let terraform = installed();
        let repository = repository(&terraform);
        let (succeeded, said) = in_a_terminal(&job.commands.join("\n"), &repository, &terraform.home(), &job.variables);
        assert!(succeeded, "{file}: {said}");
        assert!(said.contains("Apply complete!") && said.contains("Destroy complete!"), "{file}: {said}");
        assert!(!repository.join("terraform.tfstate").exists(), "{file}: the test has its own state");
        let reviewed = job.commands.iter().any(|command| command == "sh ci/plan.sh");
        assert!(!reviewed || planned_task(&repository), "{file}");
        assert!(reviewed || file == "atlantis.yaml", "{file}: {:?}", job.commands);
    }
}

/// A job fails if the apply fails, here because of a wrong password.
#[test]
fn a_failed_apply_fails_the_job() {
    let (file, begin) = WORKFLOWS[0];
    let mut job = job(file, begin);
    job.variables.iter_mut().find(|(name, _)| name == "TF_VAR_source_password").unwrap().1 = "wrong".to_owned();
    let terraform = installed();
    let (succeeded, said) =
        in_a_terminal(&job.commands.join("\n"), &repository(&terraform), &terraform.home(), &job.variables);
    assert!(!succeeded && said.contains("rm-source-orders") && !said.contains("Apply complete!"), "{said}");
}
