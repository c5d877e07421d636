//! Many jobs in a short time: configured by signed calls, and put into all states by the control API.

use acceptance_harness::emulator::Control;
use acceptance_harness::load::{Api, Connection, Signer};
use acceptance_harness::profiles::DESTINATION_OWNER;
use serde_json::{Value as Json, json};

use crate::BrowserError;

/// The states of the jobs in turn, with how many of each hundred jobs have them.
const STATES: [(usize, &str); 7] = [
    (1, r#"{"status": "MigrationFailed", "phase": "full", "error_message": "the disk of the destination is full"}"#),
    (1, r#"{"status": "PrecheckFailed"}"#),
    (1, r#"{"status": "Suspending", "phase": "incremental"}"#),
    (30, r#"{"status": "Migrating", "phase": "full", "hold": true}"#),
    (27, r#"{"status": "Migrating", "phase": "caught_up", "hold": true}"#),
    (20, r#"{"status": "Finished"}"#),
    (20, r#"{"status": "NotStarted"}"#),
];

/// What such a job migrates.
const OBJECTS: &str = r#"{"shop":{"name":"shop","all":false,"Table":{"orders":{"name":"orders","all":true}}}}"#;

/// Configures this many jobs; their IDs, in the order of their creation. The state of a job follows from its position.
pub(crate) async fn create(url: &str, count: usize) -> Result<Vec<String>, BrowserError> {
    let host = url.trim_start_matches("http://");
    let failed = |source| BrowserError::Call { url: url.to_owned(), source };
    let mut connection = Connection::open(host).await.map_err(failed)?;
    let (signer, control) = (Signer::new(DESTINATION_OWNER, host), Control::new(url));
    let mut ids = Vec::new();
    for position in 0..count {
        let name = format!("orders-{position:04}");
        let request = signer.request(Api::Dts, "ConfigureDtsJob", &parameters(&name));
        let answer = connection.call(&request).await.map_err(failed)?;
        let Some(id) = answer.json()["DtsJobId"].as_str().map(str::to_owned).filter(|_| answer.is_ok()) else {
            let found = String::from_utf8_lossy(&answer.body).into_owned();
            return Err(BrowserError::Unexpected { what: "a job was not configured", found });
        };
        control.force(&id, &state(position)).await?;
        ids.push(id);
    }
    Ok(ids)
}

/// Deletes a job that was never bought.
pub(crate) async fn delete(url: &str, id: &str) -> Result<(), BrowserError> {
    let host = url.trim_start_matches("http://");
    let failed = |source| BrowserError::Call { url: url.to_owned(), source };
    let parameters = [("RegionId", "cn-hangzhou"), ("DtsJobId", id)];
    let request = Signer::new(DESTINATION_OWNER, host).request(Api::Dts, "DeleteDtsJob", &parameters);
    let mut connection = Connection::open(host).await.map_err(failed)?;
    let answer = connection.call(&request).await.map_err(failed)?;
    if answer.is_ok() {
        return Ok(());
    }
    let found = String::from_utf8_lossy(&answer.body).into_owned();
    Err(BrowserError::Unexpected { what: "a job was not deleted", found })
}

fn parameters(name: &str) -> [(&str, &str); 16] {
    [
        ("RegionId", "cn-hangzhou"),
        ("DtsJobName", name),
        ("JobType", "MIGRATION"),
        ("StructureInitialization", "true"),
        ("DataInitialization", "true"),
        ("DataSynchronization", "true"),
        ("DbList", OBJECTS),
        ("SourceEndpointInstanceType", "RDS"),
        ("SourceEndpointEngineName", "MYSQL"),
        ("SourceEndpointInstanceID", "rm-destination-orders"),
        ("SourceEndpointRegion", "cn-hangzhou"),
        ("SourceEndpointUserName", "dts"),
        ("DestinationEndpointInstanceType", "RDS"),
        ("DestinationEndpointInstanceID", "rm-destination-audit"),
        ("DestinationEndpointRegion", "cn-hangzhou"),
        ("DestinationEndpointUserName", "dts"),
    ]
}

/// The state of the job at a position.
fn state(position: usize) -> Json {
    let mut place = position % 100;
    for (share, state) in STATES {
        if place < share {
            return serde_json::from_str(state).unwrap_or(json!({}));
        }
        place -= share;
    }
    json!({})
}
