//! Every vector of `testdata/acs3`, stage by stage.

use std::collections::BTreeMap;
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Request {
    method: String,
    path: String,
    body: String,
    access_key_id: String,
    access_key_secret: Secret,
    query: BTreeMap<String, String>,
    headers: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    canonical_request: Option<String>,
    canonical_request_sha256: String,
    signed_headers: String,
    signature: String,
}

fn vectors() -> Vec<(String, Vector)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/acs3");
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

fn pairs(map: &BTreeMap<String, String>) -> Vec<(&str, &str)> {
    // In reverse, so that the signer has to sort.
    map.iter().rev().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

fn signed(request: &Request) -> Signed {
    sign(&Input {
        method: &request.method,
        path: &request.path,
        query: &canonical_query(&pairs(&request.query)),
        headers: &pairs(&request.headers),
        body_sha256: &sha256_hex(request.body.as_bytes()),
        access_key_id: &request.access_key_id,
        access_key_secret: &request.access_key_secret,
    })
}

#[test]
fn every_vector_agrees_in_three_stages() {
    let vectors = vectors();
    assert_eq!(vectors.len(), 12);
    for (name, vector) in vectors {
        let signed = signed(&vector.request);
        let Expected { canonical_request, canonical_request_sha256, signed_headers, signature } = vector.expected;
        if let Some(text) = canonical_request {
            assert_eq!(signed.canonical_request, text, "{name}: canonical request");
        }
        assert_eq!(sha256_hex(signed.canonical_request.as_bytes()), canonical_request_sha256, "{name}: its hash");
        assert_eq!(signed.string_to_sign, format!("ACS3-HMAC-SHA256\n{canonical_request_sha256}"), "{name}");
        let key = &vector.request.access_key_id;
        let wanted = format!("ACS3-HMAC-SHA256 Credential={key},SignedHeaders={signed_headers},Signature={signature}");
        assert_eq!(signed.authorization, wanted, "{name}");
        assert!(!vector.source.is_empty() && !vector.seen.is_empty(), "{name}");
    }
}

#[test]
fn changing_one_character_of_any_signed_part_changes_the_signature() {
    for (name, vector) in vectors() {
        let unchanged = signed(&vector.request).authorization;
        let request = || vectors().into_iter().find(|(other, _)| *other == name).unwrap().1.request;
        let mut changed: Vec<Request> = Vec::new();
        for header in vector.request.headers.keys() {
            let mut other = request();
            other.headers.get_mut(header).unwrap().push('x');
            changed.push(other);
        }
        for parameter in vector.request.query.keys() {
            let mut other = request();
            other.query.get_mut(parameter).unwrap().push('x');
            changed.push(other);
        }
        changed.push(Request { method: "GET".to_owned(), ..request() });
        changed.push(Request { path: "/x".to_owned(), ..request() });
        changed.push(Request { body: "x".to_owned(), ..request() });
        changed.push(Request { access_key_secret: "testsecreT".into(), ..request() });
        for (index, other) in changed.iter().enumerate() {
            assert_ne!(signed(other).authorization, unchanged, "{name}: change {index}");
        }
    }
}

#[test]
fn repeated_headers_are_joined_and_an_empty_value_keeps_its_sign() {
    let secret = Secret::from("s");
    let headers = [("X-Acs-B", " two "), ("host", "h"), ("x-acs-b", "one")];
    let signed = sign(&Input {
        method: "POST",
        path: "/",
        query: &canonical_query(&[("b", ""), ("a", "1 2")]),
        headers: &headers,
        body_sha256: "hash",
        access_key_id: "id",
        access_key_secret: &secret,
    });
    assert_eq!(signed.canonical_request, "POST\n/\na=1%202&b=\nhost:h\nx-acs-b:one,two\n\nhost;x-acs-b\nhash");
}

#[test]
fn printing_a_signature_shows_neither_query_nor_token() {
    let (_, vector) = vectors().into_iter().find(|(name, _)| name.contains("token")).unwrap();
    let printed = format!("{:?}", signed(&vector.request));
    assert!(!printed.contains("sts-token") && !printed.contains("DtsJobName"), "{printed}");
}
