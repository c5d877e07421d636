//! Buying jobs, and listing them and the instances that they can use.

use dts_emulator::Options;
use serde_json::{Value, json};

use crate::setup::Stage;

use super::client::{REGION, buy, detail};

fn purchase(more: Value) -> Value {
    let mut parameters = json!({"SrcDatabaseType": "mysql", "DstDatabaseType": "cynosdbmysql", "SrcRegion": "ap-shanghai",
        "DstRegion": REGION, "InstanceClass": "small"});
    parameters.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    parameters
}

#[tokio::test]
async fn a_bought_job_is_created_and_empty() {
    let stage = Stage::tencent().await;
    let target = stage.target();
    let parameters = purchase(json!({"JobName": "orders", "Tags": [{"TagKey": "k", "TagValue": "v"}], "Count": 2}));
    let ids = target.dts("CreateMigrationService", parameters).await.ok()["JobIds"].clone();
    assert_eq!(ids.as_array().unwrap().len(), 2);
    assert_eq!(stage.last_request().await["object"], ids[0]);
    let job = detail(&target, ids[0].as_str().unwrap()).await;
    assert_eq!((&job["Status"], &job["JobName"]), (&json!("created"), &json!("orders")));
    assert_eq!(job["Tags"], json!([{"TagKey": "k", "TagValue": "v"}]));
    assert_eq!((&job["SrcInfo"]["DatabaseType"], &job["SrcInfo"]["Region"]), (&json!("mysql"), &json!("ap-shanghai")));
    assert_eq!((&job["DstInfo"]["DatabaseType"], &job["DstInfo"]["Supplier"]), (&json!("cynosdbmysql"), &json!("")));
    let trade = &job["TradeInfo"];
    assert_eq!(
        (&trade["TradeStatus"], &trade["InstanceClass"], &trade["BillingType"]),
        (&json!("normal"), &json!("small"), &json!("billing"))
    );
    assert_eq!(job["StartTime"], "0000-00-00 00:00:00");
}

#[tokio::test]
async fn values_of_a_purchase_are_checked() {
    let stage = Stage::tencent().await;
    let buy = async |more: Value| stage.target().dts("CreateMigrationService", purchase(more)).await;
    for (more, name) in [
        (json!({"SrcDatabaseType": "oracle"}), "SrcDatabaseType"),
        (json!({"DstDatabaseType": "redis"}), "mysql cannot be migrated to redis"),
        (json!({"DstRegion": "ap-shanghai"}), "DstRegion"),
        (json!({"SrcRegion": "ap-mars"}), "SrcRegion"),
        (json!({"InstanceClass": "tiny"}), "InstanceClass"),
        (json!({"Count": 16}), "Count"),
        (json!({"JobName": "n".repeat(129)}), "JobName"),
    ] {
        buy(more).await.refused("InvalidParameterValue", name);
    }
    buy(json!({})).await.ok();
}

#[tokio::test]
async fn an_account_without_money_buys_no_job() {
    let text = dts_emulator::World::builtin_toml();
    let stage = async |change: &str| {
        let text = text.replace("app_id = 1250000002\nbalance = 1000", &format!("app_id = 1250000002\n{change}"));
        let world = dts_emulator::World::parse(&text, "test").unwrap();
        Stage::with(Options { world, ..Options::default() }).await
    };
    let poor = stage("balance = 0").await;
    let answer = poor.target().dts("CreateMigrationService", purchase(json!({}))).await;
    answer.refused("OperationDenied.NotEnoughMoneyError", "balance");
    stage("balance = 1").await.target().dts("CreateMigrationService", purchase(json!({}))).await.ok();
    let free = stage("balance = 0\nfree_of_charge = true").await;
    free.target().dts("CreateMigrationService", purchase(json!({}))).await.refused("InvalidParameterValue", "medium");
    let job = free.target().dts("CreateMigrationService", purchase(json!({"InstanceClass": "medium"}))).await.ok();
    let job = job["JobIds"][0].as_str().unwrap();
    assert_eq!(detail(&free.target(), job).await["TradeInfo"]["TradeStatus"], "notBilled");
    // A job that costs nothing is destroyed at once.
    free.target().dts("IsolateMigrateJob", json!({"JobId": job})).await.ok();
    assert_eq!(detail(&free.target(), job).await["TradeInfo"]["TradeStatus"], "notBilled");
    assert_eq!(free.target().dts("DescribeMigrationJobs", json!({})).await.ok()["TotalCount"], 0);
    free.target()
        .dts("RecoverMigrateJob", json!({"JobId": job}))
        .await
        .refused("OperationDenied.OperationDeniedError", "");
}

