//! Signatures, addresses and parameters.

use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::client::send_http;
use crate::setup::{SOURCE_OWNER, Stage};

use super::client::{Client, Request, SOURCE, TARGET};

fn identity(client: &Client) -> Request {
    client.request("sts", "GetCallerIdentity", &json!({}))
}

#[tokio::test]
async fn a_signed_call_is_answered_with_the_content_type_that_clients_expect() {
    let stage = Stage::tencent().await;
    let answer = stage.target().send(identity(&stage.target())).await.ok();
    assert_eq!(answer["AccountId"], TARGET);
    let request = identity(&stage.target());
    let mut stream = tokio::net::TcpStream::connect(stage.emulator.addr()).await.unwrap();
    let lines: String = request.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let text = format!("POST / HTTP/1.1\r\n{lines}connection: close\r\ncontent-length: 2\r\n\r\n{{}}");
    tokio::io::AsyncWriteExt::write_all(&mut stream, text.as_bytes()).await.unwrap();
    let mut answer = String::new();
    tokio::io::AsyncReadExt::read_to_string(&mut stream, &mut answer).await.unwrap();
    assert!(answer.to_ascii_lowercase().contains("content-type: application/json\r\n"), "{answer}");
}

#[tokio::test]
async fn what_is_wrong_with_a_signature_has_its_code() {
    let stage = Stage::tencent().await;
    let client = stage.target();
    client.send(identity(&client)).await.ok();
    let wrong_secret = Client { secret: "other".to_owned(), ..client.clone() };
    wrong_secret.send(identity(&wrong_secret)).await.refused("AuthFailure.SignatureFailure", "check your signature");
    let unknown = Client { key_id: "AKIDNONE".to_owned(), ..client.clone() };
    unknown.send(identity(&unknown)).await.refused("AuthFailure.SecretIdNotFound", "not found");
    let with_token = Client { token: Some("t".to_owned()), ..client.clone() };
    with_token.send(identity(&with_token)).await.refused("AuthFailure.TokenFailure", "does not belong");
    for seconds in [-310, 310] {
        let offset = SignedDuration::from_secs(seconds);
        let request = client.request_at("sts", "GetCallerIdentity", "{}", offset, &client.address.to_string());
        client.send(request).await.refused("AuthFailure.SignatureExpire", "five minutes");
    }
    for seconds in [-290, 290] {
        let offset = SignedDuration::from_secs(seconds);
        let request = client.request_at("sts", "GetCallerIdentity", "{}", offset, &client.address.to_string());
        client.send(request).await.ok();
    }
    let mut request = identity(&client);
    request.body = "{ }".to_owned();
    client.send(request).await.refused("AuthFailure.SignatureFailure", "");
    let mut request = identity(&client);
    request.set("authorization", "TC3-HMAC-SHA256 Credential=a");
    client.send(request).await.refused("AuthFailure.InvalidAuthorization", "Credential must be");
    let mut request = identity(&client);
    request.headers.retain(|(name, _)| name != "authorization");
    client.send(request).await.refused("AuthFailure.InvalidAuthorization", "must be TC3");
}

#[tokio::test]
async fn a_signature_is_for_one_service() {
    let stage = Stage::tencent().await;
    let client = stage.target();
    let mut request = client.request("dts", "GetCallerIdentity", &json!({}));
    request.set("host", "sts.tencentcloudapi.com");
    request.set("x-tc-version", "2018-08-13");
    client.send(request).await.refused("AuthFailure.SignatureFailure", "another service");
}

#[tokio::test]
async fn the_keys_of_one_cloud_are_unknown_to_the_other() {
    let stage = Stage::tencent().await;
    let alibaba = stage.of_tencent("AKSOURCEOWNER", "emulator-secret-of-source-owner");
    alibaba.send(identity(&alibaba)).await.refused("AuthFailure.SecretIdNotFound", "");
    let tencent = stage.client("AKIDTENCENTTARGET", "emulator-secret-of-tencent-target");
    tencent.sts("GetCallerIdentity", &[]).await.refused("InvalidAccessKeyId.NotFound", "");
    assert_eq!(stage.source_owner().sts("GetCallerIdentity", &[]).await.ok()["AccountId"], SOURCE_OWNER);
}

/// A client that uses the emulator as its proxy sends the request line in absolute form, and the host of the cloud.
#[tokio::test]
async fn a_client_with_a_proxy_reaches_the_emulator_unchanged() {
    let stage = Stage::tencent().await;
    let client = stage.target();
    for host in ["sts.tencentcloudapi.com", "sts.intl.tencentcloudapi.com", "sts.localhost:1"] {
        let mut request = client.request_at("sts", "GetCallerIdentity", "{}", SignedDuration::ZERO, host);
        request.target = format!("http://{host}/");
        assert_eq!(client.send(request.clone()).await.ok()["AccountId"], TARGET, "{host}");
        // A root domain can have a path; the path is not signed.
        request.target = format!("http://{host}/tc");
        client.send(request).await.ok();
    }
    let mut other = identity(&client);
    other.target = "http://sts.example.com/".to_owned();
    other.set("host", "sts.example.com");
    assert_eq!(client.send(other).await.status, 421);
    let headers = [("host".to_owned(), "dts.tencentcloudapi.com".to_owned())];
    let target = "http://dts.tencentcloudapi.com/_control/state";
    assert_eq!(send_http(client.address, "GET", target, &headers, "").await.unwrap().status, 421);
}

