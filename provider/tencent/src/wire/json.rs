//! The JSON body of a request, in which secrets are marked.

use std::fmt;

use cloud_core::{Hidden, Secret};
use serde::ser::{Serialize, SerializeMap as _, Serializer};

/// A value that can be sent.
pub trait ToJson {
    /// Its JSON form; `None` for an unset value, which is absent from the request.
    fn to_json(&self) -> Option<Json>;

    /// Adds the dotted names sent below `prefix` to the list; a value without inner names adds `prefix` itself.
    fn names(prefix: &str, names: &mut Vec<String>)
    where
        Self: Sized,
    {
        names.push(prefix.to_owned());
    }
}

/// A value. `Debug` shows no secret.
#[derive(Clone, PartialEq)]
pub enum Json {
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Whole(i64),
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
    /// A text that must not be shown.
    Secret(Secret),
    /// A text that must not be in a log.
    Hidden(Hidden),
    /// A list.
    List(Vec<Self>),
    /// An object.
    Object(Parameters),
}

impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(value) => value.fmt(f),
            Self::Whole(value) => value.fmt(f),
            Self::Number(value) => value.fmt(f),
            Self::Text(value) => value.fmt(f),
            Self::Secret(value) => value.fmt(f),
            Self::Hidden(value) => value.fmt(f),
            Self::List(values) => values.fmt(f),
            Self::Object(parameters) => parameters.fmt(f),
        }
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Whole(value) => serializer.serialize_i64(*value),
            Self::Number(value) => serializer.serialize_f64(*value),
            Self::Text(value) => serializer.serialize_str(value),
            Self::Secret(value) => serializer.serialize_str(value.expose()),
            Self::Hidden(value) => serializer.serialize_str(value.as_str()),
            Self::List(values) => serializer.collect_seq(values),
            Self::Object(parameters) => parameters.serialize(serializer),
        }
    }
}

/// The parameters of a request, or the fields of an object inside one, in the order of the struct's fields.
#[derive(Clone, Default, PartialEq)]
pub struct Parameters(Vec<(&'static str, Json)>);

impl Parameters {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a value under a wire name; an unset value adds nothing.
    pub fn put(&mut self, name: &'static str, value: &impl ToJson) {
        self.0.extend(value.to_json().map(|value| (name, value)));
    }

    /// Value of one parameter that is a text.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(found, _)| *found == name).and_then(|(_, value)| match value {
            Json::Text(text) => Some(text.as_str()),
            _ => None,
        })
    }

    /// Value of one parameter that is a whole number.
    pub fn number(&self, name: &str) -> Option<i64> {
        self.0.iter().find(|(found, _)| *found == name).and_then(|(_, value)| match value {
            Json::Whole(number) => Some(*number),
            _ => None,
        })
    }

    /// All secrets, at any depth.
    pub fn secrets(&self) -> Vec<&str> {
        let mut secrets = Vec::new();
        self.0.iter().for_each(|(_, value)| collect_secrets(value, &mut secrets));
        secrets
    }

    /// The body of the request.
    pub fn to_body(&self) -> Vec<u8> {
        // Texts, numbers, lists and objects with text keys always serialize.
        serde_json::to_vec(self).unwrap_or_default()
    }
}

fn collect_secrets<'a>(value: &'a Json, secrets: &mut Vec<&'a str>) {
    match value {
        Json::Secret(secret) => secrets.push(secret.expose()),
        Json::List(values) => values.iter().for_each(|value| collect_secrets(value, secrets)),
        Json::Object(Parameters(fields)) => fields.iter().for_each(|(_, value)| collect_secrets(value, secrets)),
        Json::Bool(_) | Json::Whole(_) | Json::Number(_) | Json::Text(_) | Json::Hidden(_) => {}
    }
}

impl fmt::Debug for Parameters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.0.iter().map(|(name, value)| (name, value))).finish()
    }
}

impl Serialize for Parameters {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameters() -> Parameters {
        let mut inner = Parameters::new();
        inner.put("InstanceId", &Some("cdb-1".to_owned()));
        inner.put("User", &Some(Hidden::from("reader")));
        inner.put("Password", &Some(Secret::from("canary\"7")));
        let mut parameters = Parameters::new();
        parameters.put("JobId", &"dts-1".to_owned());
        parameters.put("JobName", &None::<String>);
        parameters.0.push(("Info", Json::List(vec![Json::Object(inner)])));
        parameters.put("Limit", &20_i64);
        parameters
    }

    #[test]
    fn a_body_has_the_order_of_the_fields_and_no_unset_value() {
        let body =
            r#"{"JobId":"dts-1","Info":[{"InstanceId":"cdb-1","User":"reader","Password":"canary\"7"}],"Limit":20}"#;
        assert_eq!(String::from_utf8(parameters().to_body()).unwrap(), body);
        assert_eq!(Parameters::new().to_body(), b"{}");
    }

    #[test]
    fn printing_shows_no_secret_and_no_account_at_any_depth() {
        let printed = format!("{:?}", parameters());
        assert_eq!(
            printed,
            r#"{"JobId": "dts-1", "Info": [{"InstanceId": "cdb-1", "User": (hidden), "Password": (secret)}], "Limit": 20}"#
        );
        assert_eq!(parameters().secrets(), ["canary\"7"]);
    }

    #[test]
    fn only_texts_and_whole_numbers_can_be_looked_up() {
        assert_eq!(parameters().get("JobId"), Some("dts-1"));
        assert_eq!((parameters().get("Limit"), parameters().get("Password")), (None, None));
        assert_eq!((parameters().number("Limit"), parameters().number("JobId")), (Some(20), None));
    }
}
