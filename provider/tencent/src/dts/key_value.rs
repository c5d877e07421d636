//! Further settings of an engine.

use cloud_core::Secret;
use cloud_core::wire::{field, object};
use serde_json::Value;

use crate::wire::{Json, Mismatch, Parameters, Read, ToJson};

/// Parts of the keys whose values are secrets: the password of Kafka, its certificate authority, and what may be added.
const SECRET_KEYS: [&str; 4] = ["password", "secret", "token", "base64"];

/// A further setting. The value may be a secret, for example the password of Kafka, so that `Debug` never shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyValue {
    /// Key, for example `DstWriteMode`.
    pub key: String,
    /// Value.
    pub value: Secret,
}

impl KeyValue {
    /// A setting.
    pub fn new(key: impl Into<String>, value: impl Into<Secret>) -> Self {
        Self { key: key.into(), value: value.into() }
    }

    /// Whether no text of an answer may show the value. Other values are ordinary words such as `true`.
    fn is_secret(&self) -> bool {
        let key = self.key.to_ascii_lowercase();
        SECRET_KEYS.iter().any(|part| key.contains(part))
    }
}

impl ToJson for KeyValue {
    fn to_json(&self) -> Option<Json> {
        let mut fields = Parameters::new();
        fields.put("Key", &self.key);
        if self.is_secret() {
            fields.put("Value", &self.value);
        } else {
            fields.put("Value", &self.value.expose().to_owned());
        }
        Some(Json::Object(fields))
    }

    fn names(prefix: &str, names: &mut Vec<String>) {
        names.extend(["Key", "Value"].map(|name| format!("{prefix}.{name}")));
    }
}

impl Read for KeyValue {
    fn read(value: &Value) -> Result<Self, Mismatch> {
        let Some(fields) = object(value)? else { return Ok(Self::default()) };
        Ok(Self { key: field(fields, "Key")?, value: field(fields, "Value")? })
    }

    fn keys(prefix: &str, keys: &mut Vec<String>) {
        Self::names(prefix, keys);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn secrets_of(setting: &KeyValue) -> Vec<String> {
        let Some(Json::Object(fields)) = setting.to_json() else { panic!("an object") };
        fields.secrets().into_iter().map(str::to_owned).collect()
    }

    #[test]
    fn only_the_values_of_passwords_are_removed_from_answers() {
        assert_eq!(secrets_of(&KeyValue::new("ticdc_kafka_password", "canary-7")), ["canary-7"]);
        assert!(secrets_of(&KeyValue::new("IsDstReadOnly", "true")).is_empty());
        let printed = format!("{:?}", KeyValue::new("ticdc_kafka_username", "canary-7"));
        assert!(!printed.contains("canary"), "{printed}");
    }

    #[test]
    fn a_setting_is_read_as_it_was_sent() {
        let setting = KeyValue::new("DstWriteMode", "overwrite");
        assert_eq!(KeyValue::read(&json!({"Key": "DstWriteMode", "Value": "overwrite"})).unwrap(), setting);
        let body = serde_json::to_value(setting.to_json().unwrap()).unwrap();
        assert_eq!(body, json!({"Key": "DstWriteMode", "Value": "overwrite"}));
    }
}
