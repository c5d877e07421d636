//! Mobile numbers of alerts.

use tfplugin::{validate::Validator, value::Value};

use crate::{
    facts::alibaba::limit,
    rules::{Check, Requirement, ValueRule},
};

static PHONES: ValueRule = ValueRule {
    id: "alert-phones",
    subject: "The mobile numbers of an alert",
    requirement: Requirement::Computed(|| {
        format!("must contain at most {} mobile numbers of mainland China, with 11 digits each", max_count())
    }),
    check: Check::Value(check_phones),
};

pub(super) static RULES: [&ValueRule; 1] = [&PHONES];

/// Mobile numbers of the Chinese mainland, up to the limit of DTS. Messages never show the numbers.
pub(crate) fn phones() -> impl Validator {
    &PHONES
}

fn max_count() -> i64 {
    limit("alerts.phones").max
}

fn check_phones(value: &Value) -> Result<(), String> {
    let Value::List(numbers) = value else { return Ok(()) };
    if i64::try_from(numbers.len()).is_ok_and(|count| count > max_count()) {
        return Err(format!("It contains {} numbers. Keep at most {}.", numbers.len(), max_count()));
    }
    let is_mobile =
        |number: &str| number.len() == 11 && number.starts_with('1') && number.chars().all(|c| c.is_ascii_digit());
    if numbers.iter().filter_map(Value::as_str).all(is_mobile) {
        return Ok(());
    }
    Err("At least one value is not such a number. Write only the digits, without +86, spaces or dashes, such as \"13800000000\".".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(numbers: &[&str]) -> Result<(), String> {
        phones().check(&Value::List(numbers.iter().map(|number| (*number).into()).collect()))
    }

    #[test]
    fn ten_mobile_numbers_at_most() {
        assert_eq!(check(&["13800000000"; 10]), Ok(()));
        assert!(check(&["13800000000"; 11]).unwrap_err().contains("Keep at most 10"));
    }

    #[test]
    fn the_message_does_not_repeat_an_invalid_number() {
        let refused = check(&["+8613812345678"]).unwrap_err();
        assert!(!refused.contains("13812345678"), "{refused}");
    }
}
