//! Every vector of `testdata/tc3`, stage by stage.

use std::path::Path;

use serde::Deserialize;

use super::*;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vector {
    source: String,
    seen: String,
    request: Request,
    expected: Expected,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Request {
    method: String,
    query: String,
    body: String,
    service: String,
    time: String,
    secret_id: String,
    secret_key: Secret,
    headers: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    body_sha256: String,
    canonical_request: String,
    canonical_request_sha256: String,
    string_to_sign: String,
    signed_headers: String,
    signature: String,
}

fn vectors() -> Vec<(String, Vector)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/tc3");
    let mut vectors: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            let vector = toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            (path.file_stem().unwrap().to_string_lossy().into_owned(), vector)
        })
        .collect();
    vectors.sort_by(|(a, _), (b, _)| a.cmp(b));
    vectors
}

fn signed(request: &Request) -> Signed {
    // In reverse, so that the signer has to sort.
    let headers: Vec<_> = request.headers.iter().rev().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    sign(&Input {
        method: &request.method,
        query: &request.query,
        headers: &headers,
        body_sha256: &sha256_hex(request.body.as_bytes()),
        service: &request.service,
        time: request.time.parse().unwrap(),
        secret_id: &request.secret_id,
        secret_key: &request.secret_key,
    })
}

#[test]
fn every_vector_agrees_in_three_stages() {
    let vectors = vectors();
    assert_eq!(vectors.len(), 7);
    for (name, Vector { source, seen, request, expected }) in vectors {
        let signed = signed(&request);
        assert_eq!(sha256_hex(request.body.as_bytes()), expected.body_sha256, "{name}: body");
        assert_eq!(signed.canonical_request, expected.canonical_request, "{name}: canonical request");
        let hash = sha256_hex(signed.canonical_request.as_bytes());
        assert_eq!(hash, expected.canonical_request_sha256, "{name}: its hash");
        assert_eq!(signed.string_to_sign, expected.string_to_sign, "{name}: string to sign");
        let wanted = format!(
            "TC3-HMAC-SHA256 Credential={}/2023-11-14/{}/tc3_request, SignedHeaders={}, Signature={}",
            request.secret_id, request.service, expected.signed_headers, expected.signature
        );
        assert_eq!(signed.authorization, wanted, "{name}");
        assert!(!source.is_empty() && seen.len() == 10, "{name}");
    }
}

#[test]
fn changing_one_character_of_any_signed_part_changes_the_signature() {
    for (name, Vector { request, .. }) in vectors() {
        let signature =
            |request: &Request| signed(request).authorization.split_once("Signature=").unwrap().1.to_owned();
        let unchanged = signature(&request);
        let mut changed: Vec<Request> = Vec::new();
        for header in request.headers.keys() {
            let mut other = request.clone();
            other.headers.get_mut(header).unwrap().push('x');
            changed.push(other);
        }
        let with = |text: &str| format!("{text}x");
        changed.push(Request { method: with(&request.method), ..request.clone() });
        changed.push(Request { query: with(&request.query), ..request.clone() });
        changed.push(Request { body: with(&request.body), ..request.clone() });
        changed.push(Request { service: with(&request.service), ..request.clone() });
        changed.push(Request { time: "2023-11-14T22:13:21Z".to_owned(), ..request.clone() });
        changed.push(Request { secret_key: "testsecreT".into(), ..request.clone() });
        for (index, other) in changed.iter().enumerate() {
            assert_ne!(signature(other), unchanged, "{name}: change {index}");
        }
    }
}

#[test]
fn the_day_of_the_key_is_that_of_utc() {
    let (_, vector) = vectors().remove(0);
    let scope = |time: &str| {
        let request = Request { time: time.to_owned(), ..vector.request.clone() };
        signed(&request).string_to_sign.lines().nth(2).unwrap().to_owned()
    };
    assert!(scope("2023-11-14T23:59:59Z").starts_with("2023-11-14/"));
    assert!(scope("2023-11-15T07:59:59+08:00").starts_with("2023-11-14/"));
    assert!(scope("2023-11-15T00:00:00Z").starts_with("2023-11-15/"));
}

#[test]
fn printing_a_signature_shows_no_query() {
    let (_, vector) = vectors().into_iter().find(|(name, _)| name.contains("get_method")).unwrap();
    let printed = format!("{:?}", signed(&vector.request));
    assert!(!printed.contains("dts-c1f6rs21") && printed.contains("tc3_request"), "{printed}");
}
