//! Checks that no output or file of a run contains a secret.

use std::collections::BTreeMap;

use acceptance_harness::profiles::{DESTINATION_OWNER, SOURCE_OWNER};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use dts_emulator::{Options, World};

use crate::support::case::Case;
use crate::support::hcl::{self, Hcl};

/// Passwords whose encoded forms differ from themselves.
const SOURCE: &str = "s3cr3t+source/pa%ss word=?";
const DESTINATION: &str = "d3st&p\\ass\"word#>~";
const WRONG: &str = "wr0ng+pa/ss=%word?";
const CHANGED: &str = "ch4nged+pa/ss=%word?";

/// Every form in which a text can contain a secret, by the name of the form.
fn forms(secret: &str) -> BTreeMap<String, String> {
    let mut forms = BTreeMap::new();
    let mut add = |name: &str, form: String| forms.insert(name.to_owned(), form);
    add("plain", secret.to_owned());
    add("JSON", serde_json::Value::from(secret).to_string().trim_matches('"').to_owned());
    let percent = percent_encoded(secret, "%20");
    add("percent-encoded twice", percent_encoded(&percent, "%20"));
    add("percent-encoded", percent);
    add("form-encoded", percent_encoded(secret, "+"));
    add("hex", secret.bytes().map(|byte| format!("{byte:02x}")).collect());
    add("HEX", secret.bytes().map(|byte| format!("{byte:02X}")).collect());
    add("bytes", format!("{:?}", secret.as_bytes()).trim_matches(['[', ']']).to_owned());
    // Base64 of a longer text contains the secret shifted by 0, 1 or 2 bytes; its edges mix with the adjacent bytes.
    for shift in 0..3_usize {
        let padded: Vec<u8> = [&[0_u8; 3][..shift], secret.as_bytes()].concat();
        let complete = padded.len() / 3 * 3;
        let skipped = if shift == 0 { 0 } else { 4 };
        add(&format!("base64 at {shift}"), STANDARD_NO_PAD.encode(&padded[..complete])[skipped..].to_owned());
        add(&format!("base64url at {shift}"), URL_SAFE_NO_PAD.encode(&padded[..complete])[skipped..].to_owned());
    }
    forms
}

fn percent_encoded(text: &str, space: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    let encode = |byte: u8| match byte {
        b' ' => space.to_owned(),
        byte if plain(byte) => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    text.bytes().map(encode).collect()
}

/// The names of the forms of a secret that a text contains.
pub(crate) fn found(text: &str, secret: &str) -> Vec<String> {
    forms(secret).into_iter().filter(|(_, form)| text.contains(form.as_str())).map(|(name, _)| name).collect()
}

#[test]
fn the_search_finds_every_form() {
    for secret in [SOURCE, DESTINATION] {
        for (name, form) in forms(secret) {
            let text = format!("before {form} after");
            assert!(found(&text, secret).contains(&name), "{name}: {form}");
        }
        for before in ["", "a", "ab", "abc"] {
            let carried = STANDARD_NO_PAD.encode(format!("{before}{secret} after"));
            assert!(!found(&carried, secret).is_empty(), "{carried}");
        }
        assert!(found("an unrelated text", secret).is_empty());
    }
}

/// The built-in world with the passwords of this test.
fn world() -> World {
    let escaped = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"");
    let text = Hcl::new(World::builtin_toml())
        .with_all("source-db-password", &escaped(SOURCE))
        .with_all("destination-db-password", &escaped(DESTINATION));
    World::parse(text.text(), "this test").unwrap()
}

async fn start() -> Case {
    let mut case = Case::with(Options { polls: 1, world: world(), ..Options::default() }).await;
    case.terraform.set("TF_VAR_source_password", SOURCE);
    case.terraform.set("TF_VAR_destination_password", DESTINATION);
    traced(&mut case);
    case
}

/// Terraform and the provider write everything to `trace.log`.
pub(crate) fn traced(case: &mut Case) {
    let log = case.terraform.directory().join("trace.log");
    case.terraform.set("TF_LOG", "TRACE");
    case.terraform.set("TF_LOG_PATH", log.display().to_string());
}

