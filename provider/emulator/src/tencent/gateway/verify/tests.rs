//! The signature vectors, stage by stage, and requests with one character changed.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use crate::core::accounts::{Caller, Identity, SessionLimits};
use crate::core::clock::Times;
use crate::core::http::{Headers, Incoming};
use crate::core::secret::Secret;

use super::{Claim, authenticate, tc3};

const TIME: i64 = 1_700_000_000;

#[derive(Deserialize)]
struct Vectors {
    vector: Vec<Vector>,
}

#[derive(Clone, Deserialize)]
struct Vector {
    name: String,
    #[serde(default = "post")]
    method: String,
    service: String,
    #[serde(default)]
    query: String,
    headers: BTreeMap<String, String>,
    #[serde(default = "usual_headers")]
    signed_headers: Vec<String>,
    body: String,
    canonical_request: Option<String>,
    string_to_sign: Option<String>,
    signature: String,
}

fn post() -> String {
    "POST".to_owned()
}

fn usual_headers() -> Vec<String> {
    ["content-type", "host"].map(str::to_owned).to_vec()
}

fn vectors() -> Vec<Vector> {
    toml::from_str::<Vectors>(include_str!("../../../../testdata/tc3.toml")).unwrap().vector
}

impl Vector {
    fn request(&self) -> Incoming {
        let scope = format!("testid/2023-11-14/{}/tc3_request", self.service);
        self.request_with(&scope, TIME, &self.signature)
    }

    fn request_with(&self, scope: &str, timestamp: i64, signature: &str) -> Incoming {
        let mut headers = Headers::default();
        for (name, value) in &self.headers {
            headers.add(name, value);
        }
        headers.add("x-tc-timestamp", &timestamp.to_string());
        let names = self.signed_headers.join(";");
        let authorization = format!("TC3-HMAC-SHA256 Credential={scope}, SignedHeaders={names}, Signature={signature}");
        headers.add("authorization", &authorization);
        Incoming::new(&self.method, "/", &self.query, headers, self.body.clone().into_bytes())
    }
}

fn caller(token: Option<&str>) -> Caller {
    let session = token.map(|token| SessionLimits {
        token: Secret::new(token),
        requester: String::new(),
        expires: at(TIME).saturating_add(SignedDuration::from_secs(60)).unwrap(),
    });
    Caller {
        key_id: "testid".to_owned(),
        account: "1".to_owned(),
        identity: Identity::Root,
        secret: Secret::new("testsecret"),
        session,
    }
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap()
}

/// Checks a request at a time that is this many seconds after the one of the vectors.
fn check_at(request: &Incoming, caller: &Caller, later: i64) -> Result<(), String> {
    let claim = Claim::read(request).map_err(|refusal| refusal.code)?;
    let now = at(TIME + later);
    authenticate(request, &claim, Some(caller), Times { wall: now, emulated: now }).map_err(|refusal| refusal.code)
}

fn check(request: &Incoming, vector: &Vector) -> Result<(), String> {
    check_at(request, &caller(vector.headers.get("x-tc-token").map(String::as_str)), 0)
}

#[test]
fn the_vectors_pass_in_three_stages() {
    let vectors = vectors();
    assert_eq!(vectors.len(), 7);
    for vector in vectors {
        let request = vector.request();
        let canonical = tc3::canonical_request(&request, &vector.signed_headers);
        if let Some(expected) = &vector.canonical_request {
            assert_eq!(canonical, *expected, "{}", vector.name);
        }
        let to_sign = tc3::string_to_sign(&canonical, &TIME.to_string(), "2023-11-14", &vector.service);
        if let Some(expected) = &vector.string_to_sign {
            assert_eq!(to_sign, *expected, "{}", vector.name);
        }
        let signature = tc3::signature(&to_sign, &Secret::new("testsecret"), "2023-11-14", &vector.service);
        assert_eq!(signature, vector.signature, "{}", vector.name);
        assert_eq!(check(&request, &vector), Ok(()), "{}", vector.name);
    }
}

/// The text with its last character replaced.
fn changed(text: &str) -> String {
    let mut text = text.to_owned();
    let last = text.pop();
    text.push(if last == Some('7') { '8' } else { '7' });
    text
}

