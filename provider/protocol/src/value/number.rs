//! Numbers of any size and precision.

use std::{fmt, str::FromStr};

use bigdecimal::{BigDecimal, ToPrimitive, num_bigint::ToBigInt};

use super::DecodeError;

/// A decimal number. It is exact, also for integers above 64 bits and for fractions that a float cannot represent.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Number(Box<BigDecimal>);

/// The largest exponent that is accepted. Otherwise a few bytes could become gigabytes of digits.
const MAX_EXPONENT: i64 = 10_000;

/// The msgpack form of a number.
#[derive(Debug, PartialEq)]
pub(crate) enum WireNumber {
    Int(i64),
    Float(f64),
    Text(String),
}

impl Number {
    /// Parses decimal digits, with an optional fraction and exponent.
    ///
    /// # Errors
    /// The text is not a number, or its exponent is above 10,000.
    pub fn parse(text: &str) -> Result<Self, DecodeError> {
        let number = BigDecimal::from_str(text).map_err(|_| {
            DecodeError::new(format!("{:?} is not a number", text.chars().take(40).collect::<String>()))
        })?;
        Self::check_exponent(number)
    }

    /// The exact decimal value of a float.
    ///
    /// # Errors
    /// The float is infinite or not a number.
    pub fn from_f64(value: f64) -> Result<Self, DecodeError> {
        let number =
            BigDecimal::try_from(value).map_err(|_| DecodeError::new(format!("{value} is not a finite number")))?;
        Self::check_exponent(number)
    }

    fn check_exponent(number: BigDecimal) -> Result<Self, DecodeError> {
        let (_, scale) = number.as_bigint_and_exponent();
        if scale.abs() > MAX_EXPONENT {
            return Err(DecodeError::new("the exponent of the number is above 10000"));
        }
        Ok(Self(Box::new(number.normalized())))
    }

    /// The number as a 64-bit integer, if it is one.
    pub fn as_i64(&self) -> Option<i64> {
        if self.0.is_integer() { self.0.to_bigint()?.to_i64() } else { None }
    }

    /// The nearest float.
    pub fn as_f64(&self) -> f64 {
        self.0.to_f64().unwrap_or(f64::NAN)
    }

    /// The form in which Terraform also writes the number: an integer, an exact float, or decimal text.
    pub(crate) fn wire_form(&self) -> WireNumber {
        if let Some(int) = self.as_i64() {
            return WireNumber::Int(int);
        }
        let float = self.as_f64();
        if float.is_finite() && Number::from_f64(float).is_ok_and(|back| back == *self) {
            return WireNumber::Float(float);
        }
        WireNumber::Text(self.to_string())
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self(Box::new(BigDecimal::from(value).normalized()))
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_plain_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wire_form_is_exact() {
        assert_eq!(Number::parse("3600").unwrap().wire_form(), WireNumber::Int(3600));
        assert_eq!(Number::parse("1e3").unwrap().wire_form(), WireNumber::Int(1000));
        assert_eq!(Number::parse("0.5").unwrap().wire_form(), WireNumber::Float(0.5));
        assert_eq!(Number::parse("0.1").unwrap().wire_form(), WireNumber::Text("0.1".into()));
        let big = "123456789012345678901234567890";
        assert_eq!(Number::parse(big).unwrap().wire_form(), WireNumber::Text(big.into()));
    }

    #[test]
    fn text_that_is_not_a_number_and_excessive_numbers_are_rejected() {
        assert!(Number::parse("12x").is_err());
        assert!(Number::parse("1e999999999").is_err());
        assert!(Number::from_f64(f64::INFINITY).is_err());
    }
}
