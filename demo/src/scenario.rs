//! The example that the demo runs.

use std::path::{Path, PathBuf};

use acceptance_harness::built_in::{
    DESTINATION_PASSWORD, SOURCE_PASSWORD, TENCENT_SOURCE_PASSWORD, TENCENT_TARGET_PASSWORD,
};

use crate::DemoError;

const DEFAULT: &str = "cross-account-source";
/// Examples whose source belongs to the destination owner too.
const SOURCE_AT_DESTINATION: [&str; 1] = ["dedicated-cluster"];

/// The resources that configure a job.
const TASKS: [(Cloud, &str); 3] = [
    (Cloud::Alibaba, "resource \"dts_migration_task\""),
    (Cloud::Alibaba, SYNCHRONIZATION),
    (Cloud::Tencent, "resource \"dts_tencent_migration_task\""),
];
/// The resource of a synchronization, which runs until it is stopped.
const SYNCHRONIZATION: &str = "resource \"dts_synchronization_task\"";
/// The block of a synchronization in both directions.
const TWO_WAY: &str = "\n  two_way {";
/// The resources that create a role.
const ROLES: [&str; 2] = ["resource \"dts_ram_role_trust\"", "resource \"dts_cam_role_trust\""];

/// The resource that creates the policy of a sub-account.
const GRANT: &str = "resource \"dts_cam_assume_role_grant\"";

/// The cloud of an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cloud {
    Alibaba,
    Tencent,
}

/// A folder of `examples`.
pub(crate) struct Scenario {
    pub(crate) folder: PathBuf,
    pub(crate) name: String,
    /// The title of its README.
    pub(crate) title: String,
    pub(crate) cloud: Cloud,
    /// The number of roles that it creates.
    roles: usize,
    /// Whether it creates a policy for a sub-account.
    has_grant: bool,
    /// The directions of a synchronization; none for a migration.
    directions: usize,
}

/// A step between the apply and the destroy, after which a plan is empty again.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Change {
    /// What it does.
    pub(crate) title: &'static str,
    /// The value of a variable of the example.
    pub(crate) variable: &'static str,
}

/// The cut-over of an example of Tencent Cloud.
const CUT_OVER: [Change; 1] =
    [Change { title: "Cut over: complete the job permanently", variable: "-var=desired_status=completed" }];

/// What changes in a synchronization while it runs. A step keeps the values of those before it, unless it has its own.
const WHILE_SYNCHRONIZING: [Change; 3] = [
    Change { title: "Add a table, in place", variable: "-var=tables=[\"customers\",\"orders\",\"order_items\"]" },
    Change { title: "Suspend the synchronization", variable: "-var=desired_status=suspended" },
    Change { title: "Resume the synchronization", variable: "-var=desired_status=running" },
];

/// The same in both directions.
const WHILE_SYNCHRONIZING_BOTH: [Change; 3] = [
    Change { title: "Add a table to both directions, in place", variable: "-var=tables=[\"shops\",\"sales\"]" },
    Change {
        title: "Suspend the reverse direction; the forward one continues",
        variable: "-var=reverse_desired_status=suspended",
    },
    Change { title: "Resume the reverse direction", variable: "-var=reverse_desired_status=running" },
];

impl Scenario {
    /// The requested one: by the first argument, by `SCENARIO`, or the default one.
    pub(crate) fn selected() -> Result<Self, DemoError> {
        let named = std::env::args().nth(1).or_else(|| std::env::var("SCENARIO").ok()).filter(|name| !name.is_empty());
        let name = named.unwrap_or_else(|| DEFAULT.to_owned());
        let all = acceptance_harness::repository::root().join("examples");
        let known = names(&all);
        if !known.contains(&name) {
            return Err(DemoError::NoExample { name, known: known.join(", ") });
        }
        let folder = all.join(&name);
        let read = |file: &str| std::fs::read_to_string(folder.join(file)).unwrap_or_default();
        let title = read("README.md").lines().next().unwrap_or_default().trim_start_matches("# ").to_owned();
        let main = read("main.tf");
        let roles = ROLES.iter().map(|role| main.matches(role).count()).sum();
        let (cloud, has_grant) = (cloud_of(&main).unwrap_or(Cloud::Alibaba), main.contains(GRANT));
        let directions = directions_of(&main);
        Ok(Self { folder, name, title, cloud, roles, has_grant, directions })
    }

