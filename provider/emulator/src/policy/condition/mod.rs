//! The `Condition` of a statement.
//!
//! The operators of RAM and CAM for texts, numbers, dates, bools and IP addresses are evaluated with what the emulator knows of a call
//! ([`Circumstances`]). A condition with another operator or another key is **not understood**: an Allow with it does not
//! apply, and a Deny with it applies, so that the emulator never allows what the real cloud denies.

mod circumstances;
mod kind;
mod network;
mod operator;
mod value;

use serde_json::Value;

use super::language::Language;
use super::malformed::{Malformed, malformed};

pub(crate) use circumstances::Circumstances;
use circumstances::Found;
use operator::Operator;
use value::Wanted;

/// What has to hold for a statement to apply: all of the tests.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Condition {
    tests: Vec<Test>,
}

/// What a condition says about a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Met,
    NotMet,
    /// The emulator cannot say: it does not know the operator, or the value of the key.
    NotUnderstood,
}

/// One key and the values it may have, or may not have.
#[derive(Debug, Clone, PartialEq)]
struct Test {
    key: String,
    /// None for an operator that is not understood.
    operator: Option<Operator>,
    values: Vec<Wanted>,
}

impl Condition {
    pub(super) fn parse(value: Option<&Value>, language: &Language) -> Result<Self, Malformed> {
        let Some(value) = value else { return Ok(Self::default()) };
        let Value::Object(operators) = value else { return malformed("Condition must be a JSON object") };
        let mut tests = Vec::new();
        for (operator, keys) in operators {
            match keys {
                Value::Object(keys) if !keys.is_empty() => {
                    for (key, values) in keys {
                        tests.push(Test::parse(operator, key, values, language)?);
                    }
                }
                _ => {
                    let what = format!("Condition {operator} must be a JSON object with at least one condition key");
                    return Err(Malformed::new(what));
                }
            }
        }
        Ok(Self { tests })
    }

    pub(super) fn verdict(&self, circumstances: &Circumstances) -> Verdict {
        let verdicts = self.tests.iter().map(|test| test.verdict(circumstances));
        verdicts.fold(Verdict::Met, |all, one| match (all, one) {
            (Verdict::NotMet, _) | (_, Verdict::NotMet) => Verdict::NotMet,
            (Verdict::NotUnderstood, _) | (_, Verdict::NotUnderstood) => Verdict::NotUnderstood,
            (Verdict::Met, Verdict::Met) => Verdict::Met,
        })
    }
}

impl Test {
    fn parse(operator: &str, key: &str, values: &Value, language: &Language) -> Result<Self, Malformed> {
        let values = match values {
            Value::Array(values) if values.is_empty() => {
                return Err(Malformed::new(format!("Condition {operator} has no value for {key}")));
            }
            Value::Array(values) => values.iter().collect(),
            single => vec![single],
        };
        let operator = Operator::named(operator, language);
        let kind = operator.map(|operator| operator.kind);
        let wanted = |value| Wanted::parse(kind, key, value);
        let values = values.into_iter().map(wanted).collect::<Result<_, _>>()?;
        Ok(Self { key: key.to_owned(), operator, values })
    }

    /// A negated operator on a key that the call does not have is not understood: RAM's documents do not say whether it
    /// is met.
    fn verdict(&self, circumstances: &Circumstances) -> Verdict {
        let Some(operator) = self.operator else { return Verdict::NotUnderstood };
        let actual = match circumstances.find(&self.key) {
            Found::Value(actual) => actual,
            Found::Absent if !operator.negated => return Verdict::NotMet,
            Found::Absent | Found::Unknown => return Verdict::NotUnderstood,
        };
        let mut any = false;
        for wanted in &self.values {
            match operator.compare(actual, wanted) {
                Some(equal) => any |= equal,
                None => return Verdict::NotUnderstood,
            }
        }
        if any == operator.negated { Verdict::NotMet } else { Verdict::Met }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Circumstances, Condition, Language, Verdict};

    /// A call from 127.0.0.1 on a day in June 2024, with an external ID.
    fn call(external_id: Option<&str>) -> Circumstances {
        let now = "2024-06-01T08:30:10Z".parse().unwrap();
        Circumstances::of_call(now, Some([127, 0, 0, 1].into())).with("sts:ExternalId", external_id)
    }

    fn verdict(condition: &Value) -> Verdict {
        Condition::parse(Some(condition), &Language::Ram).unwrap().verdict(&call(Some("x1")))
    }

    /// Each row: an operator, a key, a value with which the condition is met, and one with which it is not.
    #[test]
    fn every_operator_is_met_by_one_value_and_not_by_another() {
        for (operator, key, met, not_met) in [
            ("StringEquals", "sts:ExternalId", json!("x1"), json!("X1")),
            ("StringNotEquals", "sts:ExternalId", json!("X1"), json!("x1")),
            ("StringEqualsIgnoreCase", "sts:ExternalId", json!("X1"), json!("x2")),
            ("StringNotEqualsIgnoreCase", "sts:ExternalId", json!("x2"), json!("X1")),
            ("StringLike", "sts:ExternalId", json!("x*"), json!("X*")),
            ("StringNotLike", "sts:ExternalId", json!("y?"), json!("x?")),
            ("Bool", "acs:MFAPresent", json!("false"), json!("true")),
            ("Bool", "acs:SecureTransport", json!(false), json!(true)),
            ("IpAddress", "acs:SourceIp", json!("127.0.0.0/8"), json!("10.0.0.0/8")),
            ("NotIpAddress", "acs:SourceIp", json!("10.0.0.0/8"), json!("127.0.0.1")),
            ("DateEquals", "acs:CurrentTime", json!("2024-06-01T16:30:10+08:00"), json!("2024-06-01T08:30:11Z")),
            ("DateNotEquals", "acs:CurrentTime", json!("2024-06-01T08:30:11Z"), json!("2024-06-01T08:30:10Z")),
            ("DateLessThan", "acs:CurrentTime", json!("2024-06-01T08:30:11Z"), json!("2024-06-01T08:30:10Z")),
            ("DateLessThanEquals", "acs:CurrentTime", json!("2024-06-01T08:30:10Z"), json!("2024-06-01T08:30:09Z")),
            ("DateGreaterThan", "acs:CurrentTime", json!("2024-06-01T08:30:09Z"), json!("2024-06-01T08:30:10Z")),
            ("DateGreaterThanEquals", "acs:CurrentTime", json!("2024-06-01T08:30:10Z"), json!("2024-06-01T08:30:11Z")),
        ] {
            assert_eq!(verdict(&json!({operator: {key: met}})), Verdict::Met, "{operator} {met}");
            assert_eq!(verdict(&json!({operator: {key: not_met}})), Verdict::NotMet, "{operator} {not_met}");
        }
    }

