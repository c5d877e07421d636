//! Requests of real applies, kept in `fidelity/client/captured/`: `make fidelity` has the SDK of Alibaba Cloud send
//! the same ones, and compares the two. A file is what its test's applies send, or the test fails.

mod rest;
pub(crate) mod tencent;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use alibaba::{SERVICES, catalogue};
use serde_json::{Value as Json, json};

use crate::support::case::Case;

/// Set to write the files again.
const UPDATE: &str = "UPDATE";
const COMMAND: &str = "cargo test -p acceptance-suite --test suite";
/// Parameters that name one job or its instance: their values differ with every run.
const IDS: [&str; 6] = ["DtsJobId", "JobId", "DtsInstanceId", "DtsInstanceID", "DtsJobIds", "ResourceId.1"];
/// The placeholder for an ID.
const ID: &str = "(id)";
/// What the client has and no resource or data source sends: complete actions, and parameters. A second page of a role's
/// tags (`NextToken`) is requested when there is one: a role has no more tags than one page holds.
const UNUSED: [(&str, &str); 22] = [
    (
        "DTS ConfigureDtsJob",
        "DtsInstanceId SynchronizationDirection FileOssUrl MinDu MaxDu DisasterRecoveryJob SourceEndpointVSwitchID SrcPrimaryVswId SrcSecondaryVswId DestPrimaryVswId DestSecondaryVswId",
    ),
    (
        "DTS CreateDtsInstance",
        "Type SyncArchitecture SourceRegion DestinationRegion SourceEndpointEngineName DestinationEndpointEngineName DatabaseCount MinDu MaxDu ComputeUnit Quantity",
    ),
    ("DTS DeleteDtsJob", "DtsInstanceId SynchronizationDirection"),
    ("DTS DescribeDtsJobDetail", "DtsInstanceID SynchronizationDirection SyncSubJobHistory"),
    ("DTS DescribeDtsJobs", "DtsInstanceId DtsBisLabel"),
    ("DTS DescribePreCheckStatus", "Name"),
    ("DTS ListDedicatedCluster", "OrderColumn OrderDirection ResourceGroupId"),
    ("DTS ListTagResources", "the action"),
    (
        "DTS ModifyDtsJob",
        "SynchronizationDirection ClientToken StructureInitialization DataInitialization DataSynchronization DbList",
    ),
    (
        "DTS ModifyDtsJobEndpoint",
        "DtsInstanceId SynchronizationDirection EndpointPrimaryVswId EndpointSecondaryVswId DryRun",
    ),
    ("DTS ModifyDtsJobPassword", "DtsInstanceId SynchronizationDirection"),
    ("DTS ResetDtsJob", "the action"),
    ("DTS ReverseTwoWayDirection", "the action"),
    ("DTS StartDtsJob", "DtsInstanceId SynchronizationDirection"),
    ("DTS StopDtsJob", "DtsInstanceId SynchronizationDirection"),
    ("DTS SuspendDtsJob", "DtsInstanceId SynchronizationDirection"),
    ("DTS UntagResources", "All"),
    ("DTS UpgradeTwoWay", "the action"),
    ("RAM ListRoles", "Marker"),
    ("RAM ListTagResources", "Tag NextToken PageSize"),
    ("RAM UntagResources", "All"),
    ("STS AssumeRoleWithOIDC", "Policy"),
];

/// Parameters by name, as the emulator decoded them.
type Request = BTreeMap<String, String>;