#[tokio::test]
async fn jobs_are_listed_by_account_filter_and_page() {
    let stage = Stage::tencent().await;
    let target = stage.target();
    let mut ids = Vec::new();
    for name in ["a1", "a2", "b1"] {
        let parameters = purchase(json!({"JobName": name, "Tags": [{"TagKey": "name", "TagValue": name}]}));
        ids.push(target.dts("CreateMigrationService", parameters).await.ok()["JobIds"][0].clone());
    }
    let list = async |parameters: Value| {
        let answer = target.dts("DescribeMigrationJobs", parameters).await.ok();
        let found: Vec<Value> =
            answer["JobList"].as_array().unwrap().iter().map(|job| job["JobName"].clone()).collect();
        (answer["TotalCount"].as_u64().unwrap(), found)
    };
    assert_eq!(list(json!({})).await, (3, vec![json!("b1"), json!("a2"), json!("a1")]));
    assert_eq!(list(json!({"OrderSeq": "asc", "Limit": 1, "Offset": 1})).await, (3, vec![json!("a2")]));
    assert_eq!(list(json!({"JobName": "a"})).await.0, 2);
    assert_eq!(list(json!({"JobId": ids[2]})).await.1, [json!("b1")]);
    assert_eq!(
        list(json!({"Status": ["created"], "SrcRegion": "ap-shanghai", "DstDatabaseType": ["cynosdbmysql"]})).await.0,
        3
    );
    assert_eq!(list(json!({"Status": ["running"]})).await.0, 0);
    assert_eq!(list(json!({"SrcRegion": "ap-guangzhou"})).await.0, 0);
    assert_eq!(list(json!({"TagFilters": [{"TagKey": "name", "TagValue": ["a1", "b1"]}]})).await.0, 2);
    target.dts("DescribeMigrationJobs", json!({"Limit": 101})).await.refused("InvalidParameterValue", "Limit");
    assert_eq!(stage.source().dts("DescribeMigrationJobs", json!({})).await.ok()["TotalCount"], 0);
    let other = json!({"JobId": ids[0]});
    stage.source().dts("DescribeMigrationDetail", other).await.refused("ResourceNotFound.ResourceNotFoundError", "");
}

#[tokio::test]
async fn instances_of_the_own_account_are_listed() {
    let stage = Stage::tencent().await;
    let target = stage.target();
    let list = async |parameters: Value| target.dts("DescribeMigrateDBInstances", parameters).await;
    let all = list(json!({"DatabaseType": "mysql"})).await.ok();
    assert_eq!(all["TotalCount"], 2);
    let first = &all["Instances"][0];
    assert_eq!(
        (&first["InstanceId"], &first["Vport"], &first["Usable"]),
        (&json!("cdb-dst00001"), &json!(3306), &json!(1))
    );
    // A made-up triple means nothing for the own account.
    let own = json!({"DatabaseType": "mysql", "AccountMode": "self", "TmpSecretId": "x", "TmpSecretKey": "y", "TmpToken": "z"});
    assert_eq!(list(own).await.ok()["TotalCount"], 2);
    let page = list(json!({"DatabaseType": "mysql", "Limit": 1, "Offset": 1})).await.ok();
    assert_eq!(page["Instances"][0]["InstanceId"], "cdb-dst00002");
    assert_eq!(list(json!({"DatabaseType": "mysql", "InstanceName": "in-use"})).await.ok()["TotalCount"], 1);
    assert_eq!(list(json!({"DatabaseType": "postgresql"})).await.ok()["TotalCount"], 1);
    list(json!({"DatabaseType": "oracle"})).await.refused("InvalidParameterValue", "oracle");
    let elsewhere = super::client::Client { region: "ap-shanghai", ..target.clone() };
    let none = elsewhere.dts("DescribeMigrateDBInstances", json!({"DatabaseType": "mysql"})).await.ok();
    assert_eq!(none["TotalCount"], 0);
}

#[tokio::test]
async fn a_user_may_use_the_jobs_that_its_policies_name() {
    let stage = Stage::tencent().await;
    let root = stage.target();
    let (one, other) = (buy(&root, "mysql", "mysql").await, buy(&root, "mysql", "mysql").await);
    let attached = root.cam("ListAttachedGroupPolicies", json!({"TargetGroupId": 100_001})).await.ok();
    let full = attached["List"][0]["PolicyId"].clone();
    root.cam("DetachGroupPolicy", json!({"PolicyId": full, "DetachGroupId": 100_001})).await.ok();
    let resource = format!("qcs::dts:{REGION}::task/{one}");
    super::cam::grant(&stage, "one-job", &super::client::allow("dts:DescribeMigrationDetail", &resource)).await;
    let user = stage.sub_account();
    user.dts("DescribeMigrationDetail", json!({"JobId": one})).await.ok();
    let refused = user.dts("DescribeMigrationDetail", json!({"JobId": other})).await;
    refused.refused("AuthFailure.UnauthorizedOperation", &format!("task/{other}"));
    user.dts("IsolateMigrateJob", json!({"JobId": one}))
        .await
        .refused("AuthFailure.UnauthorizedOperation", "dts:IsolateMigrateJob");
}
