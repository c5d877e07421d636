//! Injected faults: calls that match a rule fail, are held, or lose their answer.

mod answer;
mod chance;
mod held;
mod injected_fault;
mod matching;
mod rule;

use self::chance::Chance;

pub(crate) use held::{Held, Place};
pub(crate) use injected_fault::{Effect, InjectedFault};
pub(crate) use matching::Shown;
pub(crate) use rule::Rule;

/// The active rules.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<Active>);

/// A rule and its counters.
#[derive(Debug)]
struct Active {
    rule: Rule,
    /// Number of calls that still get the fault; `None` means no limit.
    left: Option<u32>,
    /// Number of matching calls to which it does not apply yet.
    after: u32,
    /// It is not active until a call matches `since`.
    asleep: bool,
    /// For a rule with a rate.
    chance: Option<Chance>,
}

impl Active {
    fn new(rule: Rule) -> Self {
        let (left, after, asleep) = (rule.limit(), rule.after, rule.since.is_some());
        let chance = rule.rate.map(|rate| Chance::new(rate, rule.seed));
        Self { rule, left, after, asleep, chance }
    }

    /// Whether it applies to a call; the call is counted.
    fn hits(&mut self, call: &Shown) -> bool {
        if self.asleep || self.left == Some(0) || !self.rule.matching.fits(call) {
            return false;
        }
        if self.after > 0 {
            self.after -= 1;
            return false;
        }
        self.chance.as_mut().is_none_or(|chance| chance.hits(call))
    }
}

impl Faults {
    pub(crate) fn add(&mut self, rule: Rule) {
        self.0.push(Active::new(rule));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// The fault of the first rule that applies. Every rule counts the call.
    pub(crate) fn next(&mut self, call: &Shown) -> Option<InjectedFault> {
        let hitting: Vec<&mut Active> =
            self.0.iter_mut().filter_map(|active| active.hits(call).then_some(active)).collect();
        let first = hitting.into_iter().next()?;
        first.left = first.left.map(|left| left.saturating_sub(1));
        Some(InjectedFault::new(first.rule.clone()))
    }

    /// A call has succeeded: rules that waited for it become active.
    pub(crate) fn performed(&mut self, call: &Shown) {
        for active in &mut self.0 {
            active.asleep &= !active.rule.since.as_ref().is_some_and(|since| since.fits(call));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Faults, Rule, Shown};

    fn faults(rules: &[&str]) -> Faults {
        let mut faults = Faults::default();
        for rule in rules {
            faults.add(serde_json::from_str::<Rule>(rule).unwrap().checked().unwrap());
        }
        faults
    }

    fn call(action: &str) -> Shown {
        let mutating = !action.starts_with("Get");
        let [action, account, object] = [action, "1", "o"].map(str::to_owned);
        Shown { action, account, object, mutating, job_name: String::new() }
    }

    fn hit(faults: &mut Faults, actions: &[&str]) -> Vec<bool> {
        actions.iter().map(|action| faults.next(&call(action)).is_some()).collect()
    }

    #[test]
    fn ordinals_count_all_calls_the_changing_ones_or_those_of_an_action() {
        let walk = ["GetRole", "CreateRole", "GetRole", "DeleteRole", "GetRole"];
        for (rule, at) in [
            (r#"{"kind": "throttle", "after": 1}"#, 1),
            (r#"{"kind": "throttle", "after": 1, "match": {"mutating": true}}"#, 3),
            (r#"{"kind": "throttle", "after": 1, "match": {"action": "GetRole"}}"#, 2),
            (r#"{"kind": "throttle", "match": {"mutating": false, "object": "o", "account": "1"}}"#, 0),
        ] {
            let hits = hit(&mut faults(&[rule]), &walk);
            let expected: Vec<bool> = (0..walk.len()).map(|number| number == at).collect();
            assert_eq!(hits, expected, "{rule}");
        }
        assert!(!hit(&mut faults(&[r#"{"kind": "throttle", "match": {"object": "p"}}"#]), &walk).contains(&true));
    }

    #[test]
    fn a_rule_counts_calls_that_another_one_spoils() {
        let mut both = faults(&[r#"{"kind": "throttle", "times": 2}"#, r#"{"kind": "http_500", "after": 2}"#]);
        assert_eq!(hit(&mut both, &["A", "B", "C", "D"]), [true, true, true, false]);
    }

    #[test]
    fn a_sleeping_rule_wakes_when_its_call_was_performed() {
        let mut slow = faults(&[
            r#"{"kind": "throttle", "match": {"action": "GetRole"}, "since": {"action": "CreateRole"}, "times": 2}"#,
        ]);
        assert_eq!(hit(&mut slow, &["GetRole", "CreateRole", "GetRole"]), [false; 3]);
        slow.performed(&call("DeleteRole"));
        assert_eq!(hit(&mut slow, &["GetRole"]), [false]);
        slow.performed(&call("CreateRole"));
        assert_eq!(hit(&mut slow, &["GetRole", "CreateRole", "GetRole", "GetRole"]), [true, false, true, false]);
    }
}
