//! An example in a separate folder, and what a user does with it.

use std::path::{Path, PathBuf};

use acceptance_harness::profiles::{DESTINATION_OWNER, Key, OPERATOR, SOURCE_OWNER};
use acceptance_harness::terraform::{Run, Terraform};
use dts_emulator::Options;
use serde_json::Value as Json;

use crate::support::case::{Case, DESTINATION_PASSWORD, SOURCE_PASSWORD};
use crate::support::reimport::imported;

pub(super) const VALUES: &str = "-var-file=example.tfvars";
pub(super) const TASK: &str = "dts_migration_task.orders";
pub(super) const INSTANCE: &str = "dts_migration_instance.orders";

/// What an example creates, and where.
pub(super) struct Example {
    pub(super) folder: &'static str,
    scenario: &'static str,
    /// The account with task and instance.
    pub(super) task_of: Key,
    /// The accounts with a role.
    roles_of: &'static [Key],
    source_password: &'static str,
    /// The variable of the profile that creates the task.
    pub(super) profile: &'static str,
}

pub(super) const EXAMPLES: [Example; 4] = [
    Example {
        folder: "cross-account-source",
        scenario: "cross_account_source",
        task_of: DESTINATION_OWNER,
        roles_of: &[SOURCE_OWNER],
        source_password: SOURCE_PASSWORD,
        profile: "destination_owner_profile",
    },
    Example {
        folder: "cross-account-destination",
        scenario: "cross_account_destination",
        task_of: SOURCE_OWNER,
        roles_of: &[DESTINATION_OWNER],
        source_password: SOURCE_PASSWORD,
        profile: "source_owner_profile",
    },
    Example {
        folder: "cross-account-both",
        scenario: "cross_account_both",
        task_of: OPERATOR,
        roles_of: &[SOURCE_OWNER, DESTINATION_OWNER],
        source_password: SOURCE_PASSWORD,
        profile: "operator_profile",
    },
    Example {
        folder: "dedicated-cluster",
        scenario: "same_account",
        task_of: DESTINATION_OWNER,
        roles_of: &[],
        source_password: DESTINATION_PASSWORD,
        profile: "profile",
    },
];

pub(super) fn all() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples")
}

/// An example in a separate folder, on a separate emulator.
pub(super) struct ExampleRun {
    example: &'static Example,
    pub(super) case: Case,
}

impl ExampleRun {
    pub(super) async fn new(folder: &str) -> Self {
        Self::within(folder, Options { polls: 1, ..Options::default() }).await
    }

    pub(super) async fn within(folder: &str, options: Options) -> Self {
        let example = EXAMPLES.iter().find(|example| example.folder == folder).unwrap();
        let mut case = Case::with(options).await;
        case.terraform.copy_files(&all().join(folder)).unwrap();
        case.terraform.set("TF_VAR_source_password", example.source_password);
        Self { example, case }
    }

    /// Runs a command of the README; it must work.
    pub(super) async fn run(&self, arguments: &[&str]) -> Run {
        let arguments = [arguments, &[VALUES]].concat();
        self.case.terraform.run(&arguments).await.unwrap().success().unwrap_or_else(|error| panic!("{error}"))
    }

    /// Applies, and checks that the next plan is empty.
    pub(super) async fn apply(&self, further: &[&str]) {
        self.run(&[&["apply", "-auto-approve"], further].concat()).await;
        self.run(&[&["plan", "-detailed-exitcode"], further].concat()).await;
    }

    /// Changes a piece of `main.tf` that occurs exactly once.
    pub(super) fn edit(&self, from: &str, to: &str) {
        let text = std::fs::read_to_string(self.case.terraform.directory().join("main.tf")).unwrap();
        assert_eq!(text.matches(from).count(), 1, "{from:?} must occur exactly once in:\n{text}");
        self.case.terraform.write("main.tf", &text.replace(from, to)).unwrap();
    }

    async fn held(&self, key: Key, kind: &str) -> Vec<Json> {
        self.case.account(key.account).await[kind].as_array().unwrap().clone()
    }

    pub(super) async fn job(&self) -> Json {
        let jobs = self.held(self.example.task_of, "jobs").await;
        assert_eq!(jobs.len(), 1, "{jobs:#?}");
        jobs[0].clone()
    }

    /// The task first: nothing is bought, and its options can still be changed.
    pub(super) async fn task_alone(&self) -> String {
        let only = format!("-target={TASK}");
        self.apply(&[&only]).await;
        let id = self.job().await["id"].as_str().unwrap().to_owned();
        let mark = self.case.mark().await;
        self.edit("conflict_mode", "online_ddl = \"adapt_to_ghost\"\n  conflict_mode");
        self.edit("\"report\"", "\"ignore\"");
        self.edit("other_minutes      = 10", "other_minutes      = 20");
        self.apply(&[&only]).await;
        assert_eq!(self.job().await["id"], id, "the task is changed, not created again");
        let calls = self.case.mutations_since(mark).await;
        assert!(calls.contains(&"ConfigureDtsJob".to_owned()), "{calls:?}");
        let sent = self.case.control.requests().await.unwrap();
        let sent = sent.iter().rfind(|call| call["action"] == "ConfigureDtsJob").unwrap();
        let reserve = sent["parameters"]["Reserve"].as_str().unwrap();
        for piece in ["\"targetTableMode\":\"2\"", "1200"] {
            assert!(reserve.contains(piece), "{piece} is missing in {reserve}");
        }
        assert_eq!(self.held(self.example.task_of, "instances").await.len(), 0, "nothing was bought");
        id
    }

    pub(super) async fn matches_readme(&self) {
        let owner = self.example.task_of;
        for key in [SOURCE_OWNER, DESTINATION_OWNER, OPERATOR] {
            let roles = self.held(key, "roles").await.len();
            assert_eq!(roles, usize::from(self.example.roles_of.iter().any(|one| one.account == key.account)));
            let bought = usize::from(key.account == owner.account);
            assert_eq!(self.held(key, "jobs").await.len(), bought);
            assert_eq!(self.held(key, "instances").await.len(), bought);
        }
        let task = self.case.terraform.attributes(TASK).await.unwrap();
        assert_eq!(
            (&task["scenario"], &task["precheck_state"]),
            (&self.example.scenario.into(), &"passed".into()),
            "{task:#}"
        );
        let instance = self.case.terraform.attributes(INSTANCE).await.unwrap();
        assert_eq!((&instance["status"], &instance["caught_up"]), (&"Migrating".into(), &true.into()));
    }

    pub(super) async fn renamed(&self, id: &str) {
        let name = self.job().await["name"].as_str().unwrap().to_owned();
        let mark = self.case.mark().await;
        self.edit(&format!("\"{name}\""), "\"renamed\"");
        self.apply(&[]).await;
        let job = self.job().await;
        assert_eq!((&job["id"], &job["name"]), (&id.into(), &"renamed".into()));
        assert_eq!(self.case.mutations_since(mark).await, ["ModifyDtsJobName"]);
    }

    /// In the empty state of another folder, which then destroys what the first folder created.
    pub(super) async fn imported(&self) -> Terraform {
        let mut folder = self.case.another_folder();
        folder.set("TF_VAR_source_password", self.example.source_password);
        folder.copy_files(&all().join(self.example.folder)).unwrap();
        let main = std::fs::read_to_string(self.case.terraform.directory().join("main.tf")).unwrap();
        folder.write("main.tf", &main).unwrap();
        let count = imported(&self.case, &self.case.terraform, &folder, &[VALUES]).await;
        assert_eq!(count, 2 + self.example.roles_of.len());
        folder
    }
}
