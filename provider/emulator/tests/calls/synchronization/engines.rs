//! Two-way synchronizations of MongoDB and Redis databases.

use super::{forward, trusting};
use crate::client::Client;
use crate::setup::{Stage, configure, item, precheck, with};

type Parameters = Vec<(&'static str, &'static str)>;

const TWO_REPLICA_SETS: &str = r#"{"autoStartModulesAfterConfig":"none","syncArchitecture":"bidirectional","conflict":"ignore","srcEngineArchType":"1","destEngineArchType":"1"}"#;

/// The forward direction between two databases of an engine in one region.
fn between(
    kind: &'static str,
    engine: &'static str,
    databases: [&'static str; 2],
    objects: &'static str,
) -> Parameters {
    let [source, destination] = databases;
    let changes = [
        ("RegionId", "cn-hangzhou"),
        ("StructureInitialization", "false"),
        ("DbList", objects),
        ("SourceEndpointInstanceType", kind),
        ("SourceEndpointEngineName", engine),
        ("SourceEndpointInstanceID", source),
        ("DestinationEndpointInstanceType", kind),
        ("DestinationEndpointEngineName", engine),
        ("DestinationEndpointInstanceID", destination),
        ("DestinationEndpointRegion", "cn-hangzhou"),
    ];
    with(forward(), &changes)
}

fn mongodb(settings: &'static str) -> Parameters {
    let all = r#"{"catalog":{"name":"catalog","all":true}}"#;
    let databases = ["dds-source-catalog", "dds-destination-catalog"];
    let login =
        [("Reserve", settings), ("SourceEndpointDatabaseName", "admin"), ("DestinationEndpointDataBaseName", "admin")];
    with(between("MONGODB", "MongoDB", databases, all), &login)
}

async fn configured(caller: &Client, parameters: &[(&str, &str)]) -> crate::client::Answer {
    caller.dts("ConfigureDtsJob", parameters).await
}

#[tokio::test]
async fn mongodb_needs_one_architecture_and_its_only_policy() {
    let (_stage, caller) = trusting(Stage::new().await).await;
    configured(&caller, &mongodb(TWO_REPLICA_SETS)).await.ok();
    for (refused, parameter) in [
        (
            r#"{"syncArchitecture":"bidirectional","srcEngineArchType":"1","destEngineArchType":"2"}"#,
            "Reserve.destEngineArchType",
        ),
        (
            r#"{"syncArchitecture":"bidirectional","conflict":"overwrite","srcEngineArchType":"1","destEngineArchType":"1"}"#,
            "Reserve.conflict",
        ),
    ] {
        configured(&caller, &mongodb(refused)).await.refused_parameter(parameter);
    }
    // One direction has no such limit.
    let one_way = r#"{"srcEngineArchType":"1","destEngineArchType":"2"}"#;
    configured(&caller, &mongodb(one_way)).await.ok();
}

#[tokio::test]
async fn redis_has_no_policy() {
    let (_stage, caller) = trusting(Stage::new().await).await;
    let redis = |settings| {
        let all = r#"{"0":{"name":"0","all":true}}"#;
        with(between("REDIS", "Redis", ["r-source-sessions", "r-destination-sessions"], all), &[("Reserve", settings)])
    };
    configured(&caller, &redis(r#"{"syncArchitecture":"bidirectional"}"#)).await.ok();
    let refused = redis(r#"{"syncArchitecture":"bidirectional","conflict":"ignore"}"#);
    configured(&caller, &refused).await.refused_parameter("Reserve.conflict");
}

#[tokio::test]
async fn mongodb_needs_global_ids_on_both_sides() {
    for side in ["source", "destination"] {
        let id = format!("id = \"dds-{side}-catalog\"");
        let lacking = format!("{id}\nbinlog = {{ global_ids = false }}");
        let (_stage, caller) = trusting(Stage::in_world(&[(&id, &lacking)]).await).await;
        let job = configure(&caller, &mongodb(TWO_REPLICA_SETS)).await;
        let failed = precheck(&caller, &job).await;
        assert_eq!(item(&failed, "CHECK_ENGINE")["State"], "Failed", "{side}: {failed:#}");
        assert!(failed.to_string().contains("two-way mongo must have gid"), "{failed:#}");
        let one_way = r#"{"autoStartModulesAfterConfig":"none","srcEngineArchType":"1","destEngineArchType":"1"}"#;
        let job = configure(&caller, &mongodb(one_way)).await;
        assert_eq!(item(&precheck(&caller, &job).await, "CHECK_ENGINE")["State"], "Success", "{side}");
    }
}
