//! The signature vectors, stage by stage, and requests with one character changed.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::alibaba::gateway::address::Scheme;
use crate::core::hash;
use crate::core::http::{Headers, Incoming, percent_encode};
use crate::core::secret::Secret;

use super::claim::Claim;
use super::{acs3, rpc_v1};

#[derive(Deserialize)]
struct Vectors {
    acs3: Vec<Acs3>,
    rpc_v1: Vec<RpcV1>,
}

#[derive(Deserialize)]
struct Acs3 {
    name: String,
    key_id: String,
    secret: Secret,
    query: Vec<(String, String)>,
    headers: BTreeMap<String, String>,
    body: String,
    canonical_request: Option<String>,
    canonical_request_sha256: String,
    signature: String,
}

#[derive(Deserialize)]
struct RpcV1 {
    name: String,
    method: String,
    secret: Secret,
    parameters: Vec<(String, String)>,
    string_to_sign: Option<String>,
    signature: String,
}

fn vectors() -> Vectors {
    toml::from_str(include_str!("../../../../testdata/signatures.toml")).unwrap()
}

/// As the Python SDK writes queries: a space is a plus.
fn encode(pairs: &[(String, String)]) -> String {
    let encode = |text: &str| percent_encode(text).replace("%20", "+");
    pairs.iter().map(|(key, value)| format!("{}={}", encode(key), encode(value))).collect::<Vec<_>>().join("&")
}

impl Acs3 {
    fn signed_headers(&self) -> String {
        self.headers.keys().cloned().collect::<Vec<_>>().join(";")
    }

    fn request(&self) -> Incoming {
        let mut headers = Headers::default();
        for (name, value) in &self.headers {
            headers.add(name, value);
        }
        let authorization = format!(
            "ACS3-HMAC-SHA256 Credential={},SignedHeaders={},Signature={}",
            self.key_id,
            self.signed_headers(),
            self.signature
        );
        headers.add("Authorization", &authorization);
        Incoming::new("POST", "/", &encode(&self.query), headers, self.body.clone().into_bytes())
    }
}

impl RpcV1 {
    fn request(&self, in_body: bool) -> Incoming {
        let signature = ("Signature".to_owned(), self.signature.clone());
        let pairs: Vec<_> = self.parameters.iter().cloned().chain([signature]).collect();
        if !in_body {
            return Incoming::new(&self.method, "/", &encode(&pairs), Headers::default(), Vec::new());
        }
        let mut headers = Headers::default();
        headers.add("content-type", "application/x-www-form-urlencoded");
        Incoming::new(&self.method, "/", "", headers, encode(&pairs).into_bytes())
    }
}

fn accepts(request: &Incoming, scheme: Scheme, secret: &Secret) -> Result<(), String> {
    let claim = Claim::read(request, scheme).map_err(|refusal| refusal.code().to_owned())?;
    claim.check(request, secret).map_err(|refusal| refusal.code().to_owned())
}

#[test]
fn all_vectors_are_there() {
    let vectors = vectors();
    assert_eq!((vectors.acs3.len(), vectors.rpc_v1.len()), (12, 11));
}

#[test]
fn acs3_vectors_pass_in_three_stages() {
    for vector in vectors().acs3 {
        let request = vector.request();
        let names: Vec<String> = vector.headers.keys().cloned().collect();
        let canonical = acs3::canonical_request(&request, &names);
        if let Some(expected) = &vector.canonical_request {
            assert_eq!(canonical, *expected, "{}", vector.name);
        }
        assert_eq!(hash::sha256_hex(canonical.as_bytes()), vector.canonical_request_sha256, "{}", vector.name);
        let to_sign = acs3::string_to_sign(&canonical);
        let expected = format!("ACS3-HMAC-SHA256\n{}", vector.canonical_request_sha256);
        assert_eq!(to_sign, expected, "{}", vector.name);
        let signature = hash::hmac_sha256_hex(vector.secret.expose(), &to_sign);
        assert_eq!(signature, vector.signature, "{}", vector.name);
        assert_eq!(accepts(&request, Scheme::Acs3, &vector.secret), Ok(()), "{}", vector.name);
    }
}

