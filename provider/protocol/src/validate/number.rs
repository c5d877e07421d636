//! Validators of numbers.

use std::ops::RangeInclusive;

use super::Validator;
use crate::value::Value;

/// Accepts a whole number in a range, including both limits.
pub fn between(range: RangeInclusive<i64>) -> impl Validator {
    IntegerRange(range, "")
}

/// The same as [`between`], with a unit in the description: `must be a whole number from 900 to 43200 (seconds)`.
pub fn in_range(range: RangeInclusive<i64>, unit: &'static str) -> impl Validator {
    IntegerRange(range, unit)
}

struct IntegerRange(RangeInclusive<i64>, &'static str);

impl Validator for IntegerRange {
    fn rule(&self) -> &'static str {
        "number-range"
    }

    fn describe(&self) -> String {
        let unit = if self.1.is_empty() { String::new() } else { format!(" ({})", self.1) };
        if *self.0.end() == i64::MAX {
            return format!("must be a whole number of at least {}{unit}", self.0.start());
        }
        format!("must be a whole number from {} to {}{unit}", self.0.start(), self.0.end())
    }

    fn check(&self, value: &Value) -> Result<(), String> {
        let Value::Number(number) = value else { return Ok(()) };
        match number.as_i64() {
            Some(int) if self.0.contains(&int) => Ok(()),
            Some(int) => Err(format!("It is {int}.")),
            None => Err(out_of_reach(&number.to_string(), *self.0.end())),
        }
    }
}

/// A fraction, or a number outside of 64 bits.
fn out_of_reach(number: &str, most: i64) -> String {
    let shown: String = number.chars().take(40).collect();
    let shown = if shown.len() < number.len() { format!("{shown}…") } else { shown };
    let is_large = !number.contains('.') && !number.starts_with('-');
    if is_large && most == i64::MAX {
        format!("It is {shown}. The largest number is {most}.")
    } else {
        format!("It is {shown}.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Number;

    #[test]
    fn limits_are_accepted_and_fractions_are_rejected() {
        let validator = in_range(900..=3600, "seconds");
        assert_eq!(validator.check(&900.into()), Ok(()));
        assert_eq!(validator.check(&3600.into()), Ok(()));
        assert_eq!(validator.check(&899.into()), Err("It is 899.".into()));
        assert!(validator.check(&Value::Number(Number::parse("900.5").unwrap())).is_err());
        let large = Value::Number(Number::parse("99999999999999999999").unwrap());
        let refused = between(1..=i64::MAX).check(&large).unwrap_err();
        assert_eq!(refused, "It is 99999999999999999999. The largest number is 9223372036854775807.");
        assert_eq!(validator.describe(), "must be a whole number from 900 to 3600 (seconds)");
    }
}
