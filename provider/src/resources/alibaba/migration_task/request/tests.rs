//! What is sent, what a plan shows of it, and what is not known yet.

use alibaba::Action;
use serde_json::{Value as Json, json};
use tfplugin::model::Set;

use super::*;
use crate::resources::alibaba::job::objects::{Database, Objects, Table};
use crate::resources::alibaba::migration_task::schema::{
    endpoint::Endpoint,
    model::{Alerts, FullThrottle, FullVerification, Minutes, Retry, Throttling, Verification},
};

fn end(instance: &str) -> Endpoint {
    Endpoint {
        engine: "mysql".into(),
        access_method: "alibaba_cloud_instance".into(),
        region: "cn-hangzhou".into(),
        instance_id: instance.into(),
        username: "login".into(),
        encryption: "none".into(),
        ..Endpoint::default()
    }
}

fn map<T>(items: impl IntoIterator<Item = (&'static str, T)>) -> Map<T> {
    items.into_iter().map(|(name, item)| (name.to_owned(), item)).collect()
}

fn objects(databases: impl IntoIterator<Item = (&'static str, Database)>) -> Attr<Objects> {
    Attr::Known(map(databases).into())
}

fn texts(texts: &[&str]) -> Attr<Set<String>> {
    Attr::Known(texts.iter().map(|one| (*one).to_owned()).collect())
}

fn task() -> TaskModel {
    TaskModel {
        name: "orders".into(),
        migration_types: texts(&["schema", "full"]),
        objects: objects([("shop", Database { all: true.into(), ..Database::default() })]),
        conflict_mode: "report".into(),
        source: end("rm-1").into(),
        destination: end("rm-2").into(),
        ..TaskModel::default()
    }
}

fn sent(planned: &TaskModel) -> BTreeMap<String, String> {
    let request = configure(planned, planned, "cn-hangzhou".to_owned());
    request.parameters().iter().map(|parameter| (parameter.name.clone(), parameter.value.clone())).collect()
}

fn json_of(text: &str) -> Json {
    serde_json::from_str(text).unwrap()
}

#[test]
fn a_bare_task_sends_what_dts_asks_for_and_nothing_else() {
    let sent = sent(&task());
    let plain: Vec<(&str, &str)> = sent
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .filter(|(name, _)| !["DbList", "Reserve"].contains(name))
        .collect();
    let expected = [
        ("DataInitialization", "true"),
        ("DataSynchronization", "false"),
        ("DestinationEndpointEngineName", "MYSQL"),
        ("DestinationEndpointInstanceID", "rm-2"),
        ("DestinationEndpointInstanceType", "RDS"),
        ("DestinationEndpointRegion", "cn-hangzhou"),
        ("DestinationEndpointUserName", "login"),
        ("DtsJobName", "orders"),
        ("JobType", "MIGRATION"),
        ("RegionId", "cn-hangzhou"),
        ("SourceEndpointEngineName", "MYSQL"),
        ("SourceEndpointInstanceID", "rm-1"),
        ("SourceEndpointInstanceType", "RDS"),
        ("SourceEndpointRegion", "cn-hangzhou"),
        ("SourceEndpointUserName", "login"),
        ("StructureInitialization", "true"),
    ];
    assert_eq!(plain, expected);
    assert_eq!(json_of(&sent["DbList"]), json!({"shop": {"name": "shop", "all": true}}));
    assert_eq!(json_of(&sent["Reserve"]), json!({"targetTableMode": "0", "srcSSL": "0", "destSSL": "0"}));
}

/// The plan has no write-only values: passwords come from the configuration.
#[test]
fn passwords_come_from_the_configuration_and_stay_out_of_plans() {
    let mut config = task();
    config.source.get_mut().unwrap().password_wo = "secret-of-source".into();
    config.destination.get_mut().unwrap().password = "secret-of-destination".into();
    let request = configure(&task(), &config, "cn-hangzhou".to_owned());
    let password = |password: &Option<alibaba::Secret>| password.as_ref().map(|it| it.expose().to_owned());
    assert_eq!(password(&request.source_endpoint_password).as_deref(), Some("secret-of-source"));
    assert_eq!(password(&request.destination_endpoint_password).as_deref(), Some("secret-of-destination"));
    assert!(!format!("{:?}", parameters(&config)).contains("secret-of"));
}

/// Names of the parameters a plan does not know.
fn unknown(planned: &TaskModel) -> Vec<String> {
    parameters(planned).into_iter().filter(|(_, value)| value.is_unknown()).map(|(name, _)| name).collect()
}

#[test]
fn an_unknown_argument_leaves_its_own_parameters_unknown() {
    assert_eq!(unknown(&task()), [""; 0]);
    type Change = fn(&mut TaskModel);
    let cases: [(&[&str], Change); 16] = [
        (&["DtsJobName"], |task| task.name = Attr::Unknown),
        (&["DataInitialization", "DataSynchronization", "StructureInitialization"], |task| {
            task.migration_types = Attr::Unknown;
        }),
        (&["DbList"], |task| {
            task.objects = Attr::Known(Objects::from(Map([("shop".to_owned(), Attr::Unknown)].into())))
        }),
        (&["DbList"], |task| (task.objects, task.objects_json) = (Attr::Null, Attr::Unknown)),
        (&["Checkpoint"], |task| task.checkpoint = Attr::Unknown),
        (&["DtsBisLabel"], |task| task.environment_tag = Attr::Unknown),
        (&["DedicatedClusterId"], |task| task.dedicated_cluster_id = Attr::Unknown),
        (&["Reserve"], |task| task.conflict_mode = Attr::Unknown),
        (&["Reserve"], |task| task.retry = Attr::Unknown),
        (&["Reserve"], |task| task.reserve = Attr::Unknown),
        (&["Reserve"], |task| task.source.get_mut().unwrap().encryption = Attr::Unknown),
        (&["DataCheckConfigure"], |task| task.data_verification = Attr::Unknown),
        (&["DelayNotice", "DelayPhone", "DelayRuleTime", "ErrorNotice", "ErrorPhone"], |task| {
            task.alerts = Attr::Unknown
        }),
        (&["SourceEndpointInstanceID"], |task| task.source.get_mut().unwrap().instance_id = Attr::Unknown),
        (&["SourceEndpointOwnerID", "SourceEndpointRole"], |task| {
            task.source.get_mut().unwrap().cross_account = Attr::Unknown;
        }),
        (&["DestinationEndpointEngineName", "DestinationEndpointInstanceType"], |task| {
            task.destination.get_mut().unwrap().engine = Attr::Unknown;
        }),
    ];
    for (expected, change) in cases {
        let mut task = task();
        change(&mut task);
        assert_eq!(unknown(&task), expected);
    }
}

/// DTS chooses a group where the user does not: there is nothing to send, and nothing is unknown.
#[test]
fn a_resource_group_of_dtss_choice_is_not_sent() {
    let computed = TaskModel { resource_group_id: Attr::Unknown, ..task() };
    assert_eq!(unknown(&computed), [""; 0]);
    assert!(!sent(&computed).contains_key("ResourceGroupId"));
    assert_eq!(sent(&TaskModel { resource_group_id: "rg-1".into(), ..task() })["ResourceGroupId"], "rg-1");
}

/// The VPC takes the instance's place where the way leads through one.
#[test]
fn the_instance_parameter_has_the_vpc_where_the_way_leads_through_one() {
    let mut planned = task();
    let end = Endpoint {
        access_method: "cen".into(),
        vpc_id: "vpc-1".into(),
        cen_id: "cen-1".into(),
        instance_id: Attr::Null,
        ..end("")
    };
    planned.source = end.into();
    let sent = sent(&planned);
    assert_eq!(
        (sent["SourceEndpointInstanceID"].as_str(), sent["SourceEndpointInstanceType"].as_str()),
        ("vpc-1", "CEN")
    );
    assert_eq!(json_of(&sent["Reserve"])["srcInstanceId"], "cen-1");
}

#[test]
fn times_are_seconds_and_limits_without_a_number_are_not_sent() {
    let planned = TaskModel {
        retry: Retry { connection_minutes: Minutes::new(30).into(), other_minutes: Minutes::new(2).into() }.into(),
        throttling: Throttling {
            full: FullThrottle { rows_per_second: 5.into(), ..FullThrottle::default() }.into(),
            incremental: crate::resources::alibaba::migration_task::schema::model::IncrementalThrottle::default()
                .into(),
        }
        .into(),
        ..task()
    };
    let expected = json!({
        "targetTableMode": "0", "srcSSL": "0", "destSSL": "0",
        "maxRetryTime": "1800", "retry.blind.seconds": "120",
        "fullDynamicConfig": {"dts.datamove.source.rps.max": "5"},
    });
    assert_eq!(json_of(&sent(&planned)["Reserve"]), expected);
}

#[test]
fn verification_says_of_both_phases_whether_it_compares() {
    let full = FullVerification { mode: "sample".into(), sample_percent: 20.into(), ..FullVerification::default() };
    let planned =
        TaskModel { data_verification: Verification { full: full.into(), incremental: Attr::Null }.into(), ..task() };
    let expected = json!({
        "fullDataCheck": true, "fullCheckModel": 1, "fullCheckRatio": 20, "checkMaximumHourEnable": 0,
        "fullCheckValidFailNotice": false, "incrementalDataCheck": false,
    });
    assert_eq!(json_of(&sent(&planned)["DataCheckConfigure"]), expected);
}

/// Everything a person may not want to see in a review stays out of the preview, and only that.
#[test]
fn the_preview_hides_logins_phones_filters_and_own_keys() {
    let table = Table { filter: "name = 'canary'".into(), ..Table::default() };
    let planned = TaskModel {
        objects: objects([("shop", Database { tables: map([("orders", table)]).into(), ..Database::default() })]),
        reserve: map([("any.key", "canary".to_owned())]).into(),
        alerts: Alerts {
            on_failure: true.into(),
            failure_phones: texts(&["13800000001"]),
            on_delay: true.into(),
            delay_seconds: 60.into(),
            delay_phones: texts(&["13800000002"]),
        }
        .into(),
        ..task()
    };
    let shown = preview(&planned).into_option().unwrap();
    let text = format!("{shown:?}");
    for secret in ["canary", "login", "13800000001", "13800000002"] {
        assert!(!text.contains(secret), "{secret} in {text}");
        assert!(sent(&planned).values().any(|value| value.contains(secret)), "{secret} is sent");
    }
    let value = |name: &str| shown.0[name].as_str().unwrap().to_owned();
    assert_eq!(value("DelayRuleTime"), "60");
    assert!(!shown.0.contains_key("DbList"), "{text}");
    let reserve = json_of(&value("Reserve"));
    assert_eq!((&reserve["any.key"], &reserve["targetTableMode"]), (&json!("(hidden)"), &json!("0")));
}
