//! Keys, tokens, clocks and nonces, with either signature.

use base64::Engine as _;
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::SignedDuration;
use sha1::Sha1;

use crate::client::{Answer, Api, Client, Request, date, percent};
use crate::setup::{DESTINATION_OWNER, ROLE, SOURCE_OWNER, Stage, trust};

#[derive(Clone, Copy, Debug)]
enum Scheme {
    Acs3,
    RpcV1,
}

const BOTH: [Scheme; 2] = [Scheme::Acs3, Scheme::RpcV1];

/// A request whose date is some minutes from now.
fn signed(scheme: Scheme, client: &Client, minutes: i64, nonce: &str) -> Request {
    let at = date(SignedDuration::from_mins(minutes));
    match scheme {
        Scheme::Acs3 => client.request_at(Api::Sts, "GetCallerIdentity", &[], &at, nonce),
        Scheme::RpcV1 => rpc_v1(client, &at, nonce),
    }
}

fn rpc_v1(client: &Client, at: &str, nonce: &str) -> Request {
    let mut pairs = vec![
        ("AccessKeyId", client.key_id.as_str()),
        ("Action", "GetCallerIdentity"),
        ("Format", "json"),
        ("SignatureMethod", "HMAC-SHA1"),
        ("SignatureNonce", nonce),
        ("SignatureVersion", "1.0"),
        ("Timestamp", at),
        ("Version", "2015-04-01"),
    ];
    pairs.extend(client.token.as_deref().map(|token| ("SecurityToken", token)));
    pairs.sort_unstable();
    let pairs: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={}", percent(value))).collect();
    let query = pairs.join("&");
    let mut mac = Hmac::<Sha1>::new_from_slice(format!("{}&", client.secret).as_bytes()).unwrap();
    mac.update(format!("POST&%2F&{}", percent(&query)).as_bytes());
    let signature = base64::engine::general_purpose::STANDARD.encode(mac.finalize().into_bytes());
    Request {
        method: "POST".to_owned(),
        query: format!("{query}&Signature={}", percent(&signature)),
        headers: vec![("host".to_owned(), client.address.to_string())],
        body: String::new(),
    }
}

fn nonce() -> String {
    format!("{:032x}", fastrand::u128(..))
}

async fn try_with(scheme: Scheme, client: &Client) -> Answer {
    client.send(signed(scheme, client, 0, &nonce())).await.unwrap()
}

/// Checks status and code, and that a refusal contains nothing of any account.
fn gives(answer: &Answer, status: u16, code: &str, what: &str) {
    assert_eq!((answer.status, answer.code()), (status, code), "{what}: {}", answer.body);
    let text = answer.body.to_string();
    assert_eq!(code == "OK", text.contains("AccountId"), "{what}: {text}");
    assert!(!text.contains("emulator-secret"), "{what}: {text}");
}

/// A session of the source owner's role.
async fn session(stage: &Stage) -> Client {
    let role = format!("acs:ram::{SOURCE_OWNER}:role/{ROLE}");
    let parameters = [("RoleArn", &role[..]), ("RoleSessionName", "tf"), ("DurationSeconds", "900")];
    let body = stage.destination_owner().sts("AssumeRole", &parameters).await.ok();
    let text = |name: &str| body["Credentials"][name].as_str().unwrap().to_owned();
    Client { token: Some(text("SecurityToken")), ..stage.client(&text("AccessKeyId"), &text("AccessKeySecret")) }
}

async fn stage() -> Stage {
    let stage = Stage::new().await;
    let document = trust(DESTINATION_OWNER);
    let role = [("RoleName", ROLE), ("AssumeRolePolicyDocument", &document[..])];
    stage.source_owner().ram("CreateRole", &role).await.ok();
    stage
}

#[tokio::test]
async fn a_key_and_its_secret_belong_together() {
    let stage = stage().await;
    let own = stage.source_owner();
    let with_secret_of = |other: &Client| Client { secret: other.secret.clone(), ..own.clone() };
    for scheme in BOTH {
        for (what, client, status, code) in [
            ("its own secret", own.clone(), 200, "OK"),
            ("another account's secret", with_secret_of(&stage.operator()), 400, "SignatureDoesNotMatch"),
            ("no secret", Client { secret: String::new(), ..own.clone() }, 400, "SignatureDoesNotMatch"),
            ("an unknown key", stage.client("AKNOBODY", &own.secret), 404, "InvalidAccessKeyId.NotFound"),
            ("a key in other letters", stage.client("aksourceowner", &own.secret), 404, "InvalidAccessKeyId.NotFound"),
        ] {
            gives(&try_with(scheme, &client).await, status, code, &format!("{what}, {scheme:?}"));
        }
    }
}

