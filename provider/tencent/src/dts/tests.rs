use cloud_core::Safety;
use serde_json::json;

use super::*;
use crate::action::Action as _;
use crate::wire::{Json, Parameters, Read as _, ToJson as _};

fn source() -> DbInfo {
    DbInfo {
        instance_id: Some("cdb-powiqx8q".to_owned()),
        user: Some("reader".into()),
        password: Some("canary-pw".into()),
        account: Some("100000000001".to_owned()),
        account_role: Some("DTS-role".to_owned()),
        account_mode: Some("other".to_owned()),
        tmp_secret_id: Some("canary-id".into()),
        tmp_secret_key: Some("canary-key".into()),
        tmp_token: Some("canary-token".into()),
        ..DbInfo::default()
    }
}

fn configure() -> ModifyMigrationJob {
    let endpoint = |info| DbEndpointInfo {
        region: "ap-guangzhou".to_owned(),
        access_type: "cdb".to_owned(),
        database_type: "mysql".to_owned(),
        node_type: "simple".to_owned(),
        info: vec![info],
        ..DbEndpointInfo::default()
    };
    let objects = DatabaseTableObject { object_mode: "all".to_owned(), ..DatabaseTableObject::default() };
    ModifyMigrationJob {
        job_id: "dts-1ewjspuw".to_owned(),
        run_mode: "immediate".to_owned(),
        migrate_option: MigrateOption { database_table: objects, ..MigrateOption::default() },
        src_info: endpoint(source()),
        dst_info: endpoint(DbInfo { instance_id: Some("cdb-target".to_owned()), ..DbInfo::default() }),
        ..ModifyMigrationJob::default()
    }
}

#[test]
fn a_cross_account_source_has_the_fields_of_the_api() {
    let body = String::from_utf8(configure().parameters().to_body()).unwrap();
    let sent: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert_eq!(
        sent["SrcInfo"]["Info"][0],
        json!({
            "InstanceId": "cdb-powiqx8q", "User": "reader", "Password": "canary-pw", "Account": "100000000001",
            "AccountRole": "DTS-role", "AccountMode": "other", "TmpSecretId": "canary-id",
            "TmpSecretKey": "canary-key", "TmpToken": "canary-token"
        })
    );
    assert_eq!(sent["MigrateOption"], json!({"DatabaseTable": {"ObjectMode": "all"}}));
    assert!(sent.get("JobName").is_none() && sent.get("Tags").is_none(), "{body}");
}

#[test]
fn passwords_and_temporary_keys_are_sent_but_never_printed() {
    let printed = format!("{:?} {:?} {:?}", configure(), source(), configure().parameters());
    assert!(!printed.contains("canary") && printed.contains("cdb-powiqx8q"), "{printed}");
    let parameters = configure().parameters();
    let mut secrets = parameters.secrets();
    secrets.sort_unstable();
    assert_eq!(secrets, ["canary-id", "canary-key", "canary-pw", "canary-token"]);
}

#[test]
fn an_object_is_read_as_it_was_sent() {
    let Some(Json::Object(sent)) = configure().src_info.to_json() else { panic!("an object") };
    let value: serde_json::Value = serde_json::from_slice(&Parameters::to_body(&sent)).unwrap();
    assert_eq!(DbEndpointInfo::read(&value).unwrap(), configure().src_info);
    let empty = json!({"Region": "ap-guangzhou", "Info": [{"InstanceId": "cdb-1", "Password": "", "Port": 0}]});
    let info = &DbEndpointInfo::read(&empty).unwrap().info[0];
    assert_eq!((info.password.clone(), info.host.clone()), (None, None), "DTS returns empty texts");
}

/// The answer that the documentation of DescribeMigrationDetail shows, shortened.
#[test]
fn the_details_of_a_job_are_read() {
    let answer = json!({
        "JobId": "dts-c1f6rs21", "Status": "readyComplete", "RequestId": "R",
        "Action": {"AllAction": ["view", "stop"], "AllowedAction": ["view", "stop", "complete", "view"]},
        "StepInfo": {"StepAll": 3, "StepNow": 3, "MasterSlaveDistance": 0, "SecondsBehindMaster": -1, "StepInfo": [
            {"StepNo": 1, "StepId": "dumper", "Status": "finished", "Percent": 100, "Errors": [], "Warnings": null}
        ]},
        "TradeInfo": {"TradeStatus": "normal", "BillingType": "billing", "InstanceClass": "medium"},
        "MigrateOption": {"DatabaseTable": {"ObjectMode": "partial", "AdvancedObjects": null,
            "Databases": [{"DbName": "db1", "DBMode": "all", "ViewMode": "none"}]}, "Consistency": null},
        "ErrorInfo": [{"Code": "X", "Solution": "s", "ErrorLog": "l", "HelpDoc": "h"}],
        "RateLimitOption": null,
    });
    let job = MigrationDetail::read(&answer).unwrap();
    assert_eq!((job.status, job.trade_info.trade_status), (JobStatus::ReadyComplete, TradeStatus::Normal));
    assert_eq!(job.action.allowed_action.iter().filter(|action| *action == "complete").count(), 1);
    assert_eq!((job.step_info.master_slave_distance, job.step_info.seconds_behind_master), (Some(0), Some(-1)));
    assert_eq!(job.step_info.steps[0].percent, Some(100));
    let objects = job.migrate_option.database_table;
    assert_eq!(objects.databases[0].db_mode.as_deref(), Some("all"));
    assert!(job.migrate_option.consistency.is_none() && objects.advanced_objects.is_empty());
    assert_eq!(job.error_info[0].help_doc, "h");
}

#[test]
fn a_purchase_is_a_create_and_a_requested_status_is_a_transition() {
    assert_eq!(CreateMigrationService::SAFETY, Safety::Create);
    assert_eq!(ModifyMigrationJob::SAFETY, Safety::Idempotent);
    for safety in [
        StartMigrateJob::SAFETY,
        StopMigrateJob::SAFETY,
        CompleteMigrateJob::SAFETY,
        IsolateMigrateJob::SAFETY,
        CreateMigrateCheckJob::SAFETY,
    ] {
        assert_eq!(safety, Safety::Transition);
    }
    assert_eq!(DescribeMigrationDetail::SAFETY, Safety::Read);
}