#[tokio::test]
async fn action_version_region_and_host_are_checked() {
    let stage = Stage::tencent().await;
    let client = stage.target();
    let changed = async |service: &str, action: &str, name: &str, value: &str| {
        let mut request = client.request(service, action, &json!({}));
        request.set(name, value);
        client.send(request).await
    };
    client.dts("DescribeMigrationJobs", json!({})).await.ok();
    changed("dts", "DescribeMigrationJobs", "x-tc-version", "2018-03-30").await.refused("NoSuchVersion", "2021-12-06");
    changed("cvm", "DescribeInstances", "x-tc-version", "2017-03-12").await.refused("NoSuchProduct", "cvm");
    changed("dts", "DescribeMigrationJobs", "x-tc-region", "ap-mars").await.refused("UnsupportedRegion", "ap-mars");
    changed("dts", "DescribeMigrationJobs", "x-tc-region", "").await.refused("MissingParameter", "Region");
    let host = "dts.ap-beijing.tencentcloudapi.com";
    let request = client.request_at("dts", "DescribeMigrationJobs", "{}", SignedDuration::ZERO, host);
    client.send(request).await.refused("UnsupportedRegion", "ap-beijing");
    client.dts("DescribeMigrationJob", json!({})).await.refused("InvalidAction", "Did you mean DescribeMigrationJobs?");
    client.dts("CreateSyncJob", json!({})).await.refused("NotEmulated", "synchronization");
    client.sts("AssumeRoleWithSAML", json!({})).await.refused("NotEmulated", "temporary credentials");
}

#[tokio::test]
async fn parameters_are_checked_by_name_presence_and_type() {
    let stage = Stage::tencent().await;
    let client = stage.target();
    client.dts("DescribeMigrationDetail", json!({})).await.refused("MissingParameter", "`JobId`");
    client.dts("DescribeMigrationDetail", json!({"JobId": 1})).await.refused("InvalidParameter", "a text");
    client
        .dts("DescribeMigrationDetail", json!({"JobId": "j", "Pasword": "x"}))
        .await
        .refused("UnknownParameter", "`Pasword`");
    assert!(!stage.last_request().await.to_string().contains("Pasword"), "it can be a secret");
    client.dts("DescribeMigrationJobs", json!({"Limit": "20", "DstAccessType": [null], "JobName": ""})).await.ok();
    let mut request = client.request("dts", "DescribeMigrationJobs", &json!({}));
    request.set("content-type", "text/plain");
    client.send(request).await.refused("AuthFailure.SignatureFailure", "");
}

#[tokio::test]
async fn faults_have_the_form_of_the_cloud() {
    let stage = Stage::tencent().await;
    let client = stage.target();
    let fault = async |body: &Value| {
        let added = stage.control("POST", "faults", &body.to_string()).await;
        assert_eq!(added.status, 200, "{}", added.body);
    };
    fault(&json!({"kind": "throttle", "match": {"action": "GetCallerIdentity", "account": "tencent-target"}})).await;
    client.send(identity(&client)).await.refused("RequestLimitExceeded", "exceeds");
    fault(&json!({"kind": "error", "code": "ResourceBusy", "match": {"account": TARGET}})).await;
    client.send(identity(&client)).await.refused("ResourceBusy", "");
    fault(&json!({"kind": "http_500", "match": {"account": TARGET}})).await;
    let answer = client.send(identity(&client)).await;
    assert_eq!((answer.status, answer.code()), (500, "InternalError"));
    fault(&json!({"kind": "answer", "answer": {"set": {"Response.AccountId": "x"}}})).await;
    assert_eq!(client.send(identity(&client)).await.ok()["AccountId"], "x");
    fault(&json!({"kind": "lag", "lag": {"seconds": 60, "details": true}, "match": {"action": "CreateRole"}})).await;
    let parameters = json!({"RoleName": "r", "PolicyDocument": super::client::trust(TARGET, None)});
    stage.source().cam("CreateRole", parameters).await.ok();
    stage.source().cam("GetRole", json!({"RoleName": "r"})).await.refused("InvalidParameter.RoleNotExist", "");
    assert_eq!(stage.source().cam("DescribeRoleList", json!({"Page": 1, "Rp": 20})).await.ok()["TotalNum"], 0);
    stage.control("DELETE", "faults", "").await;
    stage.source().cam("GetRole", json!({"RoleName": "r"})).await.ok();
}

#[tokio::test]
async fn the_request_log_names_the_call_and_hides_its_secrets() {
    let stage = Stage::tencent().await;
    let parameters =
        json!({"RoleArn": "qcs::cam::uin/700000000001:roleName/r", "RoleSessionName": "s2", "ExternalId": "canary-1"});
    stage.target().sts("AssumeRole", parameters).await.refused("InternalError.GetRoleError", "role not exist");
    let entry = stage.last_request().await;
    assert_eq!(
        (&entry["service"], &entry["action"], &entry["account"]),
        (&json!("STS"), &json!("AssumeRole"), &json!(TARGET))
    );
    assert_eq!((&entry["outcome"], &entry["mutating"]), (&json!("InternalError.GetRoleError"), &json!(false)));
    assert!(entry.to_string().contains("roleName/r") && !entry.to_string().contains("canary"), "{entry}");
    let info =
        json!({"InstanceId": "cdb-1", "Password": "canary-2", "TmpSecretKey": "canary-3", "TmpToken": "canary-4"});
    let side = super::client::endpoint("mysql", info);
    stage
        .target()
        .dts("ModifyMigrationJob", super::client::configuration("dts-none", side.clone(), side))
        .await
        .refused("ResourceNotFound.ResourceNotFoundError", "dts-none");
    let entry = stage.last_request().await;
    assert!(entry.to_string().contains("cdb-1") && !entry.to_string().contains("canary"), "{entry}");
    assert_eq!(entry["object"], "dts-none");
    assert_eq!(stage.source().send(identity(&stage.source())).await.ok()["AccountId"], SOURCE);
}
