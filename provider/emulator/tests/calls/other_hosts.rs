//! Requests that a web page of another host sends with the browser of this machine.

use serde_json::json;

use crate::client::{Api, Request};
use crate::setup::{DESTINATION_OWNER, ROLE, SOURCE_OWNER, Stage, trust};

/// A call that creates a role, as a page could send it if it knew the key: the keys of the built-in world are published.
fn create_role(stage: &Stage) -> Request {
    let document = trust(DESTINATION_OWNER);
    let parameters = [("RoleName", ROLE), ("AssumeRolePolicyDocument", &document[..])];
    stage.source_owner().request(Api::Ram, "CreateRole", &parameters)
}

#[tokio::test]
async fn a_web_page_of_another_host_cannot_call_the_emulated_apis() {
    let stage = Stage::new().await;
    let client = stage.source_owner();
    for (name, value) in [
        ("origin", "https://example.com"),
        ("origin", "null"),
        ("sec-fetch-site", "cross-site"),
        ("host", "127.0.0.1:8700"),
    ] {
        let mut request = create_role(&stage);
        request.headers.push((name.to_owned(), value.to_owned()));
        assert_eq!(client.send(request).await.unwrap().status, 421, "{name}: {value}");
    }
    let mut rebound = create_role(&stage);
    rebound.headers.iter_mut().filter(|(name, _)| name == "host").for_each(|host| host.1 = "example.com".to_owned());
    assert_eq!(client.send(rebound).await.unwrap().status, 421);
    assert_eq!(stage.state(SOURCE_OWNER).await["roles"], json!([]));
    assert_eq!(stage.control("GET", "requests", "").await.body, json!([]), "rejected before anything was read");
    client.send(create_role(&stage)).await.unwrap().ok();
}

#[tokio::test]
async fn a_web_page_of_this_machine_can_call_them() {
    let stage = Stage::new().await;
    let mut request = create_role(&stage);
    for (name, value) in [("origin", "http://localhost:3000"), ("sec-fetch-site", "same-site")] {
        request.headers.push((name.to_owned(), value.to_owned()));
    }
    stage.source_owner().send(request).await.unwrap().ok();
}

/// A form without an Origin header, which browsers send for some navigations.
#[tokio::test]
async fn a_form_of_another_site_cannot_reset_the_emulator() {
    let stage = Stage::new().await;
    stage.source_owner().send(create_role(&stage)).await.unwrap().ok();
    let reset = async |more: &[(&str, &str)]| {
        let own = ("host".to_owned(), stage.emulator.addr().to_string());
        let more = more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let headers: Vec<(String, String)> = std::iter::once(own).chain(more).collect();
        crate::client::send_http(stage.emulator.addr(), "POST", "/_control/reset", &headers, "").await.unwrap().status
    };
    assert_eq!(reset(&[("sec-fetch-site", "cross-site")]).await, 421);
    assert_eq!(stage.state(SOURCE_OWNER).await["roles"][0]["name"], ROLE);
    assert_eq!(reset(&[("sec-fetch-site", "same-origin")]).await, 200);
    assert_eq!(stage.state(SOURCE_OWNER).await["roles"], json!([]));
}
