//! The table of actions: the parameters of each.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::core::nearest::nearest;

use super::answer::Refusal;
use super::fields::Fields;
use super::service::Service;
use super::types::{Checker, Structure};

/// All actions by service and name, and the structures of their parameters.
#[derive(Deserialize)]
pub(crate) struct ActionTable {
    types: BTreeMap<String, Structure>,
    #[serde(flatten)]
    services: BTreeMap<String, BTreeMap<String, Structure>>,
}

/// How the parameters of a request are checked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Strictness {
    /// Whether parameters that are not published are accepted.
    pub(crate) accepts_unconfirmed: bool,
    /// The values come from a query.
    pub(crate) from_query: bool,
}

impl ActionTable {
    /// The table. It is read once per process.
    #[expect(clippy::expect_used, reason = "the table is part of the program and parsed by a test")]
    pub(crate) fn builtin() -> &'static Self {
        static TABLE: LazyLock<ActionTable> =
            LazyLock::new(|| toml::from_str(include_str!("../actions.toml")).expect("the action table parses"));
        &TABLE
    }

    #[cfg(test)]
    pub(crate) fn serves(&self, service: Service, action: &str) -> bool {
        self.services.get(service.name()).is_some_and(|actions| actions.contains_key(action))
    }

    /// Every service and action.
    pub(crate) fn names(&self) -> impl Iterator<Item = (&str, &str)> {
        self.services
            .iter()
            .flat_map(|(service, actions)| actions.keys().map(|action| (service.as_str(), action.as_str())))
    }

    /// The served action nearest to an unknown one.
    pub(crate) fn nearest(&self, service: Service, action: &str) -> Option<&str> {
        nearest(action, self.services.get(service.name())?.keys().map(String::as_str))
    }

    /// Checks the parameters of an action.
    ///
    /// # Errors
    ///
    /// A parameter is unknown, missing, or of another type.
    pub(crate) fn check(
        &self,
        service: Service,
        action: &str,
        given: Map<String, Value>,
        strictness: Strictness,
    ) -> Result<Fields, Refusal> {
        let structure = self.services.get(service.name()).and_then(|actions| actions.get(action));
        let structure = structure.ok_or_else(|| Refusal::new("InvalidAction", "The action does not exist."))?;
        let Strictness { accepts_unconfirmed, from_query } = strictness;
        let checker = Checker { types: &self.types, accepts_unconfirmed, from_query };
        checker.structure(structure, given, "").map(Fields)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{ActionTable, Service, Strictness};

    const JSON: Strictness = Strictness { accepts_unconfirmed: false, from_query: false };

    fn check(service: Service, action: &str, given: &Value, strictness: Strictness) -> Result<Value, String> {
        let given = given.as_object().unwrap().clone();
        let checked = ActionTable::builtin().check(service, action, given, strictness);
        checked
            .map(|fields| Value::Object(fields.0))
            .map_err(|refusal| format!("{}: {}", refusal.code, refusal.message))
    }

    #[test]
    fn parameters_are_known_present_and_of_their_type() {
        let of = |given: Value| check(Service::Dts, "CreateMigrationService", &given, JSON);
        let good = json!({"SrcDatabaseType": "mysql", "DstDatabaseType": "mysql", "SrcRegion": "r", "DstRegion": "r",
            "InstanceClass": "small", "Tags": [{"TagKey": "k", "TagValue": "v"}], "Count": 1});
        assert_eq!(of(good.clone()).unwrap(), good);
        let with = |name: &str, value: Value| {
            let mut given = good.clone();
            given[name] = value;
            of(given)
        };
        assert!(with("JobName", Value::Null).unwrap().get("JobName").is_none());
        assert_eq!(with("Count", json!("2")).unwrap()["Count"], 2);
        for (name, value, code, part) in [
            ("JobNam", json!("n"), "UnknownParameter", "Did you mean `JobName`?"),
            ("SrcRegion", Value::Null, "MissingParameter", "`SrcRegion`"),
            ("JobName", json!(1), "InvalidParameter", "`JobName` is not valid: it must be a text"),
            ("Count", json!("two"), "InvalidParameter", "an integer"),
            ("Count", json!(1.5), "InvalidParameter", "an integer"),
            ("Tags", json!({}), "InvalidParameter", "a list"),
            ("Tags", json!([1]), "InvalidParameter", "`Tags.0`"),
            ("Tags", json!([{"Key": "k"}]), "UnknownParameter", "`Tags.0.Key`"),
        ] {
            let error = with(name, value).unwrap_err();
            assert!(error.starts_with(code) && error.contains(part), "{error}");
        }
    }

    #[test]
    fn required_fields_inside_a_structure_have_their_path() {
        let given = json!({"JobId": "j", "RunMode": "immediate", "DstInfo": {"Region": "r"}});
        let error = check(Service::Dts, "ModifyMigrationJob", &given, JSON).unwrap_err();
        assert!(error.contains("`DstInfo.AccessType`"), "{error}");
    }

    #[test]
    fn a_parameter_that_is_not_published_needs_its_switch() {
        let info = json!({"Region": "r", "AccessType": "cdb", "DatabaseType": "mysql", "NodeType": "",
            "Info": [{"RoleExternalId": "x"}]});
        let given = json!({"JobId": "j", "RunMode": "immediate", "MigrateOption": {"DatabaseTable": {"ObjectMode": "all"}},
            "SrcInfo": info, "DstInfo": info});
        let error = check(Service::Dts, "ModifyMigrationJob", &given, JSON).unwrap_err();
        assert!(error.contains("Info.0.RoleExternalId` is not recognized"), "{error}");
        let accepting = Strictness { accepts_unconfirmed: true, ..JSON };
        assert!(check(Service::Dts, "ModifyMigrationJob", &given, accepting).is_ok());
    }

    #[test]
    fn values_of_a_query_are_texts() {
        let query = Strictness { from_query: true, ..JSON };
        let given = json!({"JobId": "j", "Limit": "20"});
        assert_eq!(check(Service::Dts, "DescribeMigrationJobs", &given, query).unwrap()["Limit"], 20);
    }
}