/// All outputs and files of a run, by name.
pub(crate) async fn traces(case: &Case) -> BTreeMap<&'static str, String> {
    let plan = case.terraform.run(&["plan", "-out=saved.plan", "-no-color"]).await.unwrap();
    let read = |name: &str| {
        String::from_utf8_lossy(&std::fs::read(case.terraform.directory().join(name)).unwrap()).into_owned()
    };
    BTreeMap::from([
        ("state JSON", case.terraform.show(None).await.unwrap().to_string()),
        ("state file", read("terraform.tfstate")),
        ("plan JSON", case.terraform.show(Some("saved.plan")).await.unwrap().to_string()),
        ("plan output", plan.output()),
        ("TRACE log", read("trace.log")),
        ("request log", serde_json::to_string(&case.control.requests().await.unwrap()).unwrap()),
        ("cloud state", case.control.state().await.unwrap().to_string()),
    ])
}

#[tokio::test]
async fn ephemeral_passwords_and_profile_secrets_are_not_found() {
    let mut case = start().await;
    case.terraform.set("TF_VAR_source_password", WRONG);
    case.write(&hcl::complete_migration());
    let failed = case.terraform.apply().await.unwrap();
    assert_eq!(failed.code, Some(1), "the wrong password comes first, to search the error messages");
    case.terraform.set("TF_VAR_source_password", SOURCE);
    let run = case.apply(&hcl::complete_migration()).await;
    // The password is changed, and the task is refreshed.
    case.terraform.set("TF_VAR_source_password", CHANGED);
    case.apply(&hcl::complete_migration().with("= 1 # source", "= 2 # source")).await;

    let mut traces = traces(&case).await;
    traces.insert("apply output", format!("{}{}", failed.output(), run.output()));
    // Checks that the searched texts belong to these runs.
    assert!(
        traces["TRACE log"].contains("terraform-provider-dts")
            && traces["request log"].contains("ModifyDtsJobPassword")
    );
    let secrets = [SOURCE, DESTINATION, WRONG, CHANGED, SOURCE_OWNER.secret, DESTINATION_OWNER.secret];
    for (name, text) in &traces {
        for secret in secrets {
            assert_eq!(found(text, secret), Vec::<String>::new(), "{secret:?} is in the {name}");
        }
    }
}

/// A user name is no secret, and a log that is attached to a bug report does not need it.
#[tokio::test]
async fn user_names_are_not_in_the_log_of_the_provider() {
    const LOGIN: &str = "login-of-orders";
    let text = World::builtin_toml().replace("username = \"dts\"", &format!("username = \"{LOGIN}\""));
    let world = World::parse(&text, "this test").unwrap();
    let mut case = Case::with(Options { polls: 1, world, ..Options::default() }).await;
    let log = case.terraform.directory().join("trace.log");
    case.terraform.set("TF_LOG_PROVIDER", "TRACE");
    case.terraform.set("TF_LOG_PATH", log.display().to_string());
    let migration = hcl::complete_migration().with_all("\"dts\" #", &format!("\"{LOGIN}\" #"));
    case.apply(&migration).await;
    // Both calls that change the login of a running task.
    case.apply(&migration.with("= 1 # source", "= 2 # source")).await;
    let log = std::fs::read_to_string(&log).unwrap();
    for shown in ["SourceEndpointUserName=(hidden)", "DestinationEndpointUserName=(hidden)", " UserName=(hidden)"] {
        assert!(log.contains(shown), "the log must show the call with {shown}");
    }
    let found: Vec<&str> = log.lines().filter(|line| line.contains(LOGIN)).collect();
    assert_eq!(found, [""; 0]);
    let job = case.job().await;
    assert_eq!(job["parameters"]["SourceEndpointUserName"], LOGIN, "the name is sent");
}

/// The control: the same search finds a password in a stored argument, and only in the expected places.
#[tokio::test]
async fn a_stored_password_is_found_in_the_state() {
    let case = start().await;
    let stored = hcl::trust_and_task()
        .with(
            "variable \"source_password\" {\n  type      = string\n  ephemeral = true",
            "variable \"source_password\" {\n  type      = string\n  sensitive = true",
        )
        .with(
            "password_wo         = var.source_password\n    password_wo_version = 1 # source",
            "password = var.source_password",
        );
    let run = case.apply(&stored).await;
    let traces = traces(&case).await;
    for name in ["state JSON", "state file"] {
        assert!(!found(&traces[name], SOURCE).is_empty(), "the search must find the password in the {name}");
    }
    for name in ["request log", "cloud state", "plan output", "TRACE log"] {
        assert_eq!(found(&traces[name], SOURCE), Vec::<String>::new(), "the password is in the {name}");
    }
    assert_eq!(found(&run.output(), SOURCE), Vec::<String>::new(), "a sensitive argument is not printed");
}