#[test]
fn rpc_v1_vectors_pass_in_both_places() {
    for vector in vectors().rpc_v1 {
        let request = vector.request(false);
        let to_sign = rpc_v1::string_to_sign(&request);
        if let Some(expected) = &vector.string_to_sign {
            assert_eq!(to_sign, *expected, "{}", vector.name);
        }
        assert_eq!(rpc_v1::signature_of(&to_sign, &vector.secret), vector.signature, "{}", vector.name);
        assert_eq!(accepts(&request, Scheme::RpcV1, &vector.secret), Ok(()), "{}", vector.name);
        if vector.method == "POST" {
            assert_eq!(accepts(&vector.request(true), Scheme::RpcV1, &vector.secret), Ok(()), "{}", vector.name);
        }
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
    for vector in vectors().acs3 {
        let original = vector.request();
        let refused = |request: &Incoming, what: &str| {
            assert!(accepts(request, Scheme::Acs3, &vector.secret).is_err(), "{}: {what}", vector.name);
        };
        assert_eq!(accepts(&original, Scheme::Acs3, &vector.secret), Ok(()), "{}", vector.name);
        for header in vector.headers.keys() {
            let mut headers = Headers::default();
            for (name, value) in &vector.headers {
                headers.add(name, &if name == header { changed(value) } else { value.clone() });
            }
            headers.add("authorization", original.headers.get("authorization").unwrap());
            let request = Incoming { headers, ..original.clone() };
            refused(&request, header);
        }
        for position in 0..original.query.len() {
            let mut request = original.clone();
            request.query[position].1 = changed(&request.query[position].1);
            refused(&request, "a query value");
            let mut request = original.clone();
            request.query[position].0 = changed(&request.query[position].0);
            refused(&request, "a query key");
        }
        let mut request = original.clone();
        request.query.push(("Added".to_owned(), String::new()));
        refused(&request, "an added parameter");
        let body = changed(&vector.body).into_bytes();
        refused(&Incoming { body, ..original.clone() }, "the body");
        refused(&Incoming { method: "PUT".to_owned(), ..original.clone() }, "the method");
        refused(&Incoming { path: "/x".to_owned(), ..original.clone() }, "the path");
        let other = Secret::new(changed(vector.secret.expose()));
        assert_eq!(accepts(&original, Scheme::Acs3, &other), Err("SignatureDoesNotMatch".to_owned()));
    }
}

#[test]
fn one_changed_character_in_any_parameter_is_refused_by_v1() {
    for vector in vectors().rpc_v1 {
        let original = vector.request(false);
        for position in 0..original.query.len() {
            let mut request = original.clone();
            request.query[position].1 = changed(&request.query[position].1);
            let refused = accepts(&request, Scheme::RpcV1, &vector.secret);
            // The access key ID is looked up before the signature is compared; here it only has to be part of it.
            assert!(refused.is_err(), "{}: {}", vector.name, request.query[position].0);
        }
        let method = if vector.method == "GET" { "POST" } else { "GET" };
        let request = Incoming { method: method.to_owned(), ..original.clone() };
        assert_eq!(accepts(&request, Scheme::RpcV1, &vector.secret), Err("SignatureDoesNotMatch".to_owned()));
    }
}

#[test]
fn what_must_be_signed_may_not_be_left_out() {
    let vectors = vectors().acs3;
    // The second vector has a session token; its key ID is signed by choice.
    let optional = ["x-acs-accesskey-id"];
    assert!(!vectors[1].body.is_empty() && vectors[1].headers.contains_key("content-type"));
    for vector in &vectors[..2] {
        leaves_out(vector, &optional);
    }
}

/// A body that was signed without a content type is not read as parameters. With a content type that is added later it
/// would be, and its parameters would win over the signed ones of the query.
#[test]
fn a_content_type_that_is_added_after_signing_is_refused() {
    let vectors = vectors().acs3;
    let vector = vectors.iter().find(|vector| !vector.headers.contains_key("content-type")).unwrap();
    let mut original = vector.request();
    original.body = b"RoleName=other".to_vec();
    assert!(Claim::read(&original, Scheme::Acs3).is_ok());
    let mut headers = original.headers.clone();
    headers.add("content-type", "application/x-www-form-urlencoded");
    let added = Incoming::new("POST", "/", &encode(&vector.query), headers, original.body);
    let refusal = Claim::read(&added, Scheme::Acs3).err().unwrap();
    assert_eq!(refusal.code(), "IncompleteSignature");
    // Without a body there is nothing to protect.
    assert!(Claim::read(&Incoming { body: Vec::new(), ..added }, Scheme::Acs3).is_ok());
}

fn leaves_out(vector: &Acs3, optional: &[&str]) {
    let original = vector.request();
    assert!(Claim::read(&original, Scheme::Acs3).is_ok());
    for name in vector.headers.keys().filter(|name| !optional.contains(&name.as_str())) {
        let mut headers = Headers::default();
        for (name, value) in &vector.headers {
            headers.add(name, value);
        }
        let list: Vec<&str> = vector.headers.keys().filter(|it| *it != name).map(String::as_str).collect();
        let authorization = format!("ACS3-HMAC-SHA256 Credential=a,SignedHeaders={},Signature=b", list.join(";"));
        headers.add("authorization", &authorization);
        let refusal = Claim::read(&Incoming { headers, ..original.clone() }, Scheme::Acs3).err().unwrap();
        assert_eq!(refusal.code(), "IncompleteSignature", "{name}");
    }
}
