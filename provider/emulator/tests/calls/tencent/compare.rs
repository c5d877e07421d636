//! Comparisons of data.

use serde_json::{Value, json};

use crate::setup::Stage;

use super::client::{Client, check, configured, wait};

async fn task(client: &Client, job: &str) -> Value {
    client.dts("DescribeCompareTasks", json!({"JobId": job, "Limit": 20, "Offset": 0})).await.ok()["Items"][0].clone()
}

#[tokio::test]
async fn a_comparison_is_created_run_and_deleted() {
    let stage = Stage::tencent().await;
    let client = stage.source();
    let job = configured(&client).await;
    let create = json!({"JobId": job, "TaskName": "c", "ObjectMode": "sameAsMigrate"});
    client.dts("CreateCompareTask", create.clone()).await.refused("OperationDenied.OperationDeniedError", "running");
    check(&client, &job).await;
    client.dts("StartMigrateJob", json!({"JobId": job})).await.ok();
    wait(&client, &job, "readyComplete").await;
    let id = client.dts("CreateCompareTask", create).await.ok()["CompareTaskId"].clone();
    let created = task(&client, &job).await;
    assert_eq!(
        (&created["CompareTaskId"], &created["Status"], &created["Config"]),
        (&id, &json!("created"), &Value::Null)
    );
    let on = async |action: &str| client.dts(action, json!({"JobId": job, "CompareTaskId": id})).await;
    on("StopCompare").await.refused("OperationDenied.OperationDeniedError", "created");
    client.dts("ModifyCompareTask", json!({"JobId": job, "CompareTaskId": id, "TaskName": "d"})).await.ok();
    on("StartCompare").await.ok();
    let running = task(&client, &job).await;
    assert_eq!((&running["Status"], &running["TaskName"]), (&json!("running"), &json!("d")));
    on("DeleteCompareTask").await.refused("OperationDenied.OperationDeniedError", "running");
    on("StopCompare").await.ok();
    assert_eq!(task(&client, &job).await["Status"], "canceled");
    on("DeleteCompareTask").await.refused("OperationDenied.OperationDeniedError", "canceled");
    on("StartCompare").await.ok();
    for _ in 0..3 {
        task(&client, &job).await;
    }
    assert_eq!(task(&client, &job).await["Status"], "success");
    on("DeleteCompareTask").await.ok();
    assert_eq!(task(&client, &job).await, Value::Null);
    on("StartCompare").await.refused("ResourceNotFound.ResourceNotFoundError", "");
}
