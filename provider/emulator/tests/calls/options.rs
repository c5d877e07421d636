//! The options of a job: which are accepted, which are refused, and which are returned.

use serde_json::{Value, json};

use crate::client::{Answer, Client};
use crate::setup::{
    DESTINATION_OWNER, Stage, configure, item, items_in, job_parameters, make_role, precheck, status, with,
};

async fn stage() -> (Stage, Client) {
    let stage = Stage::new().await;
    make_role(&stage.source_owner(), DESTINATION_OWNER).await;
    let caller = stage.destination_owner();
    (stage, caller)
}

async fn try_configure(caller: &Client, changes: &[(&str, &str)]) -> Answer {
    caller.dts("ConfigureDtsJob", &with(job_parameters(), changes)).await
}

async fn detail(caller: &Client, job: &str) -> Value {
    caller.dts("DescribeDtsJobDetail", &[("DtsJobId", job)]).await.ok()
}

async fn listed(caller: &Client, job: &str) -> Value {
    caller.dts("DescribeDtsJobs", &[("DtsJobId", job)]).await.ok()["DtsJobList"][0].clone()
}

fn json_of(text: &Value) -> Value {
    serde_json::from_str(text.as_str().unwrap()).unwrap()
}

#[tokio::test]
async fn each_wrong_option_is_refused_beside_its_allowed_twin() {
    let (_stage, caller) = stage().await;
    let ten = ["13800000000"; 10].join(",");
    let eleven = ["13800000000"; 11].join(",");
    for (name, good, bad) in [
        ("DelayPhone", &ten[..], &eleven[..]),
        ("ErrorPhone", "13800000000", "13800000000,"),
        ("DtsBisLabel", "online", "offline"),
        ("Checkpoint", "1610540493", "yesterday"),
        ("MinDu", "1", "0"),
        ("MaxDu", "8.5", "many"),
        ("SynchronizationDirection", "Forward", "Reverse"),
        ("DbList", r#"{"orders":{"all":false,"View":{"v":{}}}}"#, r#"{"orders":{"all":false,"View":["v"]}}"#),
        ("DataCheckConfigure", r#"{"fullDataCheck":true,"fullCheckModel":2}"#, r#"{"fullCheckModel":1}"#),
        ("DataCheckConfigure", r#"{"incrementalDataCheck":true}"#, "full"),
    ] {
        try_configure(&caller, &[(name, good)]).await.ok();
        try_configure(&caller, &[(name, bad)]).await.refused_parameter(name);
    }
    for (good, bad, key) in [
        (r#"{"maxRetryTime":"3600"}"#, r#"{"maxRetryTime":"1h"}"#, "maxRetryTime"),
        (r#"{"targetTableMode":2}"#, r#"{"targetTableMode":3}"#, "targetTableMode"),
        (r#"{"unheardOf":"x"}"#, r#"{"destSSL":"2"}"#, "destSSL"),
    ] {
        try_configure(&caller, &[("Reserve", good)]).await.ok();
        try_configure(&caller, &[("Reserve", bad)]).await.refused_parameter(&format!("Reserve.{key}"));
    }
    try_configure(&caller, &[("MinDu", "4"), ("MaxDu", "2")]).await.refused_parameter("MinDu");
    try_configure(&caller, &[("MinDu", "2"), ("MaxDu", "4")]).await.ok();
}

#[tokio::test]
async fn an_alert_on_delay_needs_its_threshold() {
    let (_stage, caller) = stage().await;
    try_configure(&caller, &[("DelayNotice", "true")]).await.refused("MissingParameter", "DelayRuleTime");
    try_configure(&caller, &[("DelayNotice", "true"), ("DelayRuleTime", "60")]).await.ok();
    try_configure(&caller, &[("DelayNotice", "false"), ("ErrorNotice", "true")]).await.ok();
}

#[tokio::test]
async fn certificates_are_refused_as_documented() {
    let (_stage, caller) = stage().await;
    let refused = try_configure(&caller, &[("SrcCaCertificateOssUrl", "oss://x")]).await;
    refused.refused("InvalidParameter", "SrcCaCertificateOssUrl is documented as not supported");
    assert_eq!(refused.status, 400);
    try_configure(&caller, &[]).await.ok();
}

#[tokio::test]
async fn options_that_the_describe_calls_have_are_returned() {
    let (stage, caller) = stage().await;
    let job = configure(
        &caller,
        &with(
            job_parameters(),
            &[
                ("DtsBisLabel", "online"),
                ("ResourceGroupId", "rg-orders"),
                ("Checkpoint", "1610540493"),
                ("MinDu", "1"),
                ("MaxDu", "4"),
                ("Reserve", r#"{"etlOperatorCtl":"Y","etlOperatorSetting":"e_drop()","a2aFlag":"2.0"}"#),
                ("DelayNotice", "true"),
                ("DelayRuleTime", "60"),
                ("DelayPhone", "13800000000"),
            ],
        ),
    )
    .await;
    let shown = detail(&caller, &job).await;
    for (key, value) in [
        ("DtsBisLabel", json!("online")),
        ("ResourceGroupId", json!("rg-orders")),
        ("InitCheckpoint", json!("1610540493")),
        ("Checkpoint", json!(1_610_540_493)),
        ("MinDu", json!(1.0)),
        ("MaxDu", json!(4.0)),
        ("EtlCalculator", json!("e_drop()")),
    ] {
        assert_eq!(shown[key], value, "{key}");
    }
    assert_eq!(shown["MigrationMode"]["DataExtractTransformLoad"], true);
    assert_eq!(json_of(&shown["Reserved"])["a2aFlag"], "2.0");
    for (name, value, count) in
        [("ResourceGroupId", "rg-orders", 1), ("ResourceGroupId", "rg-other", 0), ("DtsBisLabel", "normal", 0)]
    {
        assert_eq!(caller.dts("DescribeDtsJobs", &[(name, value)]).await.ok()["TotalRecordCount"], count, "{value}");
    }
    // No call returns alerts, but the job keeps the settings that were sent.
    let state = stage.state(DESTINATION_OWNER).await;
    assert_eq!(state["jobs"][0]["parameters"]["DelayPhone"], "13800000000");
}

#[tokio::test]
async fn objects_come_back_as_they_were_sent() {
    let (_stage, caller) = stage().await;
    let objects = json!({"orders": {
        "name": "orders_new", "all": false, "dml_op": "i,u",
        "Table": {"orders": {"all": false, "filter": "id > 10", "column": {"id": {"name": "key"}}}},
        "View": {"totals": {"name": "sums"}},
    }});
    // The same text, with the keys in the same order and with the same spaces.
    let sent = format!(" {} ", objects.to_string().replace(':', " : "));
    let job = configure(&caller, &with(job_parameters(), &[("DbList", &sent)])).await;
    assert_eq!(detail(&caller, &job).await["DbObject"], sent);
}

#[tokio::test]
async fn a_list_in_a_file_replaces_the_objects() {
    let (_stage, caller) = stage().await;
    let file = ("FileOssUrl", "http://bucket.oss-cn-hangzhou.aliyuncs.com/objects.json");
    let job = configure(&caller, &with(job_parameters(), &[("DbList", ""), file])).await;
    assert_eq!(detail(&caller, &job).await["DbObjectOssUrl"], file.1);
    try_configure(&caller, &[("DbList", "")]).await.refused("MissingDbList", "");
}

#[tokio::test]
async fn a_kafka_destination_has_a_topic_and_no_schema() {
    let (_stage, caller) = stage().await;
    let kafka = [
        ("DestinationEndpointInstanceType", "ECS"),
        ("DestinationEndpointEngineName", "KAFKA"),
        ("DestinationEndpointInstanceID", "i-destination-events"),
        ("DestinationEndpointPort", "9092"),
        ("StructureInitialization", "false"),
        ("Reserve", r#"{"destTopic":"orders"}"#),
    ];
    let job = configure(&caller, &with(job_parameters(), &kafka)).await;
    assert_eq!(precheck(&caller, &job).await["State"], "Finished");
    let schema = [&kafka[..], &[("StructureInitialization", "true")]].concat();
    try_configure(&caller, &schema).await.refused_parameter("StructureInitialization");
    let no_topic = [&kafka[..], &[("Reserve", "{}")]].concat();
    try_configure(&caller, &no_topic).await.refused("MissingParameter", "Reserve.destTopic");
}

#[tokio::test]
async fn items_named_in_the_settings_are_skipped() {
    let (_stage, caller) = stage().await;
    let used = ("DestinationEndpointInstanceID", "rm-destination-used");
    let check = async |reserve: &str| {
        let job = configure(&caller, &with(job_parameters(), &[used, ("Reserve", reserve)])).await;
        precheck(&caller, &job).await
    };
    assert_eq!(items_in(&check("{}").await, "Failed"), ["CHECK_SAME_OBJ"]);
    let passed = check(r#"{"skipPrechecks":"CHECK_SAME_OBJ"}"#).await;
    assert_eq!((&passed["State"], &item(&passed, "CHECK_SAME_OBJ")["Skip"]), (&"Finished".into(), &true.into()));
}

#[tokio::test]
async fn the_job_has_priority_over_the_order_of_an_instance() {
    let (stage, caller) = stage().await;
    let job = configure(&caller, &job_parameters()).await;
    precheck(&caller, &job).await;
    let order = |more: &[(&'static str, &'static str)]| {
        let all = with(vec![("PayType", "PostPaid"), ("JobId", &job)], more);
        let all: Vec<(String, String)> = all.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        let caller = caller.clone();
        async move {
            let all: Vec<(&str, &str)> = all.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
            caller.dts("CreateDtsInstance", &all).await
        }
    };
    order(&[("Type", "MOVE")]).await.refused_parameter("Type");
    order(&[("Quantity", "2")]).await.refused_parameter("Quantity");
    order(&[("RegionId", "cn-hangzhou"), ("DtsRegion", "cn-beijing")]).await.refused_parameter("DtsRegion");
    order(&[
        ("Type", "SYNC"),
        ("SourceRegion", "cn-beijing"),
        ("DestinationEndpointEngineName", "kafka"),
        ("ResourceGroupId", "rg-bought"),
    ])
    .await
    .ok();
    let instance = stage.state(DESTINATION_OWNER).await["instances"][0].clone();
    assert_eq!((&instance["source_region"], &instance["resource_group"]), (&"cn-hangzhou".into(), &"rg-bought".into()));
    let shown = detail(&caller, &job).await;
    assert_eq!((&shown["JobType"], &shown["ResourceGroupId"]), (&"online".into(), &"rg-bought".into()));
}

#[tokio::test]
async fn a_job_that_tries_again_says_how_long() {
    let (stage, caller) = stage().await;
    let job = configure(&caller, &with(job_parameters(), &[("Reserve", r#"{"maxRetryTime":"3600"}"#)])).await;
    assert!(detail(&caller, &job).await.get("RetryState").is_none());
    let forced = r#"{"status":"Retrying","phase":"incremental","error_message":"source is gone"}"#;
    stage.control("POST", &format!("jobs/{job}"), forced).await;
    assert_eq!(status(&caller, &job).await, "Retrying");
    for shown in [detail(&caller, &job).await, listed(&caller, &job).await] {
        let retry = &shown["RetryState"];
        assert_eq!(
            (&retry["Retrying"], &retry["MaxRetryTime"], &retry["Module"], &retry["ErrMessage"]),
            (&true.into(), &3600.into(), &"04".into(), &"source is gone".into())
        );
    }
}
