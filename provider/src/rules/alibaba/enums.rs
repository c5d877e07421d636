//! Words of the fact tables: engines, access methods, regions, object kinds.

use tfplugin::{
    validate::{Checked, Validator, checked, nearest},
    value::Value,
};

use crate::facts::alibaba as facts;

/// A database DTS migrates.
pub(crate) fn engine() -> Checked {
    checked("engine-known", "must be a database DTS migrates", |text| {
        known(text, facts::engine_words(), engine_slip(text))
    })
}

/// A way to reach a database.
pub(crate) fn access_method() -> Checked {
    checked("access-method-known", "must be a way in which DTS reaches a database", |text| {
        known(text, facts::access_method_words(), access_slip(text))
    })
}

fn known(text: &str, words: &[&'static str], slip: Option<&'static str>) -> Result<(), String> {
    if words.contains(&text) {
        return Ok(());
    }
    let hint = slip.or_else(|| nearest(text, words)).map(|word| format!(" Write {word:?}.")).unwrap_or_default();
    Err(format!("{text:?} is none of {}.{hint}", words.join(", ")))
}

/// What people write who know the console or the API.
fn engine_slip(text: &str) -> Option<&'static str> {
    let spelled = text.to_lowercase().replace([' ', '-'], "_");
    let by_wire = |row: &&facts::EngineSide| {
        [Some(row.name), row.configure, row.purchase].into_iter().flatten().any(|name| name.eq_ignore_ascii_case(text))
    };
    let found = [facts::Side::Source, facts::Side::Destination]
        .into_iter()
        .find_map(|side| facts::engines_at(side).find(by_wire))
        .map(|row| row.engine);
    found.or(match spelled.as_str() {
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

fn access_slip(text: &str) -> Option<&'static str> {
    match text.to_lowercase().replace([' ', '-'], "_").as_str() {
        "rds" | "polardb" | "redis" | "mongodb" | "cloud" | "cloud_instance" | "instance" => {
            Some("alibaba_cloud_instance")
        }
        "express" | "vpn" | "vpn_gateway" | "sag" | "vpc" => Some("express_connect"),
        "dg" | "gateway" => Some("database_gateway"),
        "other" | "public" | "internet" => Some("public_ip"),
        _ => None,
    }
}

/// The id of a region, such as `cn-hangzhou`. Ids no table has pass here: there are new regions every year.
pub(crate) fn region() -> Checked {
    checked("region-format", "must be the id of a region, such as `cn-hangzhou`", |text| {
        let parts: Vec<&str> = text.split('-').collect();
        let lower =
            |part: &&str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
        if parts.len() >= 2 && parts.iter().all(lower) {
            return Ok(());
        }
        let named = facts::regions().iter().find(|region| {
            region.name.eq_ignore_ascii_case(text)
                || region.name.split(['(', ')']).any(|part| part.trim().eq_ignore_ascii_case(text))
        });
        let ids: Vec<&'static str> = facts::regions().iter().map(|region| region.region).collect();
        let hint =
            named.map(|region| region.region).or_else(|| nearest(&text.to_lowercase().replace(['_', ' '], "-"), &ids));
        Err(format!("{text:?} is none.{}", hint.map(|id| format!(" Write {id:?}.")).unwrap_or_default()))
    })
}

/// Kinds of objects besides tables.
pub(crate) fn object_kinds() -> impl Validator {
    ObjectKinds
}

struct ObjectKinds;

impl Validator for ObjectKinds {
    fn rule(&self) -> &'static str {
        "object-kind-known"
    }

    fn describe(&self) -> String {
        let kinds: Vec<&str> = facts::object_kinds().iter().map(|kind| kind.argument).collect();
        format!("must have kinds of objects as its keys: {}", kinds.join(", "))
    }

    fn check(&self, value: &Value) -> Result<(), String> {
        let Value::Map(kinds) = value else { return Ok(()) };
        let words: Vec<&'static str> = facts::object_kinds().iter().map(|kind| kind.argument).collect();
        match kinds.keys().find(|kind| !words.contains(&kind.as_str())) {
            None => Ok(()),
            Some(kind) if kind.eq_ignore_ascii_case("tables") || kind.eq_ignore_ascii_case("table") => {
                Err("Tables have an argument of their own. Write tables = { … } beside it.".to_owned())
            }
            Some(kind) => {
                let hint = nearest(kind, &words).map(|word| format!(" Write {word:?}.")).unwrap_or_default();
                Err(format!("{kind:?} is none.{hint}"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use tfplugin::value::Items;

    use super::*;

    fn refused(rule: &Checked, text: &str) -> String {
        rule.check(&text.into()).unwrap_err()
    }

    #[test]
    fn engines_are_known_by_our_words_and_slips_are_understood() {
        assert!(engine().check(&"mysql".into()).is_ok());
        for (slip, word) in [("MySQL", "mysql"), ("mysq", "mysql"), ("MSSQL", "sqlserver"), ("postgres", "postgresql")]
        {
            assert!(refused(&engine(), slip).contains(&format!("Write {word:?}")), "{slip}");
        }
        assert!(!refused(&engine(), "cassandra").contains("Write"));
    }

    #[test]
    fn access_methods_are_known_by_our_words_and_slips_are_understood() {
        assert!(access_method().check(&"ecs".into()).is_ok());
        for (slip, word) in
            [("rds", "alibaba_cloud_instance"), ("EXPRESS", "express_connect"), ("DG", "database_gateway")]
        {
            assert!(refused(&access_method(), slip).contains(&format!("Write {word:?}")), "{slip}");
        }
    }

    #[test]
    fn a_region_is_an_id() {
        assert!(region().check(&"cn-hangzhou".into()).is_ok());
        assert!(region().check(&"xx-new-9".into()).is_ok(), "new regions pass");
        assert!(refused(&region(), "cn_hangzhou").contains("Write \"cn-hangzhou\""));
        assert!(region().check(&"Hangzhou!".into()).is_err());
    }

    #[test]
    fn kinds_of_objects_are_known() {
        let of =
            |kind: &str| object_kinds().check(&Value::Map([(kind.to_owned(), Value::Map(Items::default()))].into()));
        assert!(of("views").is_ok());
        assert!(of("view").unwrap_err().contains("Write \"views\""));
        assert!(of("tables").unwrap_err().contains("argument of their own"));
    }
}
