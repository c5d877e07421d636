//! Values from the fact tables: engines and access methods.

use tfplugin::{
    validate::{Validator, nearest, one_of as one_of_words},
    value::Value,
};

use crate::{
    facts::alibaba as facts,
    rules::{Check, Requirement, ValueRule, shown},
};

static ENGINE: ValueRule = ValueRule {
    id: "engine-known",
    subject: "An engine",
    requirement: Requirement::Computed(|| one_of(facts::engine_words())),
    check: Check::Text(|text| valid(text, "engine", facts::engine_words(), engine_alias(text))),
};

static ACCESS_METHOD: ValueRule = ValueRule {
    id: "access-method-known",
    subject: "An access method",
    requirement: Requirement::Computed(|| one_of(facts::access_method_words())),
    check: Check::Text(|text| valid(text, "access method", facts::access_method_words(), access_method_alias(text))),
};

pub(super) static RULES: [&ValueRule; 2] = [&ENGINE, &ACCESS_METHOD];

/// A database engine that DTS migrates.
pub(crate) fn engine() -> impl Validator {
    &ENGINE
}

/// How DTS connects to a database.
pub(crate) fn access_method() -> impl Validator {
    &ACCESS_METHOD
}

/// Other names of the types of a migration, and of the initial phases of a synchronization.
pub(crate) const TYPES: &[(&str, &str)] = &[
    ("structure", "schema"),
    ("structures", "schema"),
    ("ddl", "schema"),
    ("data", "full"),
    ("full_data", "full"),
    ("initial", "full"),
    ("cdc", "incremental"),
    ("changes", "incremental"),
    ("increment", "incremental"),
];

/// Other names of the statuses that a job can be set to.
pub(crate) const STATUSES: &[(&str, &str)] = &[
    ("paused", "suspended"),
    ("pause", "suspended"),
    ("suspending", "suspended"),
    ("migrating", "running"),
    ("started", "running"),
    ("resumed", "running"),
    ("finished", "stopped"),
    ("completed", "stopped"),
];

/// A class of an instance.
pub(crate) fn instance_class() -> impl Validator {
    InstanceClass(one_of_words(facts::class_words()).also_called(&[
        ("tiny", "micro"),
        ("tiny", "small"),
        ("mini", "micro"),
        ("mini", "small"),
        ("big", "large"),
    ]))
}

/// The values of the API. The guide and other services have another name for the largest class.
struct InstanceClass<V>(V);

impl<V: Validator> Validator for InstanceClass<V> {
    fn rule(&self) -> &'static str {
        self.0.rule()
    }

    fn describe(&self) -> String {
        self.0.describe()
    }

    fn check(&self, value: &Value) -> Result<(), String> {
        match value.as_str().map(|text| text.trim().to_lowercase().replace([' ', '-', '_'], "")).as_deref() {
            Some(text @ ("2xlarge" | "2xl" | "xxl")) => Err(format!(
                "{text:?} is the word of the guide. The word of the API is \"xxlarge\". Write \"xxlarge\"."
            )),
            _ => self.0.check(value),
        }
    }
}

fn one_of(words: &[&str]) -> String {
    format!("must be one of {}", quoted(words))
}

fn quoted(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// Whether `text` is a valid word. `alias` is the word for a name that other tools use.
fn valid(text: &str, what: &str, words: &[&'static str], alias: Option<&'static str>) -> Result<(), String> {
    if words.contains(&text) {
        return Ok(());
    }
    let hint = alias.or_else(|| nearest(text, words)).map(|word| format!(" Did you mean {word:?}?"));
    let article = if what.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    Err(format!("{} is not {article} {what}.{}", shown(text), hint.unwrap_or_default()))
}

/// The engine behind a name from the console, the API or everyday use.
fn engine_alias(text: &str) -> Option<&'static str> {
    let by_api_name = |row: &&facts::EngineSide| {
        [Some(row.name), row.configure, row.purchase].into_iter().flatten().any(|name| name.eq_ignore_ascii_case(text))
    };
    let found = [facts::Side::Source, facts::Side::Destination]
        .into_iter()
        .find_map(|side| facts::engines_at(side).find(by_api_name))
        .map(|row| row.engine);
    found.or(match snake_case(text).as_str() {
        "rds" | "rds_mysql" | "aurora" => Some("mysql"),
        "polardb" => Some("polardb_mysql"),
        "tair" | "kvstore" => Some("redis"),
        "sql_server" | "mssql" => Some("sqlserver"),
        "postgres" | "pg" => Some("postgresql"),
        "mongo" | "dds" => Some("mongodb"),
        "adb" | "ads" | "adb30" => Some("analyticdb_mysql"),
        _ => None,
    })
}

/// The access method behind a name from the console, the API or everyday use.
fn access_method_alias(text: &str) -> Option<&'static str> {
    match snake_case(text).as_str() {
        "rds" | "polardb" | "redis" | "mongodb" | "cloud" | "cloud_instance" | "instance" => {
            Some("alibaba_cloud_instance")
        }
        "express" | "vpn" | "vpn_gateway" | "sag" | "vpc" => Some("express_connect"),
        "dg" | "gateway" => Some("database_gateway"),
        "other" | "public" | "internet" => Some("public_ip"),
        _ => None,
    }
}

fn snake_case(text: &str) -> String {
    text.to_lowercase().replace([' ', '-'], "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(rule: &impl Validator, text: &str) -> String {
        rule.check(&text.into()).unwrap_err()
    }

    #[test]
    fn an_unknown_engine_gets_the_name_for_it() {
        assert!(engine().check(&"mysql".into()).is_ok());
        for (text, engine_name) in [
            ("MySQL", "mysql"),
            ("mysq", "mysql"),
            ("MSSQL", "sqlserver"),
            ("postgres", "postgresql"),
            ("polardb-x-2", "polardb_x_2"),
            ("analyticdb-mysq", "analyticdb_mysql"),
        ] {
            let refused = refused(&engine(), text);
            assert_eq!(refused, format!("{text:?} is not an engine. Did you mean {engine_name:?}?"));
        }
        assert_eq!(refused(&engine(), "cassandra"), "\"cassandra\" is not an engine.");
    }

    #[test]
    fn the_word_of_the_guide_gets_the_word_of_the_api() {
        assert_eq!(instance_class().check(&"xxlarge".into()), Ok(()));
        for text in ["2xlarge", "2XLarge", "xxl"] {
            assert!(instance_class().check(&text.into()).unwrap_err().ends_with("Write \"xxlarge\"."), "{text}");
        }
        assert!(instance_class().check(&"xlarg".into()).unwrap_err().contains("Did you mean `xlarge`?"));
    }

    #[test]
    fn an_unknown_access_method_gets_the_name_for_it() {
        assert!(access_method().check(&"ecs".into()).is_ok());
        for (text, method) in [
            ("rds", "alibaba_cloud_instance"),
            ("EXPRESS", "express_connect"),
            ("express-connect", "express_connect"),
            ("databse-gateway", "database_gateway"),
            ("DG", "database_gateway"),
        ] {
            let refused = refused(&access_method(), text);
            assert_eq!(refused, format!("{text:?} is not an access method. Did you mean {method:?}?"));
        }
    }

    #[test]
    fn the_valid_values_are_part_of_the_requirement() {
        assert!(engine().describe().starts_with("must be one of `analyticdb_mysql`, "));
        assert!(ACCESS_METHOD.sentence().starts_with("An access method must be one of `alibaba_cloud_instance`, "));
    }
}
