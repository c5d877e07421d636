//! A time in minutes that DTS keeps in seconds.

use tfplugin::{
    model::{Content, ModelError},
    path::PathRef,
    schema::Shape,
    value::{Number, Value},
};

/// A time that a configuration gives in whole minutes and DTS in seconds. Seconds that are not a whole number of minutes,
/// which only a change outside of Terraform can set, are kept: in the state they are a fraction of a minute, so that the
/// plan shows the difference.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Minutes {
    seconds: i64,
}

impl Minutes {
    /// From whole minutes.
    pub(crate) fn new(minutes: i64) -> Self {
        Self { seconds: minutes.saturating_mul(60) }
    }

    /// From the seconds that DTS returns.
    pub(crate) fn from_seconds(seconds: i64) -> Self {
        Self { seconds }
    }

    /// The seconds to send to DTS.
    pub(crate) fn seconds(self) -> i64 {
        self.seconds
    }

    /// The whole minutes, rounded down.
    pub(crate) fn whole(self) -> i64 {
        self.seconds / 60
    }
}

impl Content for Minutes {
    fn shape() -> Shape {
        i64::shape()
    }

    fn read(value: &Value, path: &PathRef<'_>) -> Result<Self, ModelError> {
        if let Value::Number(number) = value
            && number.as_i64().is_none()
        {
            #[expect(clippy::cast_possible_truncation, reason = "a float saturates to the limits of the integer")]
            return Ok(Self::from_seconds((number.as_f64() * 60.0).round() as i64));
        }
        i64::read(value, path).map(Self::new)
    }

    fn write(&self) -> Value {
        if self.seconds % 60 == 0 {
            return Value::from(self.whole());
        }
        #[expect(clippy::cast_precision_loss, reason = "seconds of a retry time are far below 2^52")]
        let minutes = self.seconds as f64 / 60.0;
        // Six digits are enough to get the same second back.
        Number::parse(&format!("{minutes:.6}")).map_or_else(|_| Value::from(self.whole()), Value::Number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_survive_the_state() {
        for seconds in [0, 59, 60, 90, 91, 600, 43_200, 43_201, 86_399] {
            let minutes = Minutes::from_seconds(seconds);
            assert_eq!(Minutes::read(&minutes.write(), &PathRef::root()).unwrap(), minutes, "{seconds}");
        }
        assert_eq!(Minutes::new(2).write(), Value::from(2));
        assert_eq!(Minutes::from_seconds(90).write(), Value::Number(Number::parse("1.5").unwrap()));
    }
}
