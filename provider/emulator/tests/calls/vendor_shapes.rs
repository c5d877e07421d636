//! The requests of the Terraform provider of Alibaba Cloud, as it sends them, and what it needs in the answers: after
//! each change, a read returns what was sent, so that its next plan is empty.

use serde_json::{Value, json};

use crate::client::Client;
use crate::setup::{Stage, trust, wait, with};

/// The text of the objects in its acceptance tests, with the keys in their order.
const OBJECTS: &str = r#"{"test_database":{"name":"test_database","all":true,"state":"normal"}}"#;

/// The built-in world with the databases of those tests.
async fn world() -> Stage {
    let (before, after) = (
        r#"schemas = { orders = ["customers"] }"#,
        r#"schemas = { orders = ["customers"], test_database = ["t"], a = ["t"], b = ["t"] }"#,
    );
    Stage::in_world(&[(before, after)]).await
}

fn purchase(kind: &'static str) -> Vec<(&'static str, &'static str)> {
    vec![
        ("RegionId", "cn-hangzhou"),
        ("Type", kind),
        ("PayType", "PostPaid"),
        ("InstanceClass", "small"),
        ("SyncArchitecture", "oneway"),
        ("SourceRegion", "cn-hangzhou"),
        ("DestinationRegion", "cn-hangzhou"),
        ("SourceEndpointEngineName", "MySQL"),
        ("DestinationEndpointEngineName", "MySQL"),
        ("AutoPay", "false"),
        ("AutoStart", "true"),
        ("Quantity", "1"),
    ]
}

/// All parameters of a job as that client sends them: those without a value are empty.
fn job(kind: &'static str) -> Vec<(&'static str, &'static str)> {
    vec![
        ("RegionId", "cn-hangzhou"),
        ("JobType", kind),
        ("DtsJobName", "tf-test"),
        ("StructureInitialization", "true"),
        ("DataInitialization", "true"),
        ("DataSynchronization", "true"),
        ("DbList", OBJECTS),
        ("SynchronizationDirection", ""),
        ("Checkpoint", ""),
        ("Reserve", ""),
        ("DedicatedClusterId", ""),
        ("DelayNotice", ""),
        ("SourceEndpointInstanceType", "RDS"),
        ("SourceEndpointEngineName", "MySQL"),
        ("SourceEndpointInstanceID", "rm-destination-used"),
        ("SourceEndpointRegion", "cn-hangzhou"),
        ("SourceEndpointDatabaseName", ""),
        ("SourceEndpointUserName", "dts"),
        ("SourceEndpointPassword", "destination-db-password"),
        ("SourceEndpointIP", ""),
        ("SourceEndpointPort", ""),
        ("SourceEndpointOracleSID", ""),
        ("SourceEndpointOwnerID", ""),
        ("SourceEndpointRole", ""),
        ("DestinationEndpointInstanceType", "RDS"),
        ("DestinationEndpointEngineName", "MySQL"),
        ("DestinationEndpointInstanceID", "rm-destination-orders"),
        ("DestinationEndpointRegion", "cn-hangzhou"),
        ("DestinationEndpointDataBaseName", ""),
        ("DestinationEndpointUserName", "dts"),
        ("DestinationEndpointPassword", "destination-db-password"),
        ("DestinationEndpointIP", ""),
        ("DestinationEndpointPort", ""),
        ("DestinationEndpointOracleSID", ""),
        ("DestinationEndpointOwnerID", ""),
        ("DestinationEndpointRole", ""),
    ]
}

async fn buy(caller: &Client, order: &[(&str, &str)]) -> String {
    caller.dts("CreateDtsInstance", order).await.ok()["InstanceId"].as_str().unwrap().to_owned()
}

async fn configured(caller: &Client, instance: &str, parameters: Vec<(&'static str, &'static str)>) -> String {
    let mut parameters: Vec<(&str, &str)> = parameters;
    parameters.push(("DtsInstanceId", instance));
    let answer = caller.dts("ConfigureDtsJob", &parameters).await.ok();
    assert_eq!(answer["DtsInstanceId"], instance);
    answer["DtsJobId"].as_str().unwrap().to_owned()
}

async fn detail(caller: &Client, job: &str) -> Value {
    caller.dts("DescribeDtsJobDetail", &[("RegionId", "cn-hangzhou"), ("DtsJobId", job)]).await.ok()
}

