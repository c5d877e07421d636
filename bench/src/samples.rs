//! Several measurements of the same thing.

/// Measurements in seconds, bytes or without a unit.
#[derive(Clone, Debug, Default)]
pub(super) struct Samples(Vec<f64>);

impl Samples {
    pub(super) fn add(&mut self, value: f64) {
        self.0.push(value);
    }

    /// The middle one, or the mean of both in the middle; not a number without measurements.
    pub(super) fn median(&self) -> f64 {
        let sorted = self.sorted();
        let upper = sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN);
        let lower = sorted.get(sorted.len().saturating_sub(1) / 2).copied().unwrap_or(f64::NAN);
        f64::midpoint(lower, upper)
    }

    /// The smallest; not a number without measurements.
    pub(super) fn min(&self) -> f64 {
        self.sorted().first().copied().unwrap_or(f64::NAN)
    }

    /// The quotients of the measurements of the same round.
    pub(super) fn divided_by(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(own, other)| own / other).collect())
    }

    fn sorted(&self) -> Vec<f64> {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        sorted
    }
}

impl FromIterator<f64> for Samples {
    fn from_iter<I: IntoIterator<Item = f64>>(values: I) -> Self {
        Self(values.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_does_not_depend_on_the_order_or_on_one_slow_run() {
        let odd: Samples = [9.0, 1.0, 2.0].into_iter().collect();
        let even: Samples = [4.0, 1.0, 100.0, 2.0].into_iter().collect();
        assert_eq!((odd.median(), odd.min()), (2.0, 1.0));
        assert_eq!((even.median(), even.min()), (3.0, 1.0));
        assert!(Samples::default().median().is_nan() && Samples::default().min().is_nan());
    }

    #[test]
    fn quotients_are_of_the_same_round() {
        let own: Samples = [3.0, 10.0].into_iter().collect();
        let other: Samples = [1.0, 2.0].into_iter().collect();
        assert_eq!(own.divided_by(&other).median(), 4.0);
    }
}
