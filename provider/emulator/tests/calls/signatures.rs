use base64::Engine as _;
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::SignedDuration;
use sha1::Sha1;

use crate::client::{Answer, Api, Client, Request, date, percent};
use crate::setup::Stage;

const ME: (Api, &str) = (Api::Sts, "GetCallerIdentity");

#[tokio::test]
async fn a_signed_request_is_answered_and_a_wrong_secret_is_not() {
    let stage = Stage::new().await;
    let me = stage.destination_owner().call(ME.0, ME.1, &[]).await.ok();
    assert_eq!((&me["AccountId"], &me["IdentityType"]), (&"2345678901234567".into(), &"RAMUser".into()));
    assert_eq!(me["Arn"], "acs:ram::2345678901234567:user/terraform");

    let wrong = stage.client("AKDESTINATIONOWNER", "wrong").call(ME.0, ME.1, &[]).await;
    wrong.refused("SignatureDoesNotMatch", "does not match");
    assert_eq!(wrong.status, 400);
    assert!(wrong.body["Recommend"].as_str().unwrap().contains("Keyword=SignatureDoesNotMatch"));
    assert_eq!(wrong.body["HostId"], stage.emulator.addr().to_string());

    let unknown = stage.client("AKNOBODY", "x").call(ME.0, ME.1, &[]).await;
    unknown.refused("InvalidAccessKeyId.NotFound", "not found");
    assert_eq!(unknown.status, 404);
}

#[tokio::test]
async fn dates_are_tolerated_for_fifteen_minutes() {
    let stage = Stage::new().await;
    let client = stage.source_owner();
    let at = |minutes: i64| {
        let nonce = format!("nonce-{minutes}");
        client.request_at(ME.0, ME.1, &[], &date(SignedDuration::from_mins(minutes)), &nonce)
    };
    for minutes in [-14, 14] {
        client.send(at(minutes)).await.unwrap().ok();
    }
    for minutes in [-16, 16] {
        client.send(at(minutes)).await.unwrap().refused("InvalidTimeStamp.Expired", "15 minutes");
    }
    let malformed = client.request_at(ME.0, ME.1, &[], "2024-06-01 08:30:00", "n");
    client.send(malformed).await.unwrap().refused("InvalidTimeStamp.Format", "YYYY-MM-DD");
}

#[tokio::test]
async fn a_nonce_is_valid_once_per_key() {
    let stage = Stage::new().await;
    let (one, other) = (stage.source_owner(), stage.operator());
    let request = |client: &Client| client.request_at(ME.0, ME.1, &[], &date(SignedDuration::ZERO), "the-nonce");
    one.send(request(&one)).await.unwrap().ok();
    one.send(request(&one)).await.unwrap().refused("SignatureNonceUsed", "used already");
    other.send(request(&other)).await.unwrap().ok();
}

#[tokio::test]
async fn changed_requests_are_refused() {
    let stage = Stage::new().await;
    let client = stage.source_owner();
    let request = || client.request(Api::Dts, "DescribeDtsJobs", &[("Type", "name"), ("Params", "a b")]);
    client.send(request()).await.unwrap().ok();
    let changes: [fn(&mut Request); 5] = [
        |it| it.query = it.query.replace("a+b", "a+c"),
        |it| it.query.push_str("&PageSize=10"),
        |it| it.method = "GET".to_owned(),
        |it| it.body = "x=y".to_owned(),
        |it| it.headers.iter_mut().filter(|(name, _)| name == "x-acs-action").for_each(|it| it.1.push('x')),
    ];
    for change in changes {
        let mut changed = request();
        change(&mut changed);
        client.send(changed).await.unwrap().refused("SignatureDoesNotMatch", "");
    }
}

#[tokio::test]
async fn unsigned_requests_and_requests_of_unknown_versions_have_different_errors() {
    let stage = Stage::new().await;
    let client = stage.source_owner();
    let mut unsigned = client.request(ME.0, ME.1, &[]);
    unsigned.headers.retain(|(name, _)| name != "Authorization");
    client.send(unsigned).await.unwrap().refused("MissingSignature", "not signed");

    let mut bearer = client.request(ME.0, ME.1, &[]);
    bearer.headers.iter_mut().filter(|(name, _)| name == "Authorization").for_each(|it| it.1 = "Bearer x".to_owned());
    client.send(bearer).await.unwrap().refused("InvalidSignatureMethod", "ACS3");

    let mut version = client.request(ME.0, ME.1, &[]);
    version
        .headers
        .iter_mut()
        .filter(|(name, _)| name == "x-acs-version")
        .for_each(|it| it.1 = "2018-01-01".to_owned());
    client.send(version).await.unwrap().refused("InvalidVersion", "2018-01-01");
}

/// An RPC V1 request, its parameters in the query or in the body.
async fn v1(client: &Client, method: &str, in_body: bool, secret: &str) -> Answer {
    let mut pairs = vec![
        ("Action", "DescribeDtsJobs".to_owned()),
        ("Version", "2020-01-01".to_owned()),
        ("Format", "json".to_owned()),
        ("AccessKeyId", client.key_id.clone()),
        ("SignatureMethod", "HMAC-SHA1".to_owned()),
        ("SignatureVersion", "1.0".to_owned()),
        ("SignatureNonce", format!("{}", fastrand::u64(..))),
        ("Timestamp", date(SignedDuration::ZERO)),
        ("Type", "name".to_owned()),
        ("Params", "a b*".to_owned()),
    ];
    pairs.sort();
    let join = |pairs: &[(&str, String)]| {
        pairs.iter().map(|(k, v)| format!("{}={}", percent(k), percent(v))).collect::<Vec<_>>().join("&")
    };
    let to_sign = format!("{method}&%2F&{}", percent(&join(&pairs)));
    let mut mac = Hmac::<Sha1>::new_from_slice(format!("{secret}&").as_bytes()).unwrap();
    mac.update(to_sign.as_bytes());
    pairs.push(("Signature", base64::engine::general_purpose::STANDARD.encode(mac.finalize().into_bytes())));
    let text = join(&pairs).replace("%20", "+");
    let mut headers = vec![("host".to_owned(), client.address.to_string())];
    if in_body {
        headers.push(("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned()));
    }
    let (query, body) = if in_body { (String::new(), text) } else { (text, String::new()) };
    client.send(Request { method: method.to_owned(), query, headers, body }).await.unwrap()
}

#[tokio::test]
async fn the_older_signature_works_in_query_and_body_and_refuses_wrong_secrets() {
    let stage = Stage::new().await;
    let client = stage.source_owner();
    for (method, in_body) in [("GET", false), ("POST", false), ("POST", true)] {
        let answer = v1(&client, method, in_body, &client.secret).await.ok();
        assert_eq!(answer["TotalRecordCount"], 0);
        v1(&client, method, in_body, "wrong").await.refused("SignatureDoesNotMatch", "");
    }
}