/// Both sides of a job are what was sent, and what was not sent is empty.
fn are_as_sent(read: &Value) {
    for (side, instance) in
        [("SourceEndpoint", "rm-destination-used"), ("DestinationEndpoint", "rm-destination-orders")]
    {
        let side = &read[side];
        assert_eq!((&side["InstanceID"], &side["InstanceType"]), (&instance.into(), &"RDS".into()));
        assert_eq!((&side["EngineName"], &side["UserName"]), (&"MySQL".into(), &"dts".into()));
        assert_eq!((&side["Region"], &side["SslSolutionEnum"]), (&"cn-hangzhou".into(), &"DISABLE".into()));
        for empty in ["Ip", "Port", "DatabaseName", "OracleSID", "AliyunUid", "RoleName"] {
            assert_eq!(side[empty].as_str().unwrap_or_default(), "", "{empty}");
        }
    }
    let mode = &read["MigrationMode"];
    for phase in ["StructureInitialization", "DataInitialization", "DataSynchronization"] {
        assert_eq!(mode[phase], true);
    }
    assert_eq!((&read["DbObject"], &read["DtsJobName"]), (&OBJECTS.into(), &"tf-test".into()));
}

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
    caller.dts("DeleteMigrationJob", &delete).await.refused("Forbidden.InstanceNotFound", "not found");
    let unused = buy(&caller, &purchase("MIGRATION")).await;
    caller.dts("DeleteSynchronizationJob", &[("SynchronizationJobId", &unused)]).await.refused("InvalidJobId", &unused);
    let deleted = caller.dts("DeleteMigrationJob", &[("MigrationJobId", &unused)]).await.ok();
    assert_eq!((&deleted["Success"], deleted.get("HttpStatusCode")), (&"true".into(), None));
    assert_eq!(stage.state(crate::setup::DESTINATION_OWNER).await["jobs"], json!([]));
}

#[tokio::test]
async fn a_synchronization_instance_is_managed() {
    let stage = Stage::new().await;
    let caller = stage.destination_owner();
    let instance = buy(&caller, &with(purchase("SYNC"), &[("Du", "30"), ("InstanceClass", "4xlarge")])).await;
    let read = caller.dts("DescribeDtsJobDetail", &[("DtsInstanceID", &instance)]).await.ok();
    assert_eq!(
        (&read["DtsJobClass"], &read["PayType"], &read["Status"]),
        (&"4xlarge".into(), &"PostPaid".into(), &"NotConfigured".into())
    );
    for side in ["SourceEndpoint", "DestinationEndpoint"] {
        assert_eq!((&read[side]["EngineName"], &read[side]["Region"]), (&"MySQL".into(), &"cn-hangzhou".into()));
    }
    caller.dts("DeleteMigrationJob", &[("MigrationJobId", &instance)]).await.refused("InvalidJobId", &instance);
    caller.dts("DeleteSynchronizationJob", &[("SynchronizationJobId", &instance)]).await.ok();
    let gone = caller.dts("DescribeDtsJobDetail", &[("DtsInstanceID", &instance)]).await;
    gone.refused("Forbidden.InstanceNotFound", "not found");
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
async fn an_instance_of_any_type_is_managed() {
    let stage = Stage::new().await;
    let caller = stage.destination_owner();
    let instances = |group: &'static str| {
        let caller = caller.clone();
        async move {
            let page = [("PageNum", "1"), ("PageSize", "50"), ("ResourceGroupId", group)];
            caller.dts("DescribeDtsInstances", &page).await.ok()["DtsInstanceStatusList"].clone()
        }
    };
    for (kind, pay, shown) in
        [("migration", "PostPaid", "POSTPAY"), ("sync", "PostPaid", "POSTPAY"), ("sync", "PrePaid", "PREPAY")]
    {
        let time = if pay == "PrePaid" {
            [("Period", "Month"), ("UsedTime", "1")]
        } else {
            [("Period", ""), ("UsedTime", "")]
        };
        let order = with(with(purchase(kind), &[("PayType", pay), ("ResourceGroupId", "rg-1")]), &time);
        let instance = buy(&caller, &order).await;
        let on = ("DtsInstanceId", &instance[..]);
        let read =
            caller.dts("DescribeDtsInstanceDetail", &[on, ("RegionId", "cn-hangzhou")]).await.ok()["DtsInstanceStatus"]
                .clone();
        assert_eq!(
            (&read["Type"], &read["PayType"], &read["InstanceClass"]),
            (&kind.into(), &shown.into(), &"small".into())
        );
        for name in ["SourceEndpointEngineType", "DestEndpointEngineType"] {
            assert_eq!(read[name], "MySQL");
        }
        assert_eq!(
            (&read["SourceEndpointRegion"], &read["DestEndpointRegion"]),
            (&"cn-hangzhou".into(), &"cn-hangzhou".into())
        );
        assert_eq!((&read["ResourceGroupId"], &read["Tags"]), (&"rg-1".into(), &json!([])));
        let tag = [
            ("ResourceType", "ALIYUN::DTS::INSTANCE"),
            ("ResourceId.1", &instance[..]),
            ("Tag.1.Key", "k"),
            ("Tag.1.Value", "v"),
        ];
        caller.dts("TagResources", &tag).await.ok();
        let group = [("ResourceId", &instance[..]), ("NewResourceGroupId", "rg-2"), ("RegionId", "cn-hangzhou")];
        caller.dts("ConvertInstanceResourceGroup", &group).await.ok();
        assert_eq!(instances("rg-1").await, json!([]));
        let listed = instances("rg-2").await[0].clone();
        assert_eq!(
            (&listed["DtsInstanceId"], &listed["Tags"]),
            (&instance[..].into(), &json!([{"TagKey": "k", "TagValue": "v"}]))
        );
        let deleted = caller.dts("DeleteDtsJob", &[on]).await;
        if pay == "PrePaid" {
            deleted.refused("OperationDenied", "paid in advance");
        } else {
            deleted.ok();
            caller.dts("DescribeDtsInstanceDetail", &[on]).await.refused("Forbidden.InstanceNotFound", "not found");
        }
    }
}