#[test]
fn one_changed_character_in_any_signed_part_is_refused() {
    let refused = Err("AuthFailure.SignatureFailure".to_owned());
    for vector in vectors() {
        let original = vector.request();
        for name in &vector.signed_headers {
            let mut other = vector.clone();
            other.headers.insert(name.clone(), changed(&vector.headers[name]));
            assert_eq!(check(&other.request(), &vector), refused, "{}: {name}", vector.name);
        }
        if vector.method == "GET" {
            let request = Incoming { raw_query: changed(&vector.query), ..original.clone() };
            assert_eq!(check(&request, &vector), refused, "{}: the query", vector.name);
        } else {
            let request = Incoming { body: changed(&vector.body).into_bytes(), ..original.clone() };
            assert_eq!(check(&request, &vector), refused, "{}: the body", vector.name);
        }
        let method = if vector.method == "GET" { "POST" } else { "GET" };
        let request = Incoming { method: method.to_owned(), ..original.clone() };
        assert_eq!(check(&request, &vector), refused, "{}: the method", vector.name);
        let scope = format!("testid/2023-11-14/{}/tc3_request", vector.service);
        for (what, request) in [
            ("the signature", vector.request_with(&scope, TIME, &changed(&vector.signature))),
            ("the time", vector.request_with(&scope, TIME + 1, &vector.signature)),
            ("the date", vector.request_with(&scope.replace("-14", "-15"), TIME, &vector.signature)),
            ("the service", vector.request_with(&scope.replace("/tc3", "x/tc3"), TIME, &vector.signature)),
        ] {
            assert_eq!(check(&request, &vector), refused, "{}: {what}", vector.name);
        }
        let mut other = caller(vector.headers.get("x-tc-token").map(String::as_str));
        other.secret = Secret::new("testsecreT");
        assert_eq!(check_at(&original, &other, 0), refused, "{}: the secret", vector.name);
    }
}

#[test]
fn a_request_is_valid_for_five_minutes() {
    let request = vectors().remove(0).request();
    for later in [-300, 0, 300] {
        assert_eq!(check_at(&request, &caller(None), later), Ok(()), "{later}");
    }
    for later in [-301, 301] {
        let refused = Err("AuthFailure.SignatureExpire".to_owned());
        assert_eq!(check_at(&request, &caller(None), later), refused, "{later}");
    }
}

#[test]
fn a_token_belongs_to_its_key_and_ends() {
    let with_token = vectors().remove(2).request();
    let without = vectors().remove(0).request();
    let refused = Err("AuthFailure.TokenFailure".to_owned());
    assert_eq!(check_at(&with_token, &caller(Some("testtoken")), 59), Ok(()));
    assert_eq!(check_at(&with_token, &caller(Some("testtoken")), 60), refused);
    assert_eq!(check_at(&with_token, &caller(Some("other")), 0), refused);
    assert_eq!(check_at(&with_token, &caller(None), 0), refused);
    assert_eq!(check_at(&without, &caller(Some("testtoken")), 0), refused);
}

#[test]
fn a_malformed_authorization_is_refused_with_its_reason() {
    let code = |authorization: &str| {
        let mut headers = Headers::default();
        for (name, value) in [("host", "h"), ("content-type", "application/json"), ("x-tc-timestamp", "1700000000")] {
            headers.add(name, value);
        }
        headers.add("authorization", authorization);
        let request = Incoming::new("POST", "/", "", headers, Vec::new());
        Claim::read(&request).err().map(|refusal| refusal.code)
    };
    let good = "TC3-HMAC-SHA256 Credential=a/2023-11-14/dts/tc3_request, SignedHeaders=content-type;host, Signature=b";
    assert_eq!(code(good), None);
    let malformed = Some("AuthFailure.InvalidAuthorization".to_owned());
    for (from, to) in [
        ("TC3-HMAC-SHA256", "TC3-HMAC-SHA1"),
        ("TC3-HMAC-SHA256", "SKIP"),
        ("/tc3_request", ""),
        ("/dts", ""),
        ("SignedHeaders", "Headers"),
        (";host", ""),
        ("content-type;", ""),
        (";host", ";host;x-other"),
        (", Signature=b", ""),
    ] {
        assert_eq!(code(&good.replace(from, to)), malformed, "{from} {to}");
    }
    assert_eq!(code(&good.replace("=a/", "=/")), Some("AuthFailure.InvalidSecretId".to_owned()));
}
