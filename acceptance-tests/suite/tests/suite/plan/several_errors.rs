//! Several mistakes at the same time: one run reports all of them.

use std::collections::BTreeSet;

use acceptance_harness::terraform::Diagnostic;

use crate::support::case::Case;
use crate::support::hcl::{self, Hcl};

/// A mistake: the correct text, the wrong text, the rule that it violates, and a part of the reported line.
struct Mistake {
    right: &'static str,
    wrong: &'static str,
    rule: &'static str,
    line: &'static str,
}

impl Mistake {
    const fn new(rule: &'static str, right: &'static str, wrong: &'static str, line: &'static str) -> Self {
        Self { right, wrong, rule, line }
    }
}

/// The configuration with all mistakes in it, and the line at which each rule must report.
fn with_all(right: &Hcl, mistakes: &[Mistake]) -> (Hcl, BTreeSet<(String, u64)>) {
    let wrong = mistakes.iter().fold(right.clone(), |text, one| text.with(one.right, one.wrong));
    let expected = mistakes.iter().map(|one| (one.rule.to_owned(), wrong.line_of(one.line))).collect();
    (wrong, expected)
}

/// The rule and the line of each error.
fn rules_and_lines(errors: &[Diagnostic]) -> BTreeSet<(String, u64)> {
    let rule = |error: &Diagnostic| error.detail.rsplit_once("\n\nRule: ").map(|(_, rule)| rule.to_owned());
    let line = |error: &Diagnostic| error.place.as_ref().map(|place| place.line);
    errors.iter().map(|error| (rule(error).unwrap_or_default(), line(error).unwrap_or_default())).collect()
}

/// A third provider and its role: Terraform does not check the resources of a provider with errors.
fn third() -> Hcl {
    let role = hcl::trust()
        .with("\"source\"", "\"third\"")
        .with("dts.source_owner", "dts.third")
        .with("\"ram-for-dts\"", "\"third-role\"");
    Hcl::new(
        r#"provider "dts" {
  alias = "third"
  alibaba {
    region  = "cn-hangzhou"
    profile = "operator"
  }
}
"#,
    )
    .and(&role)
}

#[tokio::test]
async fn ten_mistakes_of_ten_kinds_are_ten_errors_of_one_validate() {
    let mistakes = [
        Mistake::new(
            "credentials-once",
            "profile = \"operator\"",
            "profile = \"operator\"\n    ecs_role_name = \"ci\"",
            "ecs_role_name",
        ),
        Mistake::new("role-name", "= \"ram-for-dts\"\n  trusted", "= \"ram_for_dts\"\n  trusted", "\"ram_for_dts\""),
        Mistake::new(
            "account-id",
            "= [\"2345678901234567\"]\n# the role's end",
            "= [\"23456\"]\n# the role's end",
            "[\"23456\"]",
        ),
        Mistake::new(
            "types-without-full",
            "[\"schema\", \"full\", \"incremental\"]",
            "[\"schema\", \"incremental\"]",
            "[\"schema\", \"incremental\"]",
        ),
        Mistake::new("text-length", "= \"dts\" # source", "= \"\" # source", "= \"\" # source"),
        Mistake::new("password-version", "\n    password_wo_version = 1 # source", "", "= var.source_password"),
        Mistake::new(
            "cross-account-support",
            "engine = \"mysql\" # source",
            "engine = \"db2_luw\" # source",
            "\"alibaba_cloud_instance\" # source",
        ),
        Mistake::new(
            "endpoint-argument-extra",
            "\"dts\" # destination",
            "\"dts\" # destination\n    port = 3306",
            "port = 3306",
        ),
        Mistake::new("known-word", "  objects = {", "  conflict_mode = \"overwrite\"\n  objects = {", "\"overwrite\""),
        Mistake::new("class-or-du", "class = \"small\"", "class = \"small\"\n  du = 2", "du = 2"),
    ];
    let kinds: BTreeSet<&str> = mistakes.iter().map(|one| one.rule).collect();
    assert_eq!(kinds.len(), 10);

    // A literal ID: Terraform does not check resources that depend on a resource with errors.
    let instance = hcl::instance().with("dts_migration_task.orders.id", "\"i03e3zty16i1234\"");
    let trust = hcl::trust().with("[\"2345678901234567\"]", "[\"2345678901234567\"]\n# the role's end");
    let source =
        "  source {\n    engine              = \"mysql\"\n    access_method       = \"alibaba_cloud_instance\"";
    let task = hcl::task().with(
        source,
        "  source {\n    engine = \"mysql\" # source\n    access_method = \"alibaba_cloud_instance\" # source",
    );
    let right = hcl::providers().and(&third()).and(&trust).and(&task).and(&instance);
    let case = Case::start().await;
    case.write(&right);
    case.terraform.validate().await.unwrap().success().unwrap();

    let (wrong, expected) = with_all(&right, &mistakes);
    case.write(&wrong);
    let run = case.terraform.validate().await.unwrap();
    assert_eq!(run.code, Some(1), "{}", run.output());
    let found = run.errors();
    assert_eq!(rules_and_lines(&found), expected, "{found:#?}");
    assert_eq!(found.len(), mistakes.len(), "{found:#?}");
}

