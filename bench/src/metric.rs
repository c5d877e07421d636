//! One measured number beside its goal.

/// The unit in which a number is printed.
#[derive(Clone, Copy, Debug)]
pub(super) enum Unit {
    Milliseconds,
    Microseconds,
    /// 1,000,000 bytes.
    Megabytes,
    Times,
    /// How many times faster than another program; the goal is the lower bound.
    Speedup,
    Calls,
    /// Calls a second; the goal is the lower bound.
    PerSecond,
}

impl Unit {
    pub(super) fn text(self, value: f64) -> String {
        match self {
            Self::Milliseconds => format!("{:.1} ms", value * 1e3),
            Self::Microseconds => format!("{:.0} µs", value * 1e6),
            Self::Megabytes => format!("{:.1} MB", value / 1e6),
            Self::Times | Self::Speedup => format!("{value:.2} ×"),
            Self::Calls => format!("{value:.2} calls"),
            Self::PerSecond => format!("{value:.0} /s"),
        }
    }

    /// Whether the goal is a lower bound.
    fn more_is_better(self) -> bool {
        matches!(self, Self::PerSecond | Self::Speedup)
    }
}

/// One line of the first table.
#[derive(Clone, Debug)]
pub(super) struct Metric {
    pub(super) name: String,
    pub(super) unit: Unit,
    pub(super) goal: Option<f64>,
    pub(super) ours: f64,
    pub(super) control: Option<f64>,
}

impl Metric {
    /// Whether the goal is met, if there is one. The exact value counts, not the printed one. A value that is not a number misses
    /// the goal.
    pub(super) fn verdict(&self) -> &'static str {
        match self.goal {
            None => "",
            Some(goal) if self.unit.more_is_better() && self.ours >= goal => "met",
            Some(goal) if !self.unit.more_is_better() && self.ours <= goal => "met",
            Some(_) => "MISSED",
        }
    }

    /// Cells of the table.
    pub(super) fn row(&self) -> [String; 5] {
        let text = |value: Option<f64>| value.map_or_else(String::new, |value| self.unit.text(value));
        let bound = if self.unit.more_is_better() { "≥" } else { "≤" };
        let goal = self.goal.map_or_else(String::new, |goal| format!("{bound} {}", self.unit.text(goal)));
        [self.name.clone(), goal, text(Some(self.ours)), text(self.control), self.verdict().to_owned()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_goal_of_calls_a_second_is_a_lower_bound() {
        let verdict = |ours| {
            let (name, unit) = ("reads".into(), Unit::PerSecond);
            Metric { name, unit, goal: Some(5000.0), ours, control: None }.verdict()
        };
        assert_eq!([5000.0, 4999.0, f64::NAN].map(verdict), ["met", "MISSED", "MISSED"]);
    }
}
