//! Every combination of the support matrix: listed combinations plan, all others of the same engines are refused.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use acceptance_harness::terraform::Diagnostic;
use toml::Table;

use crate::support::case::Case;
use crate::support::hcl::{self, Hcl};

const SUPPORT: &str = "\n\nRule: cross-account-support";
const PUBLIC_IP: &str = "\n\nRule: cross-account-public-ip";
const UNCONFIRMED: &str = "\n\nRule: api-value-unconfirmed";

/// The rows of a file in `schemas/`.
fn rows(file: &str, key: &str) -> Vec<Table> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas/alibaba").join(file);
    let text = std::fs::read_to_string(path).unwrap();
    let mut table: Table = toml::from_str(&text).unwrap();
    let rows = table.remove(key).unwrap();
    rows.as_array().unwrap().iter().map(|row| row.as_table().unwrap().clone()).collect()
}

fn word<'r>(row: &'r Table, column: &str) -> &'r str {
    row.get(column).and_then(toml::Value::as_str).unwrap_or_default()
}

/// The three tables that describe an endpoint.
struct Facts {
    engines: Vec<Table>,
    accesses: Vec<Table>,
    matrix: Vec<Table>,
}

/// A database of another account on one side, with one access method.
struct Combination<'f> {
    side: &'f str,
    engine: &'f Table,
    access: &'f Table,
    /// The row of the matrix, if the matrix contains the combination.
    listed: Option<&'f Table>,
}

impl Facts {
    fn read() -> Self {
        Self {
            engines: rows("engines.toml", "engine"),
            accesses: rows("access_methods.toml", "access_method"),
            matrix: rows("support_matrix.toml", "combination"),
        }
    }

    /// Every engine, on each of its sides, with every access method.
    fn combinations(&self) -> Vec<Combination<'_>> {
        let pairs = self.engines.iter().flat_map(|engine| self.accesses.iter().map(move |access| (engine, access)));
        let combination = |(engine, access)| {
            let side = word(engine, "side");
            let own = |row: &&Table| {
                word(row, "side") == side
                    && word(row, "engine") == word(engine, "engine")
                    && word(row, "access_method") == word(access, "access_method")
            };
            Combination { side, engine, access, listed: self.matrix.iter().find(own) }
        };
        pairs.map(combination).collect()
    }

    /// The values that an error must list: the access methods of the engine, or the engines if there is no method.
    fn possible(&self, side: &str, engine: &str) -> String {
        let of_side: Vec<&Table> = self.matrix.iter().filter(|row| word(row, "side") == side).collect();
        let own: Vec<&Table> = of_side.iter().filter(|row| word(row, "engine") == engine).copied().collect();
        if own.is_empty() {
            let mut engines: Vec<&str> = Vec::new();
            for engine in of_side.iter().map(|row| word(row, "engine")) {
                if !engines.contains(&engine) {
                    engines.push(engine);
                }
            }
            return format!("as {side} of another account: {}", engines.join(", "));
        }
        let accesses: Vec<&str> = own.iter().map(|row| word(row, "access_method")).collect();
        format!("for {engine:?} as {side} of another account: {}", accesses.join(", "))
    }
}

impl Combination<'_> {
    fn label(&self) -> String {
        format!("{}_{}_by_{}", self.side, word(self.engine, "engine"), word(self.access, "access_method"))
    }

    /// Only the arguments that its access method and its engine require.
    fn arguments(&self) -> Vec<(&'static str, &'static str)> {
        let instance = match word(self.access, "instance_id_is") {
            "ECS instance" => "\"i-bp1example\"",
            "database gateway" => "\"dg-bp1example\"",
            _ => "\"rm-bp1example\"",
        };
        let of_access = [
            ("region", "\"cn-hangzhou\""),
            ("instance_id", instance),
            ("host", "\"10.0.0.5\""),
            ("port", "3306"),
            ("vpc_id", "\"vpc-bp1example\""),
            ("cen_id", "\"cen-example\""),
        ];
        let of_engine = [
            ("database", "\"admin\""),
            ("username", "\"dts\""),
            ("oracle_sid", "\"ORCL\""),
            ("mongodb_topology", "\"replica_set\""),
        ];
        let required = |row: &Table, name: &str| word(row, name) == "required";
        let mut arguments: Vec<_> = of_access.into_iter().filter(|(name, _)| required(self.access, name)).collect();
        arguments.extend(of_engine.into_iter().filter(|(name, _)| required(self.engine, name)));
        if required(self.engine, "password") {
            arguments.extend([("password_wo", "var.source_password"), ("password_wo_version", "1")]);
        }
        arguments
    }

    fn end(&self, cross_account: bool) -> String {
        let mut text = format!("  {} {{\n    engine = {:?}\n", self.side, word(self.engine, "engine"));
        text.push_str(&format!("    access_method = {:?} # {}\n", word(self.access, "access_method"), self.label()));
        for (name, value) in self.arguments() {
            text.push_str(&format!("    {name} = {value}\n"));
        }
        if cross_account {
            text.push_str(
                "    cross_account {\n      account_id = \"1234567890123456\"\n      role_name = \"ram-for-dts\"\n    }\n",
            );
        }
        if self.listed.is_some_and(|row| row.get("needs_wire").and_then(toml::Value::as_bool) == Some(true)) {
            text.push_str("    wire {\n      engine = \"WORD\"\n      instance_type = \"TYPE\"\n    }\n");
        }
        text + "  }\n"
    }
}

/// MySQL of the account of the task.
fn plain(side: &str) -> String {
    format!(
        r#"  {side} {{
    engine = "mysql"
    access_method = "alibaba_cloud_instance"
    region = "cn-hangzhou"
    instance_id = "rm-bp1other"
    username = "dts"
    password_wo = var.destination_password
    password_wo_version = 1
  }}