#[tokio::test]
async fn a_released_instance_may_be_shown_as_finished() {
    let options = dts_emulator::Options { keep_released: true, ..dts_emulator::Options::default() };
    let stage = Stage::with(options).await;
    let caller = stage.destination_owner();
    let instance = buy(&caller, &purchase("sync")).await;
    caller.dts("DeleteDtsJob", &[("DtsInstanceId", &instance)]).await.ok();
    let read = caller.dts("DescribeDtsInstanceDetail", &[("DtsInstanceId", &instance)]).await.ok();
    assert_eq!(read["DtsInstanceStatus"]["Status"], "finished");
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
    for (state, delay) in [("Y", "233"), ("N", "234")] {
        let rule = [on, ("Type", "delay"), ("State", state), ("Phone", "13800000000"), ("DelayRuleTime", delay)];
        assert_eq!(caller.dts("CreateJobMonitorRule", &rule).await.ok()["DtsJobId"], job);
        let rules = caller.dts("DescribeJobMonitorRule", &[on]).await.ok()["MonitorRules"].clone();
        let delay: u64 = delay.parse().unwrap();
        assert_eq!(
            rules,
            json!([{"JobId": job, "Type": "delay", "State": state, "Phone": "13800000000", "DelayRuleTime": delay}])
        );
    }
}

#[tokio::test]
async fn a_policy_with_versions_is_changed_and_deleted() {
    let stage = Stage::new().await;
    let owner = stage.source_owner();
    let document = r#"{"Version":"1","Statement":[{"Effect":"Allow","Action":"rds:*","Resource":"*"}]}"#;
    let on = ("PolicyName", "tf-policy");
    owner.ram("CreatePolicy", &[on, ("PolicyDocument", document), ("Description", "a")]).await.ok();
    owner.ram("UpdatePolicyDescription", &[on, ("NewDescription", "b")]).await.ok();
    let custom = [on, ("PolicyType", "Custom")];
    assert_eq!(owner.ram("GetPolicy", &custom).await.ok()["Policy"]["Description"], "b");
    owner.ram("CreatePolicyVersion", &[on, ("PolicyDocument", document), ("SetAsDefault", "true")]).await.ok();
    let versions = owner.ram("ListPolicyVersions", &custom).await.ok()["PolicyVersions"]["PolicyVersion"].clone();
    let rows: Vec<(&str, bool)> = versions
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["VersionId"].as_str().unwrap(), row["IsDefaultVersion"].as_bool().unwrap()))
        .collect();
    assert_eq!(rows, [("v2", true), ("v1", false)]);
    owner.ram("DeletePolicy", &[on]).await.refused("DeleteConflict.Policy.Version", "versions");
    let default = owner.ram("DeletePolicyVersion", &[on, ("VersionId", "v2")]).await;
    default.refused("DeleteConflict.PolicyVersion.Default", "default");
    owner.ram("DeletePolicyVersion", &[on, ("VersionId", "v9")]).await.refused("EntityNotExist.Policy.Version", "v9");
    owner.ram("DeletePolicyVersion", &[on, ("VersionId", "v1")]).await.ok();
    owner.ram("DeletePolicy", &[on]).await.ok();
    owner.ram("ListPolicyVersions", &custom).await.refused("EntityNotExist.Policy", "tf-policy");
}

#[tokio::test]
async fn the_list_of_roles_has_tags_and_any_call_may_name_a_region() {
    let stage = Stage::new().await;
    let owner = stage.source_owner();
    let role = [
        ("RoleName", "r"),
        ("AssumeRolePolicyDocument", &trust("2345678901234567")[..]),
        ("Tag", r#"[{"Key":"k","Value":"v"}]"#),
    ];
    owner.ram("CreateRole", &role).await.ok();
    let roles = owner.ram("ListRoles", &[("MaxItems", "50"), ("RegionId", "cn-hangzhou")]).await.ok();
    assert_eq!(roles["Roles"]["Role"][0]["Tags"], json!({"Tag": [{"TagKey": "k", "TagValue": "v"}]}));
    let identity = [("RegionId", "cn-hangzhou"), ("AcceptLanguage", "en-US")];
    owner.sts("GetCallerIdentity", &identity).await.ok();
    owner.sts("GetCallerIdentity", &[("Regions", "x")]).await.refused("InvalidParameter", "strict mode");
}
