mod calls;

use cloud_core::testing::{Script, Sent, answer};

use super::*;
use crate::dts::{ConfigureDtsJob, TagResources};
use crate::ram::CreateRole;
use crate::test_support::{Connect as _, config};
use crate::wire::{FlatList, FlatTags, JsonTags, Tag};

async fn sent<A: Action>(action: &A, mut config: Config) -> Sent {
    config.max_retries = 0;
    let script = Script::of([answer(200, "{}")]);
    // Only the request matters.
    let _ = script.cloud(config).call(action, &CallContext::default()).await;
    script.sent().remove(0)
}

#[tokio::test]
async fn objects_and_settings_travel_in_the_form_everything_else_in_the_query() {
    let request = ConfigureDtsJob {
        dts_job_name: "x account".to_owned(),
        structure_initialization: true,
        db_list: Some(r#"{"db1":{}}"#.to_owned()),
        reserve: Some("a b".to_owned()),
        ..ConfigureDtsJob::default()
    };
    let sent = sent(&request, config()).await;
    assert_eq!(sent.body, "DbList=%7B%22db1%22%3A%7B%7D%7D&Reserve=a%20b");
    assert_eq!(sent.header("content-type"), "application/x-www-form-urlencoded");
    assert!(sent.query.contains("DtsJobName=x%20account"), "{}", sent.query);
    assert!(
        sent.query.contains("StructureInitialization=true&") || sent.query.ends_with("StructureInitialization=true")
    );
    assert!(sent.query.contains("DataSynchronization=false"), "{}", sent.query);
    assert!(!sent.query.contains("DbList") && !sent.query.contains("SourceEndpointPassword"), "{}", sent.query);
    assert_eq!((sent.header("x-acs-action"), sent.header("x-acs-version")), ("ConfigureDtsJob", "2020-01-01"));
}

#[tokio::test]
async fn lists_have_the_form_of_their_service() {
    let tags = || vec![Tag::new("k", "v")];
    let dts = TagResources {
        resource_ids: FlatList(vec!["dtsa".to_owned()]),
        tags: FlatTags(tags()),
        ..TagResources::default()
    };
    assert!(sent(&dts, config()).await.query.contains("ResourceId.1=dtsa&ResourceType=&Tag.1.Key=k&Tag.1.Value=v"));
    let ram = CreateRole { tags: JsonTags(tags()), ..CreateRole::default() };
    let sent = sent(&ram, config()).await;
    assert!(sent.query.ends_with("Tag=%5B%7B%22Key%22%3A%22k%22%2C%22Value%22%3A%22v%22%7D%5D"), "{}", sent.query);
    assert_eq!(sent.header("content-type"), "", "no body, no type");
    assert_eq!(sent.url, "https://ram.aliyuncs.com");
}

/// The request of vector ACS3 `minimal_caller_identity`, this time through the complete client.
#[tokio::test]
async fn the_client_signs_exactly_the_minimal_set_of_headers() {
    struct Vector;
    impl cloud_core::Clock for Vector {
        fn now(&self) -> jiff::Timestamp {
            "2024-06-01T08:30:00Z".parse().unwrap()
        }
    }
    impl cloud_core::NonceSource for Vector {
        fn nonce(&self) -> String {
            "d410180a5abf7fe235dd9b74aca91fc0".to_owned()
        }
    }
    let mut config = Config { clock: Arc::new(Vector), nonces: Arc::new(Vector), ..config() };
    config.endpoints.sts = Some("sts.aliyuncs.com".to_owned());
    let sent = sent(&GetCallerIdentity::default(), config).await;
    let wanted = "ACS3-HMAC-SHA256 Credential=testid,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;\
                  x-acs-signature-nonce;x-acs-version,\
                  Signature=1ad2f458ac0f465d0b38c80d6ecc99d641c57008a28abe84d9e14b62dab66485";
    assert_eq!(sent.header("authorization"), wanted);
    assert_eq!(sent.query, "");
}

#[tokio::test]
async fn the_identity_is_requested_once() {
    let script = Script::of([answer(
        200,
        r#"{"RequestId":"R","AccountId":"1234567890123456","Arn":"acs:ram::1234567890123456:user/a","IdentityType":"RAMUser"}"#,
    )]);
    let cloud = script.cloud(config());
    for _ in 0..2 {
        let identity = cloud.caller_identity(&CallContext::default()).await.unwrap();
        assert_eq!(identity.account_id, "1234567890123456");
    }
    assert_eq!(script.sent().len(), 1);
}

#[tokio::test]
async fn without_a_region_the_services_without_regions_can_be_called() {
    let script = Script::of([answer(
        200,
        r#"{"RequestId":"R","AccountId":"1234567890123456","Arn":"acs:ram::1234567890123456:user/a","IdentityType":"RAMUser"}"#,
    )]);
    let cloud = script.cloud(Config { region: String::new(), ..config() });
    assert!(cloud.caller_identity(&CallContext::default()).await.is_ok());
    let job = crate::dts::DescribeDtsJobDetail::default();
    let error = cloud.call(&job, &CallContext::default()).await.unwrap_err();
    assert!(matches!(error, Error::NoRegion), "{error}");
    assert_eq!(script.sent().len(), 1, "the call to DTS was not sent");
    assert!(Cloud::new(Config::new("")).is_ok(), "the hosts for all regions are used");
}

#[test]
fn a_region_that_would_change_the_host_is_refused() {
    assert!(Cloud::new(Config::new("cn-hangzhou")).is_ok());
    for region in ["evil.example/", "CN", "a b"] {
        let error = Cloud::new(Config::new(region)).unwrap_err();
        assert!(matches!(error, Error::Region { .. }), "{region}");
    }
    let mut config = Config::new("cn-hangzhou");
    config.endpoints.dts = Some("http://dts.aliyuncs.com".to_owned());
    assert!(matches!(Cloud::new(config).unwrap_err(), Error::Endpoint(_)));
}
