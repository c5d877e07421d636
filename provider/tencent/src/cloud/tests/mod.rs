mod calls;
mod paging;

use cloud_core::testing::{Script, Sent, answer};

use super::*;
use crate::cam::CreateRole;
use crate::dts::{DescribeMigrationJobs, IsolateMigrateJob};
use crate::test_support::{Connect as _, config, success};

async fn sent<A: Action>(action: &A, mut config: Config) -> Sent {
    config.max_retries = 0;
    let script = Script::of([answer(200, "{}")]);
    // Only the request matters.
    let _ = script.cloud(config).call(action, &CallContext::default()).await;
    script.sent().remove(0)
}

#[tokio::test]
async fn parameters_travel_in_a_json_body_and_everything_else_in_headers() {
    let request = CreateRole {
        role_name: "DTS-role".to_owned(),
        policy_document: r#"{"version":"2.0"}"#.into(),
        session_duration: Some(7200),
        ..CreateRole::default()
    };
    let sent = sent(&request, config()).await;
    assert_eq!((sent.method.as_str(), sent.path.as_str(), sent.query.as_str()), ("POST", "/", ""));
    assert_eq!(sent.body, r#"{"RoleName":"DTS-role","PolicyDocument":"{\"version\":\"2.0\"}","SessionDuration":7200}"#);
    assert_eq!(sent.url, "https://cam.tencentcloudapi.com");
    for (header, value) in [
        ("host", "cam.tencentcloudapi.com"),
        ("content-type", "application/json"),
        ("x-tc-action", "CreateRole"),
        ("x-tc-version", "2019-01-16"),
        ("x-tc-region", "ap-guangzhou"),
        ("x-tc-timestamp", "1700000000"),
        ("x-tc-language", "en-US"),
        ("x-tc-token", ""),
    ] {
        assert_eq!(sent.header(header), value, "{header}");
    }
}

/// The request of the vector `python_sdk_describe_jobs`, this time through the complete client.
#[tokio::test]
async fn the_client_signs_as_the_sdk_does() {
    let request = DescribeMigrationJobs {
        job_id: Some("dts-c1f6rs21".to_owned()),
        limit: Some(20),
        ..DescribeMigrationJobs::default()
    };
    let sent = sent(&request, config()).await;
    assert_eq!(sent.body, r#"{"JobId":"dts-c1f6rs21","Limit":20}"#);
    let wanted = "TC3-HMAC-SHA256 Credential=testid/2023-11-14/dts/tc3_request, SignedHeaders=content-type;host, \
                  Signature=0bdefececac9623364b3a026b8be8a89b6f4542e504c9cdbb035641d6aed6302";
    assert_eq!(sent.header("authorization"), wanted);
}

#[tokio::test]
async fn the_token_of_temporary_keys_is_sent_and_not_signed() {
    let mut temporary = config();
    temporary.credentials.security_token = Some("testtoken".into());
    let request = IsolateMigrateJob { job_id: "dts-1".to_owned() };
    let with_token = sent(&request, temporary).await;
    let without = sent(&request, config()).await;
    assert_eq!(with_token.header("x-tc-token"), "testtoken");
    assert_eq!(with_token.header("authorization"), without.header("authorization"));
}

#[tokio::test]
async fn the_identity_is_requested_once() {
    let fields =
        r#""Type":"CAMUser","AccountId":"100000000001","UserId":"1","PrincipalId":"1","Arn":"qcs::cam:1:uin/1""#;
    let script = Script::of([success(fields)]);
    let cloud = script.cloud(config());
    for _ in 0..2 {
        let identity = cloud.caller_identity(&CallContext::default()).await.unwrap();
        assert_eq!((identity.account_id.as_str(), identity.identity_type.as_str()), ("100000000001", "CAMUser"));
    }
    assert_eq!(script.sent().len(), 1);
    assert_eq!(script.sent()[0].body, "{}");
}

#[tokio::test]
async fn without_a_region_only_cam_and_sts_can_be_called() {
    let without = || Config { region: String::new(), ..config() };
    let script = Script::of([]);
    let request = IsolateMigrateJob { job_id: "dts-1".to_owned() };
    let error = script.cloud(without()).call(&request, &CallContext::default()).await.unwrap_err();
    assert!(matches!(error, Error::NoRegion), "{error}");
    let role = sent(&CreateRole { role_name: "DTS-role".to_owned(), ..CreateRole::default() }, without()).await;
    assert_eq!(role.url, "https://cam.tencentcloudapi.com");
    assert_eq!(role.header("x-tc-region"), "ap-guangzhou", "the region that the SDKs send by default");
}

#[test]
fn a_region_that_would_change_the_host_is_refused() {
    assert!(Cloud::new(Config::new("ap-guangzhou")).is_ok());
    for region in ["evil.example/", "AP", "a b"] {
        let error = Cloud::new(Config::new(region)).unwrap_err();
        assert!(matches!(error, Error::Region { .. }), "{region}");
    }
    let mut config = Config::new("ap-guangzhou");
    config.endpoints.dts = Some("http://dts.tencentcloudapi.com".to_owned());
    assert!(matches!(Cloud::new(config).unwrap_err(), Error::Endpoint(_)));
}
