//! The business parameters of a call.

use std::collections::BTreeMap;

use crate::core::http::Incoming;

use super::answer::Refusal;

/// Parameters that belong to the RPC signature, not to the action.
const COMMON: [&str; 11] = [
    "Action",
    "Version",
    "Format",
    "AccessKeyId",
    "SignatureMethod",
    "SignatureVersion",
    "SignatureNonce",
    "SignatureType",
    "Timestamp",
    "SecurityToken",
    "Signature",
];

/// Business parameters by their names in the request.
#[derive(Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub(crate) struct Parameters(BTreeMap<String, String>);

impl Parameters {
    /// Query and form together; if both have a parameter, the one of the form counts. Common RPC parameters are left
    /// out.
    pub(crate) fn of(request: &Incoming) -> Self {
        let merged = request.query.iter().chain(&request.form);
        Self(merged.filter(|(key, _)| !COMMON.contains(&key.as_str())).cloned().collect())
    }

    #[cfg(test)]
    pub(crate) fn from_pairs<const N: usize>(pairs: [(&str, &str); N]) -> Self {
        Self(pairs.into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect())
    }

    /// A value, if it exists and is not empty.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        #[cfg(test)]
        super::reads::note(self, name);
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// A value that can be empty, if the request has it.
    pub(crate) fn sent(&self, name: &str) -> Option<&str> {
        #[cfg(test)]
        super::reads::note(self, name);
        self.0.get(name).map(String::as_str)
    }

    /// A required value.
    pub(crate) fn required(&self, name: &str) -> Result<&str, Refusal> {
        self.get(name).ok_or_else(|| Refusal::missing(name))
    }

    /// `true` or `false` in any letter case: SDKs send different forms.
    pub(crate) fn flag(&self, name: &str) -> Result<Option<bool>, Refusal> {
        match self.get(name).map(str::to_ascii_lowercase).as_deref() {
            None => Ok(None),
            Some("true") => Ok(Some(true)),
            Some("false") => Ok(Some(false)),
            Some(_) => Err(Refusal::invalid(name, "it must be true or false")),
        }
    }

    /// An integer in a range.
    pub(crate) fn number(&self, name: &str, range: std::ops::RangeInclusive<u64>) -> Result<Option<u64>, Refusal> {
        let Some(text) = self.get(name) else { return Ok(None) };
        match text.parse() {
            Ok(number) if range.contains(&number) => Ok(Some(number)),
            _ => Err(Refusal::invalid(name, &format!("it must be a number from {} to {}", range.start(), range.end()))),
        }
    }

    /// A flat list `Name.1`, `Name.2`, … (it can also start with 0).
    pub(crate) fn list(&self, name: &str) -> Vec<&str> {
        #[cfg(test)]
        super::reads::note(self, &format!("{name}.N"));
        let indexed = |key: &str| key.strip_prefix(name)?.strip_prefix('.')?.parse::<u32>().ok();
        let mut found: Vec<(u32, &str)> =
            self.0.iter().filter_map(|(key, value)| Some((indexed(key)?, value.as_str()))).collect();
        found.sort_unstable();
        found.into_iter().map(|(_, value)| value).collect()
    }

    /// A flat list of key and value, `Name.1.Key` with `Name.1.Value`; a value can be absent.
    pub(crate) fn pairs(&self, name: &str) -> Vec<(&str, &str)> {
        #[cfg(test)]
        for part in ["Key", "Value"] {
            super::reads::note(self, &format!("{name}.N.{part}"));
        }
        let mut found: BTreeMap<u32, (&str, &str)> = BTreeMap::new();
        for (key, value) in &self.0 {
            let Some(rest) = key.strip_prefix(name).and_then(|rest| rest.strip_prefix('.')) else { continue };
            let Some((index, part)) = rest.split_once('.') else { continue };
            let Ok(index) = index.parse() else { continue };
            let pair = found.entry(index).or_default();
            match part {
                "Key" => pair.0 = value,
                "Value" => pair.1 = value,
                _ => {}
            }
        }
        found.into_values().collect()
    }

    pub(crate) fn set(&mut self, name: &str, value: impl Into<String>) {
        self.0.insert(name.to_owned(), value.into());
    }

    pub(crate) fn remove(&mut self, name: &str) -> Option<String> {
        #[cfg(test)]
        super::reads::note(self, name);
        self.0.remove(name)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::{Incoming, Parameters};
    use crate::core::http::Headers;

    #[test]
    fn a_parameter_of_the_body_replaces_one_of_the_query() {
        let mut headers = Headers::default();
        headers.add("Content-Type", "application/x-www-form-urlencoded");
        let request = Incoming::new("POST", "/", "A=query&B=q+1&Action=X", headers, b"A=body&C=%20".to_vec());
        let parameters = Parameters::of(&request);
        let all: Vec<_> = parameters.iter().collect();
        assert_eq!(all, [("A", "body"), ("B", "q 1"), ("C", " ")]);
        assert_eq!((request.parameter("A"), request.parameter("B")), (Some("body"), Some("q 1")));
    }

    #[test]
    fn a_body_that_is_not_a_form_has_no_parameters() {
        let request = Incoming::new("POST", "/", "", Headers::default(), b"A=body".to_vec());
        assert_eq!(Parameters::of(&request).iter().count(), 0);
    }

    #[test]
    fn flags_numbers_and_lists_are_read_in_all_their_forms() {
        let parameters = Parameters::from_pairs([
            ("Yes", "True"),
            ("No", "FALSE"),
            ("Odd", "yes"),
            ("N", "30"),
            ("R.2", "b"),
            ("R.1", "a"),
            ("R.10", "c"),
            ("Tag.0.Key", "k"),
            ("Tag.0.Value", ""),
            ("Tag.1.Key", "l"),
        ]);
        assert_eq!(parameters.flag("Yes").unwrap(), Some(true));
        assert_eq!(parameters.flag("No").unwrap(), Some(false));
        assert_eq!(parameters.flag("Absent").unwrap(), None);
        assert_eq!(parameters.flag("Odd").unwrap_err().code(), "InvalidOdd");
        assert_eq!(parameters.number("N", 1..=30).unwrap(), Some(30));
        assert_eq!(parameters.number("N", 1..=29).unwrap_err().code(), "InvalidN");
        assert_eq!(parameters.list("R"), ["a", "b", "c"]);
        assert_eq!(parameters.pairs("Tag"), [("k", ""), ("l", "")]);
        assert_eq!(parameters.required("Absent").unwrap_err().code(), "MissingAbsent");
    }
}
