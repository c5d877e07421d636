//! The guide of the emulator names its flags and no others, and its accounts and keys as they are.

use std::collections::BTreeSet;
use std::process::Command;

use acceptance_harness::binaries;

use crate::made;

/// The words of a text that are flags.
fn flags(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !(c.is_ascii_lowercase() || c == '-'));
    let flags = words.filter(|word| word.strip_prefix("--").is_some_and(|name| name.starts_with(char::is_alphabetic)));
    flags.map(str::to_owned).collect()
}

/// The lines of a page that call no program but the emulator and Terraform.
fn own_lines(page: &str) -> String {
    let others = ["docker build", "useradd ", "curl ", "docker compose"];
    let own = page.lines().filter(|line| !others.iter().any(|program| line.contains(program)));
    own.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_guide_names_every_flag() {
    let run = Command::new(binaries::provider().unwrap()).args(["emulator", "--help"]).output().unwrap();
    let help = String::from_utf8(run.stdout).unwrap();
    let options = help.lines().filter(|line| line.trim_start().starts_with('-')).collect::<Vec<_>>().join("\n");
    let mut known = flags(&options);
    assert!(known.remove("--help") && known.len() > 4, "{help}");
    assert_eq!(flags(&own_lines(&made()["docs/guides/emulator-in-ci.md"])), known);
}

#[test]
fn the_guide_names_every_account_and_its_key() {
    let page = made().remove("docs/guides/emulator-in-ci.md").unwrap();
    let world: toml::Table = toml::from_str(dts_emulator::World::builtin_toml()).unwrap();
    for account in world["account"].as_array().unwrap() {
        let key = &account["access_keys"][0];
        let cells = [&account["id"], &account["name"], &key["id"], &key["secret"]].map(|cell| cell.as_str().unwrap());
        let row = format!("\n| {} |\n", cells.map(|cell| format!("`{cell}`")).join(" | "));
        assert!(page.contains(&row), "{row}");
    }
}
