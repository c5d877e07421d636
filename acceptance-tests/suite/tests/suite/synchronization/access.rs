//! A role that DTS cannot use, of either side and in either direction: the error names the side and the direction. All
//! tasks of a test are in one configuration, so that one apply reports all errors.

use acceptance_harness::profiles::{DESTINATION_OWNER, Key, OPERATOR, SOURCE_OWNER};
use acceptance_harness::terraform::Diagnostic;
use dts_emulator::{Options, ReportMode};

use crate::support::case::{Case, assert_no_changes, refused};
use crate::support::external_changes::ExternalClient;
use crate::support::hcl::Hcl;

const DTS_POLICY: &str = "AliyunDTSRolePolicy";

/// What is wrong with a role.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Defect {
    Missing,
    Untrusted,
    WithoutPolicy,
}

const DEFECTS: [Defect; 3] = [Defect::Missing, Defect::Untrusted, Defect::WithoutPolicy];

/// The owner of a database.
struct Owner {
    side: &'static str,
    key: Key,
    client: ExternalClient,
}

impl Owner {
    fn of_both(case: &Case) -> [Self; 2] {
        let owner = |side, key: Key| Self { side, key, client: ExternalClient::new(&case.emulator.url(), key) };
        [owner("source", SOURCE_OWNER), owner("destination", DESTINATION_OWNER)]
    }

    async fn create(&self, role: &str, trusted: &str) {
        self.client.create_role(role, &trust(trusted)).await;
    }

    /// A role that DTS can use for a task of this account.
    async fn create_usable(&self, role: &str, trusted: &str) {
        self.create(role, trusted).await;
        self.client.attach(role, DTS_POLICY).await;
    }

    /// A role with a defect for a task of an account.
    async fn create_unusable(&self, role: &str, creator: &str, defect: Defect) {
        match defect {
            Defect::Missing => {}
            Defect::Untrusted => self.create_usable(role, self.key.account).await,
            Defect::WithoutPolicy => self.create(role, creator).await,
        }
    }

    /// Gives a usable role the defect.
    async fn damage(&self, role: &str, defect: Defect) {
        if defect == Defect::Untrusted {
            return self.client.set_trust(role, &trust(self.key.account)).await;
        }
        self.client.detach(role, DTS_POLICY).await;
        if defect == Defect::Missing {
            self.client.delete_role(role).await;
        }
    }

    async fn repair(&self, role: &str, creator: &str, defect: Defect) {
        match defect {
            Defect::Missing => self.create_usable(role, creator).await,
            Defect::Untrusted => self.client.set_trust(role, &trust(creator)).await,
            Defect::WithoutPolicy => self.client.attach(role, DTS_POLICY).await,
        }
    }
}

fn trust(account: &str) -> String {
    format!(
        r#"{{"Version":"1","Statement":[{{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{{"RAM":["acs:ram::{account}:root"],"Service":["{account}@dts.aliyuncs.com"]}}}}]}}"#
    )
}

/// A task, with the roles of the owners of its databases; none for a database of the account that creates it.
struct Task {
    name: String,
    creator: Key,
    roles: [Option<String>; 2],
    table: &'static str,
    two_way: bool,
}

impl Task {
    fn hcl(&self, with_instance: bool) -> String {
        let Self { name, creator, roles, table, two_way } = self;
        let ends = [("source", "cn-hangzhou", SOURCE_OWNER), ("destination", "cn-shanghai", DESTINATION_OWNER)];
        let ends = ends.iter().zip(roles).map(|((side, region, owner), role)| {
            let across = role.as_ref().map(|role| {
                format!("    cross_account {{\n      account_id = \"{}\"\n      role_name = \"{role}\"\n    }}\n", owner.account)
            });
            format!(
                "  {side} {{\n    engine = \"mysql\"\n    access_method = \"alibaba_cloud_instance\"\n    region = \"{region}\"\n    \
                 instance_id = \"rm-{side}-stores\"\n    username = \"dts\" # {side} of {name}\n    password_wo = \
                 var.{side}_password\n    password_wo_version = 1\n{}  }}\n",
                across.unwrap_or_default()
            )
        });
        let ends: String = ends.collect();
        // The other task of a test synchronizes other tables of the same databases.
        let reverse = "    reverse {\n      precheck {\n        ignore = [\"CHECK_TOPOLOGY\"]\n      }\n    }\n";
        let block = if *two_way {
            format!("  two_way {{\n    on_conflict = \"overwrite\"\n{reverse}  }}\n")
        } else {
            String::new()
        };
        let task = format!(
            "resource \"dts_synchronization_task\" \"{name}\" {{\n  provider = dts.{}\n  name = \"{name}\"\n  initial_phases = [\"schema\", \
             \"full\"]\n{block}{ends}  objects = {{ stores = {{ tables = {{ {table} = {{ rename = \"{table}_of_{name}\" }} }} }} }}\n}}\n",
            creator.profile.replace('-', "_")
        );
        let instance = format!(
            "resource \"dts_synchronization_instance\" \"{name}\" {{\n  provider = dts.{}\n  task_id = \
             dts_synchronization_task.{name}.id\n  instance_class = \"small\"\n  on_destroy = \"stop_and_release\"\n}}\n",
            creator.profile.replace('-', "_")
        );
        if with_instance { format!("{task}{instance}") } else { task }
    }
}

