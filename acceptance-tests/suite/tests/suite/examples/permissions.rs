//! Users with the policies of the guide about permissions, and no others, apply, change and destroy the examples.

use acceptance_harness::built_in::{TENCENT_SOURCE_PASSWORD, TENCENT_TARGET_PASSWORD};
use acceptance_harness::profiles::{DESTINATION_OWNER, SOURCE_OWNER};
use dts_emulator::{Options, World};

use crate::support::case::{Case, assert_detail};

use super::example::{VALUES, all};
use super::guides::blocks;

/// The policies of the guide, in its order.
struct Policies {
    role_owner: String,
    job_owner: String,
    cam_role_owner: String,
    cam_grant_owner: String,
    tencent_job_owner: String,
}

impl Policies {
    fn of_the_guide() -> Self {
        let [role_owner, job_owner, cam_role_owner, cam_grant_owner, tencent_job_owner] =
            <[String; 5]>::try_from(blocks("permissions", "json")).unwrap();
        Self { role_owner, job_owner, cam_role_owner, cam_grant_owner, tencent_job_owner }
    }

    /// The built-in world, in which each key belongs to a user with one policy.
    fn world(&self) -> World {
        let of_alibaba =
            World::builtin_toml().split_inclusive("[[account]]").map(|part| self.limited(part)).collect::<String>();
        let text = self.tencent(&of_alibaba);
        World::parse(&text, "the world of limited users").unwrap_or_else(|error| panic!("{error}"))
    }

    /// An account of Alibaba Cloud whose user `terraform` has the policies for what the examples create in it.
    fn limited(&self, part: &str) -> String {
        let Some((before, after)) = part.split_once("ram_user = \"terraform\" }]\n") else { return part.to_owned() };
        let names = match part {
            of if of.contains(SOURCE_OWNER.id) => r#""role""#,
            of if of.contains(DESTINATION_OWNER.id) => r#""role", "job""#,
            _ => r#""job""#,
        };
        let documents = document("account", "role", &self.role_owner) + &document("account", "job", &self.job_owner);
        format!("{before}ram_user = \"terraform\", policies = [{names}] }}]\n{documents}{after}")
    }

    /// The root accounts of Tencent Cloud get users in place of their keys.
    fn tencent(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (from, to) in [
            (
                r#"secret = "emulator-secret-of-tencent-source" }"#,
                r#"secret = "emulator-secret-of-tencent-source", user = "limited" }"#,
            ),
            (
                r#"secret = "emulator-secret-of-tencent-target" }"#,
                r#"secret = "emulator-secret-of-tencent-target", user = "limited" }"#,
            ),
            (
                r#"user = [{ name = "admin", uin = "700000000011", policies = ["AdministratorAccess"] }]"#,
                r#"user = [{ name = "admin", uin = "700000000011", policies = ["AdministratorAccess"] }, { name = "limited", uin = "700000000012", policies = ["role"] }]"#,
            ),
            (
                r#"user = [{ name = "operator", uin = "700000000021", groups = ["migration"] }]"#,
                r#"user = [{ name = "operator", uin = "700000000021", groups = ["migration"] }, { name = "limited", uin = "700000000022", policies = ["grant"] }]"#,
            ),
            (r#"policies = ["QcloudDTSFullAccess"] }]"#, r#"policies = ["job"] }]"#),
        ] {
            assert_eq!(text.matches(from).count(), 1, "{from}");
            text = text.replace(from, to);
        }
        let [alibaba, source, target] =
            <[&str; 3]>::try_from(text.split("[[tencent_account]]").collect::<Vec<_>>()).unwrap();
        let role = document("tencent_account", "role", &self.cam_role_owner);
        let grant = document("tencent_account", "grant", &self.cam_grant_owner);
        let job = document("tencent_account", "job", &self.tencent_job_owner);
        format!("{alibaba}[[tencent_account]]{source}{role}[[tencent_account]]{target}{grant}{job}")
    }
}

/// A policy of an account in the world.
fn document(account: &str, name: &str, policy: &str) -> String {
    format!("\n[[{account}.policy]]\nname = \"{name}\"\ndocument = '''{policy}'''\n")
}

/// An example in the world of limited users.
async fn example(folder: &str, policies: &Policies) -> Case {
    let mut case = Case::with(Options { world: policies.world(), polls: 1, ..Options::default() }).await;
    case.terraform.copy_files(&all().join(folder)).unwrap();
    if folder.starts_with("tencent") {
        case.terraform.set("TF_VAR_source_password", TENCENT_SOURCE_PASSWORD);
        case.terraform.set("TF_VAR_destination_password", TENCENT_TARGET_PASSWORD);
    }
    case
}

/// Applies, with an empty plan after it; destroys what is there in the end.
async fn lifecycle(case: &Case, steps: &[&[&str]]) {
    for variables in steps {
        let with = |command: &[&'static str]| -> Vec<String> {
            command.iter().chain(*variables).chain(&[VALUES]).map(|word| (*word).to_owned()).collect()
        };
        run(case, &with(&["apply", "-auto-approve"])).await;
        run(case, &with(&["plan", "-detailed-exitcode"])).await;
    }
    destroy(case).await;
}

/// Destroys; the accounts have their policies left, and nothing else.
async fn destroy(case: &Case) {
    run(case, &["destroy", "-auto-approve", VALUES].map(str::to_owned)).await;
    for account in case.control.state().await.unwrap()["accounts"].as_array().unwrap() {
        let left = ["roles", "jobs", "instances"].map(|kind| account[kind].as_array().unwrap().len());
        assert_eq!(left, [0, 0, 0], "{account:#}");
    }
}

async fn run(case: &Case, arguments: &[String]) {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    case.terraform.run(&words).await.unwrap().success().unwrap_or_else(|error| panic!("{error}"));
}

#[tokio::test]
async fn the_policies_of_the_guide_are_enough() {
    let policies = Policies::of_the_guide();
    let suspended: &[&str] = &["-var=desired_status=suspended"];
    lifecycle(&example("cross-account-both", &policies).await, &[&[]]).await;
    lifecycle(&example("synchronization-cross-account", &policies).await, &[&[], suspended, &[]]).await;
    lifecycle(&example("two-way-cross-account", &policies).await, &[&[], suspended]).await;
    let completed: &[&str] = &["-var=desired_status=completed"];
    lifecycle(&example("tencent-cross-account-sub-account", &policies).await, &[&[], completed]).await;
}

/// A user whose policy lacks one action gets an error that names it.
#[tokio::test]
async fn a_policy_without_an_action_is_refused_with_its_name() {
    for action in ["dts:CreateDtsInstance", "ram:AttachPolicyToRole"] {
        let mut policies = Policies::of_the_guide();
        for policy in [&mut policies.job_owner, &mut policies.role_owner] {
            *policy = policy.replace(&format!("\"{action}\""), "\"dts:Nothing\"");
        }
        let case = example("cross-account-source", &policies).await;
        let errors = case.terraform.run(&["apply", "-json", "-auto-approve", VALUES]).await.unwrap().errors();
        assert_eq!(errors.len(), 1, "{action}: {errors:#?}");
        let name = action.split(':').nth(1).unwrap();
        assert_detail(&errors[0], &[name]);
        destroy(&case).await;
    }
}
