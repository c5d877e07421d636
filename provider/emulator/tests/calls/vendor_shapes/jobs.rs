//! `alicloud_dts_migration_job`, `alicloud_dts_synchronization_job`, `alicloud_dts_job_monitor_rule` and their lists.

use serde_json::json;

use crate::setup::{DESTINATION_OWNER, ROLE, SOURCE_OWNER, Stage, make_role, wait, with};

use super::{are_as_sent, buy, configured, detail, job, purchase, world};

#[tokio::test]
async fn a_migration_instance_and_its_job_are_managed() {
    let stage = world().await;
    let caller = stage.destination_owner();
    let instance = buy(&caller, &with(purchase("MIGRATION"), &[("DatabaseCount", "1"), ("ComputeUnit", "2")])).await;
    let read = caller.dts("DescribeDtsJobDetail", &[("DtsInstanceID", &instance)]).await.ok();
    assert_eq!((&read["DtsJobClass"], &read["PayType"]), (&"small".into(), &"PostPaid".into()));
    let job = configured(&caller, &instance, job("MIGRATION")).await;
    wait(&caller, &job, "Migrating").await;
    let list = [("JobType", "MIGRATION"), ("DtsJobId", &job[..]), ("PageSize", "50"), ("PageNumber", "1")];
    let item = caller.dts("DescribeDtsJobs", &list).await.ok()["DtsJobList"][0].clone();
    are_as_sent(&item);
    caller.dts("SuspendDtsJob", &[("DtsJobId", &job)]).await.ok();
    wait(&caller, &job, "Suspending").await;
    caller.dts("DeleteDtsJob", &[("DtsJobId", &job), ("DtsInstanceId", &instance)]).await.ok();
    // The instance is gone with its job: the client accepts this code.
    let delete = [("RegionId", "cn-hangzhou"), ("MigrationJobId", &instance[..])];
    caller.dts("DeleteMigrationJob", &delete).await.refused("InvalidJobId", "does not exist");
    let unused = buy(&caller, &purchase("MIGRATION")).await;
    caller.dts("DeleteSynchronizationJob", &[("SynchronizationJobId", &unused)]).await.refused("InvalidJobId", &unused);
    let deleted = caller.dts("DeleteMigrationJob", &[("MigrationJobId", &unused)]).await.ok();
    assert_eq!((&deleted["Success"], deleted.get("HttpStatusCode")), (&"true".into(), None));
    assert_eq!(stage.state(DESTINATION_OWNER).await["jobs"], json!([]));
}