    /// The variables of its passwords, with what the databases of the emulator ask for.
    pub(crate) fn passwords(&self) -> [(&'static str, &'static str); 2] {
        let own = SOURCE_AT_DESTINATION.contains(&self.name.as_str());
        let (source, destination) = match self.cloud {
            Cloud::Alibaba if own => (DESTINATION_PASSWORD, DESTINATION_PASSWORD),
            Cloud::Alibaba => (SOURCE_PASSWORD, DESTINATION_PASSWORD),
            Cloud::Tencent => (TENCENT_SOURCE_PASSWORD, TENCENT_TARGET_PASSWORD),
        };
        [("TF_VAR_source_password", source), ("TF_VAR_destination_password", destination)]
    }

    /// The environment variables with the address of the emulator.
    pub(crate) fn addresses(&self) -> &'static [&'static str] {
        match self.cloud {
            Cloud::Alibaba => {
                &["ALIBABA_CLOUD_ENDPOINT_DTS", "ALIBABA_CLOUD_ENDPOINT_RAM", "ALIBABA_CLOUD_ENDPOINT_STS"]
            }
            Cloud::Tencent => &["TENCENTCLOUD_DOMAIN"],
        }
    }

    /// What an apply creates.
    pub(crate) fn apply_title(&self) -> &'static str {
        if self.has_grant {
            return "role, policy of the sub-account, purchase, configuration and check of the job, until the destination has caught up";
        }
        if self.cloud == Cloud::Tencent {
            return "role, purchase, configuration and check of the job, until the destination has caught up";
        }
        match self.roles {
            0 => "task with precheck, instance, until the destination has caught up",
            1 => "role trust, task with precheck, instance, until the destination has caught up",
            _ if self.directions == 2 => {
                "a role trust in each owner's account, task with precheck, instance, until both directions synchronize"
            }
            _ => {
                "a role trust in each owner's account, task with precheck, instance, until the destination has caught up"
            }
        }
    }

    /// What is changed between the apply and the destroy.
    pub(crate) fn changes(&self) -> &'static [Change] {
        match self.cloud {
            Cloud::Tencent => &CUT_OVER,
            Cloud::Alibaba => match self.directions {
                0 => &[],
                1 => &WHILE_SYNCHRONIZING,
                _ => &WHILE_SYNCHRONIZING_BOTH,
            },
        }
    }

    /// How a destroy ends it.
    pub(crate) fn destroy_title(&self) -> &'static str {
        match self.roles {
            _ if self.has_grant => "stop, release, delete the policy and the role",
            0 => "stop, release",
            1 => "stop, release, delete the role",
            _ => "stop, release, delete the roles",
        }
    }
}

/// The examples that create one task, sorted. The demo has no passwords for those that create several with a module.
fn names(all: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(all).into_iter().flatten().flatten();
    let has_task =
        |path: PathBuf| std::fs::read_to_string(path.join("main.tf")).is_ok_and(|text| cloud_of(&text).is_some());
    let examples = entries.filter(|entry| has_task(entry.path()));
    let mut names: Vec<String> = examples.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// The number of directions of a synchronization in a configuration.
fn directions_of(text: &str) -> usize {
    match (text.contains(SYNCHRONIZATION), text.contains(TWO_WAY)) {
        (false, _) => 0,
        (true, false) => 1,
        (true, true) => 2,
    }
}

/// The cloud of a configuration that creates a task.
fn cloud_of(text: &str) -> Option<Cloud> {
    TASKS.iter().find(|(_, task)| text.contains(task)).map(|(cloud, _)| *cloud)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_examples_that_the_demo_can_run_are_listed() {
        let names = names(&acceptance_harness::repository::root().join("examples"));
        let expected = [
            "cross-account-both",
            "cross-account-destination",
            DEFAULT,
            "dedicated-cluster",
            "synchronization-cross-account",
            "tencent-cross-account",
            "tencent-cross-account-sub-account",
            "two-way-cross-account",
        ];
        assert_eq!(names, expected);
    }
}
