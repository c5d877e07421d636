use tencent::{Action as _, sts::TemporaryCredentials};

use super::*;
use crate::resources::tencent::migration_task::schema::{
    endpoint::CrossAccount,
    options::{Consistency, RateLimit, Selection},
};

fn endpoint(instance: &str) -> Endpoint {
    Endpoint {
        engine: "mysql".into(),
        access_type: "cdb".into(),
        region: "ap-guangzhou".into(),
        node_type: "simple".into(),
        instance_id: instance.into(),
        username: "canary-user".into(),
        password_wo_version: 1.into(),
        encryption: "none".into(),
        ..Endpoint::default()
    }
}

fn task() -> TaskModel {
    let other =
        CrossAccount { account_id: "700000000001".into(), role_name: "DTS-role".into(), ..CrossAccount::default() };
    let limits = RateLimit { dump_threads: 4.into(), ..RateLimit::default() };
    TaskModel {
        instance_id: "dts-1ewjspuw".into(),
        migration_type: "full_and_increment".into(),
        run_mode: "timed".into(),
        start_at: "2030-01-31T12:00:00Z".into(),
        settings: Attr::Known(Map([("DstWriteMode".to_owned(), "canary-setting".into())].into())),
        objects: Selection { all: true.into(), ..Selection::default() }.into(),
        consistency: Consistency { mode: "full".into(), method: "data_check".into(), ..Consistency::default() }.into(),
        rate_limit: limits.into(),
        source: Endpoint { cross_account: other.into(), ..endpoint("cdb-src00001") }.into(),
        destination: endpoint("cdb-dst00001").into(),
        ..TaskModel::default()
    }
}

fn config() -> TaskModel {
    let mut config = task();
    config.source.get_mut().unwrap().password_wo = "canary-pw".into();
    config
}

fn sent() -> ModifyMigrationJob {
    let keys = TemporaryCredentials {
        tmp_secret_id: "canary-id".into(),
        tmp_secret_key: "canary-key".into(),
        token: "canary-token".into(),
    };
    request(&task(), &config(), Some(&keys))
}

#[test]
fn the_request_has_every_argument_and_the_temporary_keys() {
    let body: serde_json::Value = serde_json::from_slice(&sent().parameters().to_body()).unwrap();
    assert_eq!((body["JobId"].as_str(), body["RunMode"].as_str()), (Some("dts-1ewjspuw"), Some("timed")));
    assert_eq!(body["ExpectRunTime"], "2030-01-31 20:00:00");
    assert_eq!(body["MigrateOption"]["DatabaseTable"]["ObjectMode"], "all");
    assert_eq!(body["MigrateOption"]["Consistency"]["Options"]["Method"], "dataCheck");
    assert_eq!(body["MigrateOption"]["RateLimit"]["DumpThread"], 4);
    let source = &body["SrcInfo"]["Info"][0];
    assert_eq!((source["AccountMode"].as_str(), source["Account"].as_str()), (Some("other"), Some("700000000001")));
    assert_eq!((source["TmpToken"].as_str(), source["Password"].as_str()), (Some("canary-token"), Some("canary-pw")));
    assert!(
        body["DstInfo"]["Info"][0].get("TmpToken").is_none() && body["DstInfo"]["Info"][0].get("AccountMode").is_none()
    );
}

#[test]
fn the_preview_has_no_secret_and_no_account_of_a_database() {
    let Attr::Known(shown) = preview(&task()) else { panic!("a known map") };
    let text = format!("{shown:?}");
    assert!(!text.contains("canary"), "{text}");
    assert_eq!(shown.0["SrcInfo.Info.0.AccountRole"].as_str(), Some("DTS-role"));
    assert_eq!(shown.0["MigrateOption.ExtraAttr.0.Value"].as_str(), Some("(hidden)"));
    let mut unknown = task();
    unknown.source.get_mut().unwrap().instance_id = Attr::Unknown;
    let Attr::Known(shown) = preview(&unknown) else { panic!("a known map") };
    assert!(shown.0["SrcInfo.Info.0.InstanceId"].is_unknown());
}

#[test]
fn what_was_sent_is_read_as_it_was_configured() {
    let ModifyMigrationJob { migrate_option, src_info, dst_info, .. } = sent();
    let job = MigrationDetail {
        migrate_option,
        src_info,
        dst_info,
        run_mode: "timed".into(),
        expect_run_time: "2030-01-31 20:00:00".into(),
        ..MigrationDetail::default()
    };
    let mut state = task();
    read(&mut state, &job);
    assert!(differences(&state, &task(), Origin::Configured).is_empty());
    assert_eq!(state.start_at, task().start_at, "the same time stays as it is written");
    let mut imported = TaskModel::default();
    read(&mut imported, &job);
    let left: Vec<String> =
        differences(&imported, &task(), Origin::Imported).iter().map(|one| one.name(&task())).collect();
    assert_eq!(
        left,
        ["settings", "consistency.method", "rate_limit.dump_threads"],
        "DTS fills in its own values for those"
    );
}

#[test]
fn each_change_is_found_and_has_its_call() {
    let mut changed = task();
    changed.rate_limit.get_mut().unwrap().dump_threads = 8.into();
    changed.destination.get_mut().unwrap().password_wo_version = 2.into();
    let found = differences(&task(), &changed, Origin::Configured);
    let named: Vec<(String, Option<Call>)> = found.iter().map(|one| (one.name(&changed), one.call())).collect();
    assert_eq!(
        named,
        [
            ("rate_limit.dump_threads".to_owned(), Some(Call::RateLimit)),
            ("destination.password_wo_version".to_owned(), None)
        ]
    );
    assert_eq!(rate_limit_call(&changed).dump_thread, Some(8));
    let settings = |key: &str, value: &str| TaskModel {
        settings: Attr::Known(Map([(key.to_owned(), value.into())].into())),
        ..task()
    };
    let call = changed_settings(&task(), &settings("DstWriteMode", "overwrite")).unwrap();
    assert_eq!(call.other_options.len(), 1);
    let both = TaskModel {
        settings: Attr::Known(Map([
            ("DstWriteMode".to_owned(), "canary-setting".into()),
            ("ReplTimeout".to_owned(), "60".into()),
        ]
        .into())),
        ..task()
    };
    assert_eq!(changed_settings(&task(), &both).unwrap_err(), "ReplTimeout");
}
