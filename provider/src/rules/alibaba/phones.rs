//! Phone numbers of alerts.

use tfplugin::{validate::Validator, value::Value};

use crate::facts::alibaba::limit;

/// Mobile numbers of mainland China, not too many. The numbers themselves are never repeated in a message.
pub(crate) fn phones() -> impl Validator {
    Phones
}

struct Phones;

impl Validator for Phones {
    fn rule(&self) -> &'static str {
        "alert-phones"
    }

    fn describe(&self) -> String {
        format!("must have at most {} mobile numbers of mainland China, 11 digits each", limit("alerts.phones").max)
    }

    fn check(&self, value: &Value) -> Result<(), String> {
        let Value::List(numbers) = value else { return Ok(()) };
        let most = limit("alerts.phones").max;
        if i64::try_from(numbers.len()).is_ok_and(|count| count > most) {
            return Err(format!("There are {}. Keep {most}.", numbers.len()));
        }
        let is_mobile =
            |number: &str| number.len() == 11 && number.starts_with('1') && number.chars().all(|c| c.is_ascii_digit());
        match numbers.iter().filter_map(Value::as_str).position(|number| !is_mobile(number)) {
            None => Ok(()),
            Some(_) => Err(
                "One is something else. Write the digits alone, without +86, spaces or dashes, such as \"13800000000\".".to_owned(),
            ),
        }
    }
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
        assert!(check(&["13800000000"; 11]).unwrap_err().contains("Keep 10"));
    }

    #[test]
    fn a_wrong_number_is_not_repeated() {
        let refused = check(&["+8613812345678"]).unwrap_err();
        assert!(!refused.contains("13812345678"), "{refused}");
    }
}