fn configuration(tasks: &[Task], with_instances: bool) -> Hcl {
    let mut text =
        "terraform {\n  required_providers {\n    dts = { source = \"crossaccount/dts\" }\n  }\n}\n".to_owned();
    for side in ["source", "destination"] {
        text.push_str(&format!("variable \"{side}_password\" {{\n  type = string\n  ephemeral = true\n}}\n"));
    }
    for key in [SOURCE_OWNER, DESTINATION_OWNER, OPERATOR] {
        text.push_str(&format!(
            "provider \"dts\" {{\n  alias = \"{}\"\n  alibaba {{\n    region = \"cn-shanghai\"\n    profile = \"{}\"\n  }}\n}}\n",
            key.profile.replace('-', "_"),
            key.profile
        ));
    }
    tasks.iter().for_each(|task| text.push_str(&task.hcl(with_instances)));
    Hcl::new(text)
}

/// The scenarios of the cross-account guide, and the two-way synchronization: the account that creates the task, and
/// the owners that it needs a role of.
const SCENARIOS: [(&str, Key, [bool; 2], bool); 4] = [
    ("one", DESTINATION_OWNER, [true, false], false),
    ("two", SOURCE_OWNER, [false, true], false),
    ("three", OPERATOR, [true, true], false),
    ("both_ways", OPERATOR, [true, true], true),
];

async fn start() -> Case {
    Case::with(Options { polls: 1, report_cross_account: ReportMode::Precheck, ..Options::default() }).await
}

/// The only error on this line.
fn error_at<'e>(errors: &'e [Diagnostic], configuration: &Hcl, marker: &str) -> &'e Diagnostic {
    let line = configuration.line_of(marker);
    let on_line: Vec<_> =
        errors.iter().filter(|one| one.place.as_ref().is_some_and(|place| place.line == line)).collect();
    assert_eq!(on_line.len(), 1, "{marker}: {errors:#?}");
    on_line[0]
}

#[tokio::test]
async fn a_role_that_dts_cannot_use_is_reported_on_its_side() {
    let case = start().await;
    let owners = Owner::of_both(&case);
    let mut tasks = Vec::new();
    let mut expected = Vec::new();
    for (scenario, creator, needed, two_way) in SCENARIOS {
        for (owner, is_needed) in owners.iter().zip(needed) {
            if is_needed {
                owner.create_usable(&format!("usable-{}", scenario.replace('_', "-")), creator.account).await;
            }
        }
        let role = |at: usize| needed[at].then(|| format!("usable-{}", scenario.replace('_', "-")));
        let task = |name: String, roles| Task { name, creator, roles, table: "shops", two_way };
        tasks.push(task(format!("{scenario}_usable"), [role(0), role(1)]));
        for at in (0..2).filter(|at| needed[*at]) {
            for defect in DEFECTS {
                let name = format!("{scenario}_{}_{defect:?}", owners[at].side).to_lowercase();
                let unusable = name.replace('_', "-");
                owners[at].create_unusable(&unusable, creator.account, defect).await;
                let mut roles = [role(0), role(1)];
                roles[at] = Some(unusable);
                let item = if at == 0 { "CHECK_CONN_SRC" } else { "CHECK_CONN_DEST" };
                expected.push((format!("# {} of {name}", owners[at].side), item));
                tasks.push(task(name, roles));
            }
        }
    }
    assert_eq!((tasks.len(), expected.len()), (22, 18));
    let configuration = configuration(&tasks, false);
    case.write(&configuration);
    let errors = refused(&case.terraform).await;
    assert_eq!(errors.len(), expected.len(), "the tasks with usable roles have no error: {errors:#?}");
    for (marker, item) in expected {
        let error = error_at(&errors, &configuration, &marker);
        assert_eq!(error.summary, format!("Precheck item {item} failed"), "{marker}");
        assert!(error.detail.contains("AssumeRoleFail"), "{marker}: {}", error.detail);
    }
}

#[tokio::test]
async fn a_role_that_dts_cannot_use_in_the_reverse_direction_is_reported_on_its_side() {
    let case = start().await;
    let owners = Owner::of_both(&case);
    // One role of each task is damaged: that of the owner of the source, or of the destination.
    let mut tasks: Vec<Task> = [("of_source", "shops"), ("of_destination", "sales")]
        .map(|(name, table)| {
            let role = || Some(name.replace('_', "-"));
            Task { name: name.to_owned(), creator: OPERATOR, roles: [role(), role()], table, two_way: false }
        })
        .into();
    for task in &tasks {
        for owner in &owners {
            owner.create_usable(&task.name.replace('_', "-"), OPERATOR.account).await;
        }
    }
    case.write(&configuration(&tasks, true));
    case.terraform.apply().await.unwrap().success().unwrap();
    tasks.iter_mut().for_each(|task| task.two_way = true);
    let both_ways = configuration(&tasks, true);
    case.write(&both_ways);
    for defect in DEFECTS {
        owners[0].damage("of-source", defect).await;
        owners[1].damage("of-destination", defect).await;
        let errors = refused(&case.terraform).await;
        assert_eq!(errors.len(), 2, "{defect:?}: {errors:#?}");
        // The source of the reverse direction is the destination of the task.
        for (marker, item) in
            [("# source of of_source", "CHECK_CONN_DEST"), ("# destination of of_destination", "CHECK_CONN_SRC")]
        {
            let error = error_at(&errors, &both_ways, marker);
            assert_eq!(error.summary, format!("Reverse direction: Precheck item {item} failed"), "{defect:?}");
            assert!(error.detail.contains("AssumeRoleFail"), "{}", error.detail);
        }
        let account = case.account(OPERATOR.account).await;
        let jobs = account["jobs"].as_array().unwrap();
        let running = jobs.iter().filter(|job| job["status"] == "Synchronizing").count();
        assert_eq!((jobs.len(), running), (4, 2), "the forward directions continue: {jobs:#?}");
        owners[0].repair("of-source", OPERATOR.account, defect).await;
        owners[1].repair("of-destination", OPERATOR.account, defect).await;
    }
    case.terraform.apply().await.unwrap().success().unwrap();
    assert_no_changes(&case.terraform).await;
}
