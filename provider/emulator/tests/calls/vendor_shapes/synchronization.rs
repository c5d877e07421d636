//! `alicloud_dts_synchronization_job` with all its arguments, and for the reverse direction of a two-way synchronization.

use serde_json::{Value, json};

use crate::client::Client;
use crate::setup::{wait, with};

use super::{are_as_sent, buy, configured, detail, job, purchase, world};

/// The encryption of both sides, by a change of the keys that differ.
async fn encrypt(caller: &Client, instance: &str, direction: &str, reserved: &str) {
    let change = [
        ("RegionId", "cn-hangzhou"),
        ("DtsInstanceId", instance),
        ("ModifyTypeEnum", "UPDATE_RESERVED"),
        ("Reserved", reserved),
        ("SynchronizationDirection", direction),
    ];
    let changed = change.into_iter().filter(|(_, value)| !value.is_empty()).collect::<Vec<_>>();
    assert_eq!(caller.dts("ModifyDtsJob", &changed).await.ok()["Success"], true);
}

/// The encryption of both sides, as `source_endpoint_ssl` and `destination_endpoint_ssl` show it.
fn encryption(read: &Value) -> [&str; 2] {
    ["SourceEndpoint", "DestinationEndpoint"].map(|side| match read[side]["SslSolutionEnum"].as_str().unwrap() {
        "DISABLE" => "0",
        "ENABLE_WITH_CERTIFICATE" => "1",
        other => other,
    })
}

