//! The binary's own words. That it stands here also has it built with the tests, which start it.
#![allow(clippy::unwrap_used, reason = "tests fail loudly")]

use std::process::{Command, Output};

fn run(words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_terraform-provider-dts")).args(words).output().unwrap()
}

#[test]
fn it_prints_its_version_and_rejects_unknown_arguments() {
    let output = run(&["--version"]);
    assert!(output.status.success());
    let expected = format!("terraform-provider-dts {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(String::from_utf8(output.stdout).unwrap(), expected);

    let refused = run(&["emulate"]);
    assert_eq!(refused.status.code(), Some(2));
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(said.contains("'emulate'") && said.contains("emulator"), "{said}");
}

#[test]
fn the_help_of_the_rules_has_the_address_of_their_guide() {
    let output = run(&["rules", "--help"]);
    let said = String::from_utf8(output.stdout).unwrap();
    let (_, path) = said.split_once(concat!("/blob/v", env!("CARGO_PKG_VERSION"), "/")).unwrap();
    let guide = concat!(env!("CARGO_MANIFEST_DIR"), "/..").to_owned() + "/" + path.trim();
    assert!(std::fs::read_to_string(&guide).unwrap().contains("`access-key-pair`"), "{guide}");
}