    #[test]
    fn numbers_are_compared_as_numbers() {
        let met = |operator: &str, value: Value| {
            let condition =
                Condition::parse(Some(&json!({operator: {"sts:ExternalId": value}})), &Language::Ram).unwrap();
            condition.verdict(&call(Some("10"))) == Verdict::Met
        };
        for (operator, yes, no) in [
            ("NumericEquals", json!("10.0"), json!(9)),
            ("NumericNotEquals", json!(9), json!(10)),
            ("NumericLessThan", json!(11), json!(10)),
            ("NumericLessThanEquals", json!(10), json!("9")),
            ("NumericGreaterThan", json!(9), json!(10)),
            ("NumericGreaterThanEquals", json!(10), json!(11)),
        ] {
            assert!(met(operator, yes) && !met(operator, no), "{operator}");
        }
        let of_a_text = verdict(&json!({"NumericEquals": {"sts:ExternalId": 1}}));
        assert_eq!(of_a_text, Verdict::NotUnderstood, "x1 is not a number");
    }

    #[test]
    fn one_of_the_values_is_enough_and_a_negated_operator_excludes_all_of_them() {
        let of = |operator: &str, values: &[&str]| verdict(&json!({operator: {"sts:ExternalId": values}}));
        assert_eq!(of("StringEquals", &["a", "x1"]), Verdict::Met);
        assert_eq!(of("StringEquals", &["a", "b"]), Verdict::NotMet);
        assert_eq!(of("StringNotEquals", &["a", "b"]), Verdict::Met);
        assert_eq!(of("StringNotEquals", &["a", "x1"]), Verdict::NotMet);
    }

    #[test]
    fn all_keys_and_operators_have_to_be_met() {
        let of = |external_id: &str, address: &str| {
            verdict(&json!({
                "StringEquals": {"sts:externalid": external_id, "acs:MFAPresent": "false"},
                "IpAddress": {"acs:SourceIp": address},
            }))
        };
        assert_eq!(of("x1", "127.0.0.1"), Verdict::Met);
        assert_eq!(of("x2", "127.0.0.1"), Verdict::NotMet);
        assert_eq!(of("x1", "127.0.0.2"), Verdict::NotMet);
    }

    #[test]
    fn what_is_not_known_is_not_understood_unless_another_test_is_not_met() {
        let unknown_key = json!({"StringEquals": {"acs:SourceVpc": "vpc-1"}});
        assert_eq!(verdict(&unknown_key), Verdict::NotUnderstood);
        let unknown_operator = json!({"ForAnyValue:StringEquals": {"sts:ExternalId": "x1"}});
        assert_eq!(verdict(&unknown_operator), Verdict::NotUnderstood);
        let and_met = json!({"StringEquals": {"acs:SourceVpc": "vpc-1", "sts:ExternalId": "x1"}});
        assert_eq!(verdict(&and_met), Verdict::NotUnderstood);
        let and_not_met = json!({"StringEquals": {"acs:SourceVpc": "vpc-1", "sts:ExternalId": "x2"}});
        assert_eq!(verdict(&and_not_met), Verdict::NotMet);
    }

    #[test]
    fn a_key_that_the_call_does_not_have_equals_nothing() {
        let of = |condition: &Value| Condition::parse(Some(condition), &Language::Ram).unwrap().verdict(&call(None));
        assert_eq!(of(&json!({"StringEquals": {"sts:ExternalId": "x1"}})), Verdict::NotMet);
        assert_eq!(of(&json!({"StringNotEquals": {"sts:ExternalId": "x1"}})), Verdict::NotUnderstood);
    }

    #[test]
    fn conditions_with_mistakes_are_malformed() {
        for (condition, part) in [
            (json!([]), "must be a JSON object"),
            (json!({"StringEquals": "x"}), "at least one condition key"),
            (json!({"StringEquals": {}}), "at least one condition key"),
            (json!({"StringEquals": {"k": []}}), "no value for k"),
            (json!({"StringEquals": {"k": {}}}), "a text, a number or a bool"),
            (json!({"NumericEquals": {"k": "ten"}}), "a number"),
            (json!({"DateLessThan": {"k": "tomorrow"}}), "a date"),
            (json!({"Bool": {"k": "yes"}}), "true or false"),
            (json!({"IpAddress": {"k": "10.0.0.0/33"}}), "an IP address or a CIDR block"),
        ] {
            let error = Condition::parse(Some(&condition), &Language::Ram).unwrap_err().to_string();
            assert!(error.contains(part), "{condition}: {error}");
        }
        assert_eq!(Condition::parse(Some(&json!({})), &Language::Ram).unwrap(), Condition::default());
    }
}
