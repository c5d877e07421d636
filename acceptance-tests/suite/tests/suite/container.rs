//! The recipe for a container in `examples/container`: its program starts as it is written there.

use std::fs;
use std::process::Stdio;

use acceptance_harness::binaries;
use serde_json::Value as Json;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::Command;

use crate::packages::root;

/// A token as the recipe asks for it.
const TOKEN: &str = "0123456789abcdef";

/// A file of the recipe.
fn file(name: &str) -> String {
    fs::read_to_string(root().join("examples/container").join(name)).unwrap()
}

/// The command of the image, on a free port.
fn entrypoint() -> Vec<String> {
    let text = file("Dockerfile");
    let line = text.lines().find_map(|line| line.strip_prefix("ENTRYPOINT ")).unwrap();
    let words: Vec<String> = serde_json::from_str(line).unwrap();
    assert_eq!(words[..2], ["terraform-provider-dts", "emulator"]);
    let port = |word: String| if word == "0.0.0.0:8700" { "0.0.0.0:0".to_owned() } else { word };
    words.into_iter().skip(1).map(port).collect()
}

/// The arguments that the compose file adds for the emulator.
fn of_compose() -> Vec<String> {
    let text = file("compose.yaml");
    let line = text.lines().find_map(|line| line.trim().strip_prefix("command: ")).unwrap();
    serde_json::from_str(line).unwrap()
}

/// A request to the control API; the status and the body.
async fn state(url: &str, token: Option<&str>) -> (u16, String) {
    let request = reqwest::Client::new().get(format!("{url}/_control/state"));
    let request = token.into_iter().fold(request, |request, token| request.bearer_auth(token));
    let answer = request.send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

#[tokio::test]
async fn the_container_does_not_start_without_a_token() {
    let mut command = Command::new(binaries::provider().unwrap());
    let ended = command.args(entrypoint()).env_remove("DTS_EMULATOR_TOKEN").kill_on_drop(true).output().await.unwrap();
    assert!(!ended.status.success());
    let said = String::from_utf8(ended.stderr).unwrap();
    assert!(said.contains("DTS_EMULATOR_TOKEN") && ended.stdout.is_empty(), "{said}");
}

#[tokio::test]
async fn the_container_serves_the_control_api_with_the_token() {
    for more in [Vec::new(), of_compose()] {
        let folder = tempfile::tempdir().unwrap();
        let mut command = Command::new(binaries::provider().unwrap());
        command.args(entrypoint()).args(&more).env("DTS_EMULATOR_TOKEN", TOKEN).current_dir(folder.path());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).kill_on_drop(true).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let said = [lines.next_line().await.unwrap().unwrap(), lines.next_line().await.unwrap().unwrap()];
        let url = said[0].strip_prefix("emulator listening on ").unwrap().to_owned();
        assert!(said[1].contains("DTS_EMULATOR_TOKEN") && !said.concat().contains(TOKEN), "{said:?}");
        assert_eq!(state(&url, None).await.0, 401, "{more:?}");
        assert_eq!(state(&url, Some("0123456789abcdee")).await.0, 401, "{more:?}");
        let (status, body) = state(&url, Some(TOKEN)).await;
        let state: Json = serde_json::from_str(&body).unwrap();
        assert!(status == 200 && state["accounts"].is_array(), "{more:?}: {body}");
        assert_eq!(
            folder.path().join("state").is_dir(),
            !more.is_empty(),
            "the volume of the compose file has the state"
        );
        child.kill().await.unwrap();
    }
}