#[tokio::test]
async fn a_session_and_its_token_belong_together() {
    let stage = stage().await;
    let (one, other, lasting) = (session(&stage).await, session(&stage).await, stage.source_owner());
    let with = |client: &Client, token: Option<&str>| Client { token: token.map(str::to_owned), ..client.clone() };
    let forged = one.token.clone().unwrap().replace(|c: char| c.is_ascii_digit(), "x");
    assert_ne!(Some(&forged), one.token.as_ref());
    for scheme in BOTH {
        for (what, client, status, code) in [
            ("its own token", one.clone(), 200, "OK"),
            ("no token", with(&one, None), 400, "MissingSecurityToken"),
            ("a forged token", with(&one, Some(&forged)), 400, "InvalidSecurityToken.MismatchWithAccessKey"),
            (
                "another session's token",
                with(&one, other.token.as_deref()),
                400,
                "InvalidSecurityToken.MismatchWithAccessKey",
            ),
            (
                "a lasting key with a session's token",
                with(&lasting, one.token.as_deref()),
                400,
                "InvalidSecurityToken.MismatchWithAccessKey",
            ),
            ("a lasting key without one", lasting.clone(), 200, "OK"),
            (
                "another session's secret",
                Client { secret: other.secret.clone(), ..one.clone() },
                400,
                "SignatureDoesNotMatch",
            ),
            (
                "a forged session",
                Client { key_id: "STS.forged".into(), ..one.clone() },
                404,
                "InvalidAccessKeyId.NotFound",
            ),
        ] {
            gives(&try_with(scheme, &client).await, status, code, &format!("{what}, {scheme:?}"));
        }
    }
}

#[tokio::test]
async fn a_session_ends_at_every_service() {
    let stage = stage().await;
    let session = session(&stage).await;
    stage.control("POST", "clock", r#"{"advance_seconds": 890}"#).await;
    for scheme in BOTH {
        gives(&try_with(scheme, &session).await, 200, "OK", "ten seconds before its end");
    }
    // The role has no policy: the session is accepted, and its calls are refused.
    session.ram("ListRoles", &[]).await.refused("NoPermission", "");
    session.dts("DescribeDtsJobs", &[]).await.refused("Forbidden.RAM", "");
    stage.control("POST", "clock", r#"{"advance_seconds": 11}"#).await;
    for scheme in BOTH {
        gives(&try_with(scheme, &session).await, 403, "InvalidSecurityToken.Expired", "at its end");
    }
    for answer in [session.ram("ListRoles", &[]).await, session.dts("DescribeDtsJobs", &[]).await] {
        gives(&answer, 403, "InvalidSecurityToken.Expired", "at its end");
    }
    let role = format!("acs:ram::{SOURCE_OWNER}:role/{ROLE}");
    let again = session.sts("AssumeRole", &[("RoleArn", &role), ("RoleSessionName", "tf")]).await;
    gives(&again, 403, "InvalidSecurityToken.Expired", "an expired session cannot create another one");
    gives(&try_with(Scheme::Acs3, &stage.destination_owner()).await, 200, "OK", "long-term keys still work");
}

#[tokio::test]
async fn clocks_may_differ_by_fifteen_minutes() {
    let stage = stage().await;
    let client = stage.source_owner();
    for scheme in BOTH {
        for (minutes, status, code) in [
            (-14, 200, "OK"),
            (14, 200, "OK"),
            (-16, 400, "InvalidTimeStamp.Expired"),
            (16, 400, "InvalidTimeStamp.Expired"),
        ] {
            let answer = client.send(signed(scheme, &client, minutes, &nonce())).await.unwrap();
            gives(&answer, status, code, &format!("{minutes} minutes, {scheme:?}"));
        }
    }
}

#[tokio::test]
async fn a_request_is_valid_once() {
    let stage = stage().await;
    let (one, other) = (stage.source_owner(), stage.operator());
    for scheme in BOTH {
        let nonce = nonce();
        let forged = Client { secret: "guessed".to_owned(), ..one.clone() };
        for (what, client, minutes, status, code) in [
            ("a forged request does not use it up", &forged, 0, 400, "SignatureDoesNotMatch"),
            ("nor does a late one", &one, -16, 400, "InvalidTimeStamp.Expired"),
            ("the first time", &one, 0, 200, "OK"),
            ("the second time", &one, 0, 400, "SignatureNonceUsed"),
            ("with another date", &one, -5, 400, "SignatureNonceUsed"),
            ("of another account", &other, 0, 200, "OK"),
            ("of another account the second time", &other, 0, 400, "SignatureNonceUsed"),
        ] {
            let answer = client.send(signed(scheme, client, minutes, &nonce)).await.unwrap();
            gives(&answer, status, code, &format!("{what}, {scheme:?}"));
        }
    }
}

/// A recorded request cannot be sent again unchanged.
#[tokio::test]
async fn a_recorded_mutating_call_that_is_sent_again_does_nothing() {
    let stage = stage().await;
    let owner = stage.source_owner();
    let (at, nonce) = (date(SignedDuration::ZERO), nonce());
    let overheard = || owner.request_at(Api::Ram, "DeleteRole", &[("RoleName", ROLE)], &at, &nonce);
    owner.send(overheard()).await.unwrap().ok();
    let document = trust(DESTINATION_OWNER);
    owner.ram("CreateRole", &[("RoleName", ROLE), ("AssumeRolePolicyDocument", &document)]).await.ok();
    owner.send(overheard()).await.unwrap().refused("SignatureNonceUsed", "used already");
    owner.ram("GetRole", &[("RoleName", ROLE)]).await.ok();
}