"#
    )
}

fn task(label: &str, source: &str, destination: &str) -> Hcl {
    let topic =
        if destination.contains("engine = \"kafka\"") { "  reserve = { destTopic = \"orders\" }\n" } else { "" };
    Hcl::new(format!(
        r#"resource "dts_migration_task" "{label}" {{
  provider = dts.destination_owner
  name = "{label}"
  migration_types = ["full"]
  objects = {{ orders = {{ all = true }} }}
{topic}{source}{destination}}}
"#
    ))
}

/// One task per combination; its other endpoint is MySQL of the account of the task.
fn one_by_one(combinations: &[Combination<'_>]) -> Hcl {
    let task = |one: &Combination<'_>| match one.side {
        "source" => task(&one.label(), &one.end(true), &plain("destination")),
        _ => task(&one.label(), &plain("source"), &one.end(true)),
    };
    combinations.iter().fold(hcl::providers(), |all, one| all.and(&task(one)))
}

/// The same with two combinations per task, one on each side, which halves the number of tasks.
fn in_pairs(combinations: &[Combination<'_>], cross_account: bool) -> Hcl {
    let ends = |side: &str| {
        let own = combinations.iter().filter(|one| one.side == side);
        own.map(|one| one.end(cross_account)).collect::<Vec<_>>()
    };
    let (sources, destinations) = (ends("source"), ends("destination"));
    (0..sources.len().max(destinations.len())).fold(hcl::providers(), |all, at| {
        let end = |ends: &[String], side| ends.get(at).cloned().unwrap_or_else(|| plain(side));
        all.and(&task(&format!("pair_{at}"), &end(&sources, "source"), &end(&destinations, "destination")))
    })
}

/// The combinations whose access method these diagnostics point to, each once.
fn by_access_method<'d>(
    configuration: &Hcl,
    found: impl Iterator<Item = &'d Diagnostic>,
) -> BTreeMap<String, &'d Diagnostic> {
    let lines: Vec<&str> = configuration.text().lines().collect();
    let mut by_label = BTreeMap::new();
    for diagnostic in found {
        let line = diagnostic.place.as_ref().unwrap_or_else(|| panic!("no place: {diagnostic:#?}")).line;
        let text = lines[usize::try_from(line).unwrap() - 1];
        let (_, label) =
            text.split_once(" # ").unwrap_or_else(|| panic!("{text:?} is not an access method: {diagnostic:#?}"));
        let earlier = by_label.insert(label.to_owned(), diagnostic);
        assert!(earlier.is_none(), "two for {label}: {earlier:#?} {diagnostic:#?}");
    }
    by_label
}

#[tokio::test]
async fn every_listed_combination_plans() {
    let facts = Facts::read();
    let listed: Vec<_> = facts.combinations().into_iter().filter(|one| one.listed.is_some()).collect();
    assert_eq!(listed.len(), facts.matrix.len(), "each row of the matrix is an engine and an access method");
    let case = Case::start().await;
    let configuration = one_by_one(&listed);
    case.write(&configuration);
    let run = case.terraform.plan().await.unwrap();
    assert_eq!(run.code, Some(2), "{:#?}", run.errors());
    let planned: BTreeSet<String> = run.planned_changes().into_iter().collect();
    let expected = listed.iter().map(|one| format!("create dts_migration_task.{}", one.label()));
    assert_eq!(planned, expected.collect());

    let diagnostics = run.diagnostics();
    let unconfirmed =
        by_access_method(&configuration, diagnostics.iter().filter(|one| one.detail.ends_with(UNCONFIRMED)));
    let expected = listed.iter().filter(|one| one.listed.is_some_and(|row| word(row, "status") != "confirmed"));
    let expected: BTreeSet<String> = expected.map(Combination::label).collect();
    assert_eq!(unconfirmed.keys().cloned().collect::<BTreeSet<_>>(), expected);
    assert!(unconfirmed.values().all(|one| one.severity == "warning"), "{unconfirmed:#?}");
}

#[tokio::test]
async fn every_other_combination_is_refused_with_what_is_possible() {
    let facts = Facts::read();
    let others: Vec<_> = facts.combinations().into_iter().filter(|one| one.listed.is_none()).collect();
    let case = Case::start().await;
    let across = in_pairs(&others, true);
    case.write(&across);
    let run = case.terraform.validate().await.unwrap();
    assert_eq!(run.code, Some(1));
    let errors = run.errors();
    let refused = by_access_method(&across, errors.iter());
    assert_eq!(refused.len(), others.len(), "each is refused once");
    for one in &others {
        let error = refused.get(&one.label()).unwrap_or_else(|| panic!("{} is not refused", one.label()));
        let allowed = error.detail.lines().find_map(|line| line.strip_prefix("Allowed: "));
        let possible = format!("{}.", facts.possible(one.side, word(one.engine, "engine")));
        assert_eq!(allowed, Some(possible.as_str()), "{error:#?}");
        let public = one.access["cross_account"].as_bool() == Some(false);
        assert!(error.detail.ends_with(if public { PUBLIC_IP } else { SUPPORT }), "{error:#?}");
    }

    // The matrix does not apply to endpoints in the account of the task.
    case.write(&in_pairs(&others, false));
    let run = case.terraform.validate().await.unwrap();
    let of_matrix = |one: &Diagnostic| [SUPPORT, PUBLIC_IP].iter().any(|rule| one.detail.ends_with(rule));
    assert!(!run.errors().iter().any(of_matrix), "{:#?}", run.errors());
}