#[tokio::test]
async fn a_synchronization_job_is_managed() {
    let stage = world().await;
    let caller = stage.destination_owner();
    let instance = buy(&caller, &purchase("SYNC")).await;
    let job = configured(&caller, &instance, job("SYNC")).await;
    wait(&caller, &job, "synchronizing").await;
    let read = detail(&caller, &job).await;
    are_as_sent(&read);
    assert_eq!((&read["SynchronizationDirection"], &read["Checkpoint"]), (&"".into(), &0.into()));
    assert_eq!((&read["DtsInstanceID"], &read["Status"]), (&instance[..].into(), &"synchronizing".into()));
    let config = [("RegionId", "cn-hangzhou"), ("DtsJobId", &job[..])];
    assert_eq!(caller.dts("DescribeDtsJobConfig", &config).await.ok()["Parameters"], json!([]));

    // The name, the password, the class, the objects, the encryption and the settings.
    let on = ("DtsJobId", &job[..]);
    caller.dts("ModifyDtsJobName", &[on, ("DtsJobName", "tf-other")]).await.ok();
    let password = [on, ("Endpoint", "src"), ("UserName", "dts"), ("Password", "another")];
    caller.dts("ModifyDtsJobPassword", &password).await.ok();
    let password = [on, ("Endpoint", "src"), ("UserName", "dts"), ("Password", "destination-db-password")];
    caller.dts("ModifyDtsJobPassword", &password).await.ok();
    let class = [on, ("InstanceClass", "medium"), ("OrderType", "UPGRADE")];
    caller.dts("TransferInstanceClass", &class).await.ok();
    wait(&caller, &job, "synchronizing").await;
    let more = r#"{"b":{"name":"b","all":true},"a":{"name":"a","all":true}}"#;
    caller.dts("ModifyDtsJob", &[("DtsInstanceId", &instance), ("DbList", more)]).await.ok();
    let again = caller.dts("ModifyDtsJob", &[("DtsInstanceId", &instance), ("DbList", more)]).await;
    again.refused("DTS.Msg.OperationDenied.JobStatusModifying", "Modifying");
    // The client starts the job after every change of its objects, without a wait.
    caller.dts("StartDtsJob", &[on, ("SynchronizationDirection", "")]).await.ok();
    wait(&caller, &job, "synchronizing").await;
    let ssl = [
        ("DtsInstanceId", &instance[..]),
        ("ModifyTypeEnum", "UPDATE_RESERVED"),
        ("Reserved", r#"{"srcSSL":"1"}"#),
        ("SynchronizationDirection", ""),
    ];
    caller.dts("ModifyDtsJob", &ssl).await.ok();
    let settings = r#"[{"module":"03","name":"sink.batch.size","value":"9"}]"#;
    caller.dts("ModifyDtsJobConfig", &[on, ("Parameters", settings)]).await.ok();
    let read = detail(&caller, &job).await;
    assert_eq!((&read["DtsJobName"], &read["DbObject"]), (&"tf-other".into(), &more.into()));
    assert_eq!(
        (&read["DtsJobClass"], &read["SourceEndpoint"]["SslSolutionEnum"]),
        (&"medium".into(), &"ENABLE_WITH_CERTIFICATE".into())
    );
    let shown = caller.dts("DescribeDtsJobConfig", &config).await.ok()["Parameters"][0].clone();
    assert_eq!(
        (&shown["Module"], &shown["Name"], &shown["RunningValue"]),
        (&"03".into(), &"sink.batch.size".into(), &"9".into())
    );
    assert_ne!(shown["RunningValue"], shown["DefaultValue"]);

    // Its way to suspend: first a start, which changes nothing.
    caller.dts("StartDtsJob", &[on, ("SynchronizationDirection", "")]).await.ok();
    wait(&caller, &job, "synchronizing").await;
    caller.dts("SuspendDtsJob", &[on]).await.ok();
    wait(&caller, &job, "Suspending").await;
    caller.dts("StartDtsJob", &[on]).await.ok();
    wait(&caller, &job, "synchronizing").await;
    caller.dts("DeleteDtsJob", &[on, ("DtsInstanceId", &instance)]).await.ok();
    caller.dts("DescribeDtsJobDetail", &[on]).await.refused("Forbidden.InstanceNotFound", "not found");
    // For its instance, the client accepts this code only.
    let delete = [("RegionId", "cn-hangzhou"), ("SynchronizationJobId", &instance[..])];
    caller.dts("DeleteSynchronizationJob", &delete).await.refused("InvalidJobId", "does not exist");
}

#[tokio::test]
async fn the_lists_have_what_the_data_sources_read() {
    let stage = Stage::new().await;
    let caller = stage.destination_owner();
    let instance = buy(&caller, &purchase("SYNC")).await;
    configured(&caller, &instance, job("SYNC")).await;
    let list = |kind: &'static str| {
        let caller = caller.clone();
        async move {
            let page = [("RegionId", "cn-hangzhou"), ("JobType", kind), ("PageSize", "50"), ("PageNumber", "1")];
            caller.dts("DescribeDtsJobs", &page).await.ok()["DtsJobList"].clone()
        }
    };
    let item = list("SYNC").await[0].clone();
    assert!(["CreateTime", "ExpireTime", "Reserved"].iter().all(|name| item[name].is_string()));
    assert!(item["ReverseJob"]["SourceEndpoint"].is_object());
    assert_eq!((list("SUBSCRIBE").await, list("MIGRATION").await), (json!([]), json!([])));
    let change_tracking = caller.dts("CreateDtsInstance", &purchase("SUBSCRIBE")).await;
    change_tracking.refused("UnSupportedTaskType", "The real cloud serves them");
    caller.dts("ConfigureSubscription", &[]).await.refused("NotEmulated", "change tracking");
}

#[tokio::test]
async fn rules_of_alerts_are_managed() {
    let stage = Stage::new().await;
    let caller = stage.destination_owner();
    let instance = buy(&caller, &purchase("SYNC")).await;
    let job = configured(&caller, &instance, job("SYNC")).await;
    let on = ("DtsJobId", &job[..]);
    assert_eq!(caller.dts("DescribeJobMonitorRule", &[on]).await.ok()["MonitorRules"], json!([]));
    caller.dts("CreateJobMonitorRule", &[on, ("Type", "weather")]).await.refused_parameter("Type");
    caller.dts("CreateJobMonitorRule", &[on, ("Type", "delay"), ("State", "x")]).await.refused_parameter("State");
    // A change has the type and what changes.
    let phone = "13800000000";
    let shown = |state: &str, delay: u64| json!([{"JobId": job, "Type": "delay", "State": state, "Phone": phone, "DelayRuleTime": delay}]);
    let first = [("State", "Y"), ("Phone", phone), ("DelayRuleTime", "233")];
    for (sent, expected) in [
        (&first[..], shown("Y", 233)),
        (&[("DelayRuleTime", "234")][..], shown("Y", 234)),
        (&[("State", "N")][..], shown("N", 234)),
    ] {
        let rule = [&[on, ("Type", "delay")][..], sent].concat();
        assert_eq!(caller.dts("CreateJobMonitorRule", &rule).await.ok()["DtsJobId"], job);
        assert_eq!(caller.dts("DescribeJobMonitorRule", &[on]).await.ok()["MonitorRules"], expected);
    }
}

