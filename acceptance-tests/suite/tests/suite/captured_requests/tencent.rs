//! Requests of applies in Tencent Cloud, kept in `fidelity/tencent/captured.json`: `make fidelity` has the SDK of Tencent Cloud send the
//! same ones, and compares the two. The applies are those of the transition matrix, which change every argument.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde_json::{Value as Json, json};
use tencent::catalogue;

use super::{COMMAND, ID, Request, UPDATE, text, whole};

/// What the client has and these applies do not send: complete actions, and parameters. A destroy sends some of them, and so do data
/// sources and checks with skipped steps.
const UNUSED: [(&str, &str); 30] = [
    ("CAM AttachRolePolicy", "AttachRoleId PolicyId"),
    ("CAM CreatePolicy", "Tags"),
    ("CAM CreateRole", "ConsoleLogin"),
    ("CAM DeletePolicy", "the action"),
    ("CAM DeleteRole", "the action"),
    ("CAM DescribeRoleList", "the action"),
    ("CAM DetachGroupPolicy", "the action"),
    ("CAM DetachRolePolicy", "the action"),
    ("CAM DetachUserPolicy", "the action"),
    ("CAM GetRole", "RoleId"),
    ("CAM GetUser", "the action"),
    ("CAM ListAttachedGroupPolicies", "the action"),
    ("CAM ListAttachedRolePolicies", "Keyword PolicyType RoleId"),
    ("CAM ListAttachedUserPolicies", "the action"),
    ("CAM ListEntitiesForPolicy", "EntityFilter"),
    ("CAM TagRole", "RoleId"),
    ("CAM UntagRole", "RoleId"),
    ("CAM UpdateAssumeRolePolicy", "RoleId"),
    ("CAM UpdatePolicy", "PolicyName"),
    ("CAM UpdateRoleConsoleLogin", "the action"),
    ("CAM UpdateRoleDescription", "RoleId"),
    ("DTS CompleteMigrateJob", "CompleteMode"),
    ("DTS DescribeMigrateDBInstances", "InstanceName"),
    (
        "DTS DescribeMigrationJobs",
        "DstAccessType DstDatabaseType DstInstanceId DstRegion JobId OrderSeq RunMode SrcAccessType SrcDatabaseType SrcInstanceId SrcRegion Status TagFilters",
    ),
    (
        "DTS ModifyMigrationJob",
        "DstInfo.Info.Account DstInfo.Info.AccountMode DstInfo.Info.AccountRole DstInfo.Info.CvmInstanceId DstInfo.Info.DbKernel DstInfo.Info.Role DstInfo.Info.SetId DstInfo.Info.TmpSecretId DstInfo.Info.TmpSecretKey DstInfo.Info.TmpToken JobName MigrateOption.Consistency.Objects MigrateOption.Consistency.Options.CompareMode MigrateOption.Consistency.Options.ReCheckInterval MigrateOption.Consistency.Options.ReCheckTime MigrateOption.Consistency.Options.Type MigrateOption.IsOverrideRoot SrcInfo.Info.CvmInstanceId SrcInfo.Info.DbKernel SrcInfo.Info.Role SrcInfo.Info.SetId Tags",
    ),
    ("DTS RecoverMigrateJob", "the action"),
    ("DTS ResumeMigrateJob", "ResumeOption"),
    ("DTS SkipCheckItem", "the action"),
    ("STS AssumeRole", "Policy SourceIdentity Tags"),
    ("STS AssumeRoleWithWebIdentity", "the action"),
];

fn path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../fidelity/tencent/captured.json")
}

/// In the place of the ID of a policy, which CAM chooses.
const POLICY_ID: &str = "100000001";