/// Compares the file of this name with every request that the case's emulator received.
pub(crate) async fn hold(case: &Case, name: &str) {
    let found = text(&distinct(&case.control.requests().await.unwrap()));
    let path = folder().join(format!("{name}.json"));
    if std::env::var_os(UPDATE).is_some() {
        std::fs::create_dir_all(folder()).unwrap();
        std::fs::write(&path, &found).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<BTreeSet<_>>();
    let differing = |from: &str, to: &str| lines(from).difference(&lines(to)).cloned().collect::<Vec<_>>().join("\n");
    assert!(
        kept == found,
        "fidelity/client/captured/{name}.json is not what is sent; write it again:\n{UPDATE}=1 {COMMAND}\nOnly in the \
         file:\n{}\nOnly sent:\n{}",
        differing(&kept, &found),
        differing(&found, &kept)
    );
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../fidelity/client/captured")
}

/// Requests that differ in more than whose job they are about, by service and action.
fn distinct(calls: &[Json]) -> BTreeMap<String, BTreeSet<Request>> {
    let mut found: BTreeMap<String, BTreeSet<Request>> = BTreeMap::new();
    for call in calls {
        let action = format!("{} {}", call["service"].as_str().unwrap(), call["action"].as_str().unwrap());
        let parameters = call["parameters"].as_object().unwrap().iter();
        let plain = |name: &str, value: &Json| match name {
            "DtsJobIds" => format!("[\"{ID}\"]"),
            name if IDS.contains(&name) => ID.to_owned(),
            _ => value.as_str().unwrap().to_owned(),
        };
        let request = parameters.map(|(name, value)| (name.clone(), plain(name, value))).collect();
        found.entry(action).or_default().insert(request);
    }
    found
}

/// One request a line: what it has beside the usual values of its action; null is not sent.
fn text(found: &BTreeMap<String, BTreeSet<Request>>) -> String {
    let actions = found.iter().map(|(action, requests)| {
        let usual = usual(requests);
        let lines: Vec<String> = requests.iter().map(|request| format!("   {}", beside(&usual, request))).collect();
        format!(
            " {}: {{\n  \"usual\": {},\n  \"beside\": [\n{}\n  ]\n }}",
            json!(action),
            json!(usual),
            lines.join(",\n")
        )
    });
    format!("{{\n{}\n}}\n", actions.collect::<Vec<_>>().join(",\n"))
}

/// Values most requests of the action have.
fn usual(requests: &BTreeSet<Request>) -> Request {
    let mut counts: BTreeMap<(&String, &String), usize> = BTreeMap::new();
    for pair in requests.iter().flatten() {
        *counts.entry(pair).or_default() += 1;
    }
    let most = counts.into_iter().filter(|(_, count)| count * 2 > requests.len());
    most.map(|((name, value), _)| (name.clone(), value.clone())).collect()
}

fn beside(usual: &Request, request: &Request) -> Json {
    let names: BTreeSet<&String> = usual.keys().chain(request.keys()).collect();
    let differing = names.into_iter().filter(|name| usual.get(*name) != request.get(*name));
    differing.map(|name| (name.clone(), request.get(name).map_or(Json::Null, |value| json!(value)))).collect()
}

/// All files together: requests by `SERVICE Action`.
fn kept() -> BTreeMap<String, Vec<Request>> {
    let mut all: BTreeMap<String, Vec<Request>> = BTreeMap::new();
    for file in std::fs::read_dir(folder()).unwrap() {
        let json: Json = serde_json::from_str(&std::fs::read_to_string(file.unwrap().path()).unwrap()).unwrap();
        for (action, requests) in json.as_object().unwrap() {
            let whole = requests["beside"].as_array().unwrap().iter().map(|one| whole(&requests["usual"], one));
            all.entry(action.clone()).or_default().extend(whole);
        }
    }
    all
}

fn whole(usual: &Json, beside: &Json) -> Request {
    let mut values = usual.as_object().unwrap().clone();
    values.extend(beside.as_object().unwrap().clone());
    values.into_iter().filter_map(|(name, value)| Some((name, value.as_str()?.to_owned()))).collect()
}

/// Everything that the client can send is covered, except what no resource uses.
#[test]
fn every_parameter_the_provider_sends_is_kept() {
    let kept = kept();
    let sent: BTreeMap<&str, BTreeSet<&str>> =
        kept.iter().map(|(action, requests)| (&action[..], names(requests))).collect();
    let none = BTreeSet::new();
    let mut missing = BTreeMap::new();
    for shape in catalogue() {
        let action = format!("{} {}", shape.service, shape.action);
        let sent_here = sent.get(&action[..]).unwrap_or(&none);
        let parameters = shape.query.iter().chain(&shape.form).filter(|name| !sent_here.contains(*name));
        let text = match sent.contains_key(&action[..]) {
            true => parameters.copied().collect::<Vec<_>>().join(" "),
            false => "the action".to_owned(),
        };
        missing.extend(Some((action, text)).filter(|(_, text)| !text.is_empty()));
    }
    let unused: BTreeMap<_, _> =
        UNUSED.iter().map(|(action, text)| ((*action).to_owned(), (*text).to_owned())).collect();
    assert_eq!(missing, unused, "in no file, and what is listed as unused");
}

/// Names of the parameters; a list counts once.
fn names(requests: &[Request]) -> BTreeSet<&str> {
    let names = requests.iter().flat_map(BTreeMap::keys);
    names.map(|name| name.split('.').next().unwrap_or_default()).collect()
}

/// Without the SDK: each name is one it has.
#[test]
fn every_captured_name_is_in_the_sdk() {
    let mut unknown = BTreeSet::new();
    for (action, requests) in kept() {
        let (service, action) = action.split_once(' ').unwrap();
        let service = SERVICES.into_iter().find(|one| one.to_string() == service).unwrap();
        let file = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join(format!("../../schemas/alibaba/actions/{}.json", service.key));
        let sdk: Json = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        let parameters = &sdk["actions"][action]["parameters"];
        let missing = names(&requests).into_iter().filter(|name| parameters[*name].is_null());
        unknown.extend(missing.map(|name| format!("{action} {name}")));
    }
    assert_eq!(unknown, BTreeSet::new());
}

#[test]
fn requests_come_back_from_their_text() {
    let call = |id: &str, name: &str| json!({"service": "DTS", "action": "A", "parameters": {"DtsJobId": id, "DtsJobName": name}});
    let mut calls = vec![call("one", "a"), call("two", "a"), call("one", "b")];
    calls.push(json!({"service": "DTS", "action": "A", "parameters": {"DtsJobName": "a", "RegionId": "r"}}));
    let distinct = distinct(&calls);
    assert_eq!(distinct["DTS A"].len(), 3, "ids make no difference");
    let json: Json = serde_json::from_str(&text(&distinct)).unwrap();
    assert_eq!(json["DTS A"]["usual"], json!({"DtsJobId": "(id)", "DtsJobName": "a"}));
    let back = json["DTS A"]["beside"].as_array().unwrap().iter().map(|one| whole(&json["DTS A"]["usual"], one));
    assert_eq!(back.collect::<BTreeSet<_>>(), distinct["DTS A"]);
}