/// Parameters that no answer has; the networks are those of the VPC NAT gateways of both sides.
const NOT_READ: [(&str, &str); 9] = [
    ("Reserve", r#"{"targetTableMode":"2","srcSSL":"1","destSSL":"1"}"#),
    ("SrcPrimaryVswId", "vsw-1"),
    ("SrcSecondaryVswId", "vsw-2"),
    ("DestPrimaryVswId", "vsw-1"),
    ("DestSecondaryVswId", "vsw-2"),
    ("DtsBisLabel", "normal"),
    ("DelayNotice", "true"),
    ("DelayPhone", "13800000000"),
    ("DelayRuleTime", "60"),
];

#[tokio::test]
async fn a_job_is_encrypted_and_tuned() {
    let stage = world().await;
    let caller = stage.destination_owner();
    let instance = buy(&caller, &with(purchase("SYNC"), &[("InstanceClass", "4xlarge")])).await;
    let job = configured(&caller, &instance, with(job("SYNC"), &NOT_READ)).await;
    wait(&caller, &job, "synchronizing").await;
    assert_eq!(encryption(&detail(&caller, &job).await), ["1", "1"]);
    for (reserved, shown) in [
        (r#"{"destSSL":"0","srcSSL":"0"}"#, ["0", "0"]),
        (r#"{"destSSL":"1","srcSSL":"1"}"#, ["1", "1"]),
        (r#"{"srcSSL":"0"}"#, ["0", "1"]),
        (r#"{"destSSL":"0"}"#, ["0", "0"]),
    ] {
        encrypt(&caller, &instance, "", reserved).await;
        assert_eq!(encryption(&detail(&caller, &job).await), shown);
    }
    are_as_sent(&detail(&caller, &job).await);

    // Both passwords, each followed by a look at the status.
    let on = ("DtsJobId", &job[..]);
    for side in ["src", "dest"] {
        for password in ["another", "destination-db-password"] {
            let change = [on, ("Endpoint", side), ("UserName", "dts"), ("Password", password)];
            caller.dts("ModifyDtsJobPassword", &change).await.ok();
            wait(&caller, &job, "synchronizing").await;
        }
    }

    // The client shows the settings that differ from their defaults, sorted by their names.
    let settings = r#"[{"module":"03","name":"sink.batch.size.minimum","value":"64"},{"module":"03","name":"sink.task.number","value":"4"}]"#;
    caller.dts("ModifyDtsJobConfig", &[on, ("Parameters", settings)]).await.ok();
    let shown = caller.dts("DescribeDtsJobConfig", &[on]).await.ok()["Parameters"].clone();
    let mut changed: Vec<Value> = shown
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["RunningValue"] != row["DefaultValue"])
        .map(|row| json!({"module": row["Module"], "name": row["Name"], "value": row["RunningValue"]}))
        .collect();
    changed.sort_by_key(|row| row["name"].to_string());
    assert_eq!(json!(changed), serde_json::from_str::<Value>(settings).unwrap());
    assert_eq!(encryption(&detail(&caller, &job).await), ["0", "0"]);
}

/// The sides of [`job`], swapped, as a configuration of the reverse direction.
const REVERSE: [(&str, &str); 6] = [
    ("SynchronizationDirection", "Reverse"),
    ("DtsJobName", "tf-reverse"),
    ("SourceEndpointInstanceID", "rm-destination-orders"),
    ("DestinationEndpointInstanceID", "rm-destination-used"),
    ("StructureInitialization", "false"),
    ("DataInitialization", "false"),
];

/// An instance with both directions, and the IDs of its forward and its reverse job.
async fn both_directions(caller: &Client) -> [String; 3] {
    let instance = buy(caller, &with(purchase("SYNC"), &[("SyncArchitecture", "bidirectional")])).await;
    let forward = configured(caller, &instance, with(job("SYNC"), &[("SynchronizationDirection", "Forward")])).await;
    wait(caller, &forward, "synchronizing").await;
    // The client names the instance and the direction, and takes the job ID of the answer.
    let reverse = configured(caller, &instance, with(job("SYNC"), &REVERSE)).await;
    assert_ne!(reverse, forward);
    [instance, forward, reverse]
}

/// The client reads, changes and releases each job by its own ID, and names the direction in some of the calls only.
#[tokio::test]
async fn the_reverse_direction_is_managed() {
    let stage = world().await;
    let caller = stage.destination_owner();
    let [instance, forward, reverse] = both_directions(&caller).await;
    wait(&caller, &reverse, "synchronizing").await;
    let read = detail(&caller, &reverse).await;
    assert_eq!((&read["SynchronizationDirection"], &read["DtsInstanceID"]), (&"Reverse".into(), &instance[..].into()));
    assert_eq!((&read["DtsJobName"], &read["DbObject"]), (&"tf-reverse".into(), &super::OBJECTS.into()));
    let sides = ["SourceEndpoint", "DestinationEndpoint"].map(|side| read[side]["InstanceID"].as_str().unwrap());
    assert_eq!(sides, ["rm-destination-orders", "rm-destination-used"]);
    let phases = ["StructureInitialization", "DataInitialization", "DataSynchronization"];
    assert_eq!(phases.map(|phase| read["MigrationMode"][phase] == true), [false, false, true]);
    assert_eq!(caller.dts("DescribeDtsJobConfig", &[("DtsJobId", &reverse)]).await.ok()["Parameters"], json!([]));

    let (on, direction) = (("DtsJobId", &reverse[..]), ("SynchronizationDirection", "Reverse"));
    caller.dts("ModifyDtsJobName", &[on, ("DtsJobName", "tf-other")]).await.ok();
    for password in ["another", "destination-db-password"] {
        let change = [on, ("Endpoint", "src"), ("UserName", "dts"), ("Password", password)];
        caller.dts("ModifyDtsJobPassword", &change).await.ok();
        wait(&caller, &reverse, "synchronizing").await;
    }
    encrypt(&caller, &instance, "Reverse", r#"{"srcSSL":"1"}"#).await;
    let (there, back) = (detail(&caller, &forward).await, detail(&caller, &reverse).await);
    assert_eq!((&there["DtsJobName"], encryption(&there)), (&"tf-test".into(), ["0", "0"]));
    assert_eq!((&back["DtsJobName"], encryption(&back)), (&"tf-other".into(), ["1", "0"]));

    // Its way to suspend: first a start, which changes nothing.
    caller.dts("StartDtsJob", &[on, direction]).await.ok();
    wait(&caller, &reverse, "synchronizing").await;
    caller.dts("SuspendDtsJob", &[on, direction]).await.ok();
    wait(&caller, &reverse, "Suspending").await;
    assert_eq!(detail(&caller, &forward).await["Status"], "synchronizing");
    caller.dts("StartDtsJob", &[on, direction]).await.ok();
    wait(&caller, &reverse, "synchronizing").await;

    // The reverse job is released before the forward job, and the instance is gone with the forward job.
    caller.dts("DeleteDtsJob", &[on, ("DtsInstanceId", &instance)]).await.ok();
    assert_eq!(detail(&caller, &forward).await["Status"], "synchronizing");
    caller.dts("DeleteDtsJob", &[("DtsJobId", &forward), ("DtsInstanceId", &instance)]).await.ok();
    let delete = [("RegionId", "cn-hangzhou"), ("SynchronizationJobId", &instance[..])];
    caller.dts("DeleteSynchronizationJob", &delete).await.refused("InvalidJobId", "does not exist");
}