/// The plan finds the account of the credentials; each resource is checked separately, and no error hides another.
#[tokio::test]
async fn the_callers_account_is_checked_everywhere_in_one_plan() {
    let mistakes = [
        Mistake::new("trust-own-account", "[\"2345678901234567\"]", "[\"1234567890123456\"]", "[\"1234567890123456\"]"),
        Mistake::new(
            "trust-own-account",
            "[\"3456789012345678\"]",
            "[\"1234567890123456\", \"2345678901234567\"]",
            "[\"1234567890123456\", \"2345678901234567\"]",
        ),
        Mistake::new(
            "own-account",
            "account_id = \"1234567890123456\" # first source",
            "account_id = \"2345678901234567\" # first source",
            "# first source",
        ),
        Mistake::new(
            "own-account",
            "account_id = \"3456789012345678\" # first destination",
            "account_id = \"2345678901234567\" # first destination",
            "# first destination",
        ),
        Mistake::new(
            "own-account",
            "account_id = \"2345678901234567\" # second source",
            "account_id = \"1234567890123456\" # second source",
            "# second source",
        ),
    ];
    let other_role = hcl::trust()
        .with("\"source\"", "\"destination\"")
        .with("dts.source_owner", "dts.destination_owner")
        .with("2345678901234567", "3456789012345678");
    let first = hcl::task()
        .with("account_id = \"1234567890123456\"", "account_id = \"1234567890123456\" # first source")
        .with(
            "password_wo_version = 1 # destination",
            "password_wo_version = 1\n    cross_account {\n      account_id = \"3456789012345678\" # first destination\n      \
             role_name = \"ram-for-dts\"\n    }",
        );
    let second = hcl::task()
        .with("\"dts_migration_task\" \"orders\"", "\"dts_migration_task\" \"second\"")
        .with("dts.destination_owner", "dts.source_owner")
        .with("account_id = \"1234567890123456\"", "account_id = \"2345678901234567\" # second source");
    let right = hcl::providers().and(&hcl::trust()).and(&other_role).and(&first).and(&second);
    let case = Case::start().await;
    case.write(&right);
    let run = case.terraform.plan().await.unwrap();
    assert_eq!(run.code, Some(2), "{:#?}", run.errors());

    let (wrong, expected) = with_all(&right, &mistakes);
    let errors = case.refused_plan(&wrong).await;
    assert_eq!(rules_and_lines(&errors), expected, "{errors:#?}");
    assert_eq!(errors.len(), mistakes.len(), "{errors:#?}");
    assert_eq!(case.mutations_since(0).await, [""; 0]);
}