/// Requests that differ in more than in the ID of a job or a policy, by service and action.
fn distinct<'c>(calls: impl Iterator<Item = &'c Json>) -> BTreeMap<String, BTreeSet<Request>> {
    let mut found: BTreeMap<String, BTreeSet<Request>> = BTreeMap::new();
    for call in calls {
        let action = format!("{} {}", call["service"].as_str().unwrap(), call["action"].as_str().unwrap());
        let parameters = call["parameters"].as_object().unwrap().iter();
        let plain = |name: &str, value: &Json| match name {
            "JobId" => ID.to_owned(),
            "PolicyId" => POLICY_ID.to_owned(),
            _ => value.as_str().unwrap().to_owned(),
        };
        let request = parameters.map(|(name, value)| (name.clone(), plain(name, value))).collect();
        found.entry(action).or_default().insert(request);
    }
    found
}

/// Compares the file with these calls.
pub(crate) fn hold<'c>(calls: impl Iterator<Item = &'c Json>) {
    let found = text(&distinct(calls));
    if std::env::var_os(UPDATE).is_some() {
        std::fs::write(path(), &found).unwrap();
    }
    let kept = std::fs::read_to_string(path()).unwrap_or_default();
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<BTreeSet<_>>();
    let only = |one: &str, other: &str| lines(one).difference(&lines(other)).cloned().collect::<Vec<_>>().join("\n");
    assert!(
        kept == found,
        "fidelity/tencent/captured.json is not what is sent; write it again:\n{UPDATE}=1 {COMMAND}\nOnly in the file:\n{}\nOnly sent:\n{}",
        only(&kept, &found),
        only(&found, &kept)
    );
}

/// The requests of the file, by service and action.
fn kept() -> BTreeMap<String, Vec<Request>> {
    let json: Json = serde_json::from_str(&std::fs::read_to_string(path()).unwrap()).unwrap();
    let each = json.as_object().unwrap().iter().map(|(action, requests)| {
        let all = requests["beside"].as_array().unwrap().iter().map(|one| whole(&requests["usual"], one));
        (action.clone(), all.collect())
    });
    each.collect()
}

/// The names of the parameters, of the objects that contain them, and without the numbers of the elements of lists.
fn names(requests: &[Request]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for name in requests.iter().flat_map(BTreeMap::keys) {
        let parts: Vec<&str> = name.split('.').filter(|part| part.parse::<usize>().is_err()).collect();
        found.extend((1..=parts.len()).map(|count| parts[..count].join(".")));
    }
    found
}

/// The parameter, or the first object around it that is in no request; none if it was sent.
fn not_sent<'n>(sent: &BTreeSet<String>, name: &'n str) -> Option<&'n str> {
    let ends = name.match_indices('.').map(|(at, _)| at).chain([name.len()]);
    ends.map(|end| &name[..end]).find(|prefix| !sent.contains(*prefix))
}

/// Everything that the client can send is covered, except what no resource uses.
#[test]
fn every_parameter_that_the_provider_sends_is_kept() {
    let kept = kept();
    let mut missing = BTreeMap::new();
    for shape in catalogue() {
        let action = format!("{} {}", shape.service, shape.action);
        let sent = kept.get(&action).map(|requests| names(requests));
        let text = match &sent {
            Some(sent) => {
                let missing: Vec<&str> = shape.parameters.iter().filter_map(|name| not_sent(sent, name)).collect();
                missing.into_iter().collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(" ")
            }
            None => "the action".to_owned(),
        };
        missing.extend(Some((action, text)).filter(|(_, text)| !text.is_empty()));
    }
    let unused: BTreeMap<_, _> =
        UNUSED.iter().map(|(action, text)| ((*action).to_owned(), (*text).to_owned())).collect();
    assert_eq!(missing, unused, "not in the file, and what is listed as unused");
}

#[test]
fn ids_make_no_difference() {
    let call =
        |id: &str, name: &str| json!({"service": "DTS", "action": "A", "parameters": {"JobId": id, "JobName": name}});
    let calls = [call("one", "a"), call("two", "a"), call("one", "b")];
    assert_eq!(distinct(calls.iter())["DTS A"].len(), 2);
}