#[tokio::test]
async fn a_migration_is_encrypted_suspended_resumed_and_tagged() {
    let stage = world().await;
    let caller = stage.destination_owner();
    let instance = buy(&caller, &purchase("MIGRATION")).await;
    let job = configured(&caller, &instance, job("MIGRATION")).await;
    wait(&caller, &job, "Migrating").await;
    for (value, shown) in [("1", "ENABLE_WITH_CERTIFICATE"), ("0", "DISABLE")] {
        let reserved = format!(r#"{{"destSSL":"{value}"}}"#);
        let ssl = [("DtsInstanceId", &instance[..]), ("ModifyTypeEnum", "UPDATE_RESERVED"), ("Reserved", &reserved)];
        caller.dts("ModifyDtsJob", &ssl).await.ok();
        wait(&caller, &job, "Migrating").await;
        let item = caller.dts("DescribeDtsJobs", &[("DtsJobId", &job)]).await.ok()["DtsJobList"][0].clone();
        assert_eq!(item["DestinationEndpoint"]["SslSolutionEnum"], shown);
        assert_eq!(item["SourceEndpoint"]["SslSolutionEnum"], "DISABLE", "only the key that was sent changes");
    }
    let on = ("DtsJobId", &job[..]);
    for (action, status) in [("SuspendDtsJob", "Suspending"), ("StartDtsJob", "Migrating")] {
        caller.dts(action, &[on, ("RegionId", "cn-hangzhou")]).await.ok();
        wait(&caller, &job, status).await;
    }

    // Keys of tags that change or disappear are removed, then all tags that are new are set.
    let resource =
        [("RegionId", "cn-hangzhou"), ("ResourceType", "ALIYUN::DTS::INSTANCE"), ("ResourceId.1", &instance[..])];
    let change =
        async |action: &str, more: &[(&str, &str)]| caller.dts(action, &[&resource[..], more].concat()).await.ok();
    let first = [("Tag.1.Key", "a"), ("Tag.1.Value", "1"), ("Tag.2.Key", "b"), ("Tag.2.Value", "2")];
    change("TagResources", &first).await;
    change("UntagResources", &[("TagKey.1", "a"), ("TagKey.2", "b")]).await;
    change("TagResources", &[("Tag.1.Key", "a"), ("Tag.1.Value", "3")]).await;
    let listed = change("ListTagResources", &[]).await["TagResources"]["TagResource"].clone();
    assert_eq!(
        listed,
        json!([{"ResourceId": instance, "ResourceType": "ALIYUN::DTS::INSTANCE", "TagKey": "a", "TagValue": "3"}])
    );
}

/// A source of another account, and parameters that no answer has.
const ACROSS_ACCOUNTS: [(&str, &str); 11] = [
    ("SourceEndpointInstanceID", "rm-source-orders"),
    ("SourceEndpointPassword", "source-db-password"),
    ("SourceEndpointOwnerID", SOURCE_OWNER),
    ("SourceEndpointRole", ROLE),
    ("DbList", r#"{"orders":{"name":"orders","all":true,"state":"normal"}}"#),
    ("DelayNotice", "true"),
    ("DelayPhone", "13800000000"),
    ("DelayRuleTime", "60"),
    ("ErrorNotice", "false"),
    ("ErrorPhone", "13800000000"),
    ("DtsBisLabel", "normal"),
];

#[tokio::test]
async fn jobs_across_accounts_have_their_owners_in_the_details_only() {
    let stage = Stage::new().await;
    make_role(&stage.source_owner(), DESTINATION_OWNER).await;
    let caller = stage.destination_owner();
    for (kind, status) in [("MIGRATION", "Migrating"), ("SYNC", "synchronizing")] {
        let instance = buy(&caller, &purchase(kind)).await;
        let job = configured(&caller, &instance, with(job(kind), &ACROSS_ACCOUNTS)).await;
        wait(&caller, &job, status).await;
        let read = detail(&caller, &job).await;
        let source = &read["SourceEndpoint"];
        assert_eq!((&source["AliyunUid"], &source["RoleName"]), (&SOURCE_OWNER.into(), &ROLE.into()));
        assert_eq!(read["DestinationEndpoint"].get("AliyunUid"), None);
        assert_eq!(read["DbObject"], ACROSS_ACCOUNTS[4].1);
        let list = [("JobType", kind), ("DtsJobId", &job[..])];
        let item = caller.dts("DescribeDtsJobs", &list).await.ok()["DtsJobList"][0].clone();
        assert_eq!((item["SourceEndpoint"].get("AliyunUid"), item["SourceEndpoint"].get("RoleName")), (None, None));
        let on = [("DtsJobId", &job[..]), ("DtsInstanceId", &instance)];
        caller.dts("DeleteDtsJob", &on).await.ok();
    }
}

#[tokio::test]
async fn names_of_databases_come_back_and_ports_stay_empty() {
    let stage = world().await;
    let caller = stage.destination_owner();
    let instance = buy(&caller, &purchase("SYNC")).await;
    let both = [("SourceEndpointDatabaseName", "test_database"), ("DestinationEndpointDataBaseName", "test_database")];
    let job = configured(&caller, &instance, with(job("SYNC"), &both)).await;
    let read = detail(&caller, &job).await;
    for side in ["SourceEndpoint", "DestinationEndpoint"] {
        assert_eq!((&read[side]["DatabaseName"], &read[side]["Port"]), (&"test_database".into(), &"".into()));
    }
}
