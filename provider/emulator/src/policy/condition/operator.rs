//! The operators of conditions.

use jiff::Timestamp;

use crate::policy::language::Language;

use super::kind::{Kind, Relation, TextMatch};
use super::value::Wanted;

/// An operator: how a value is compared, and whether the result is negated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Operator {
    pub(super) kind: Kind,
    pub(super) negated: bool,
}

const fn is(kind: Kind) -> Operator {
    Operator { kind, negated: false }
}

const fn not(kind: Kind) -> Operator {
    Operator { kind, negated: true }
}

/// The operators that RAM's documentation lists.
const OPERATORS: [(&str, Operator); 21] = [
    ("StringEquals", is(Kind::Text(TextMatch::Exact))),
    ("StringNotEquals", not(Kind::Text(TextMatch::Exact))),
    ("StringEqualsIgnoreCase", is(Kind::Text(TextMatch::IgnoreCase))),
    ("StringNotEqualsIgnoreCase", not(Kind::Text(TextMatch::IgnoreCase))),
    ("StringLike", is(Kind::Text(TextMatch::Wildcards))),
    ("StringNotLike", not(Kind::Text(TextMatch::Wildcards))),
    ("NumericEquals", is(Kind::Number(Relation::Equal))),
    ("NumericNotEquals", not(Kind::Number(Relation::Equal))),
    ("NumericLessThan", is(Kind::Number(Relation::Less))),
    ("NumericLessThanEquals", is(Kind::Number(Relation::LessOrEqual))),
    ("NumericGreaterThan", is(Kind::Number(Relation::Greater))),
    ("NumericGreaterThanEquals", is(Kind::Number(Relation::GreaterOrEqual))),
    ("DateEquals", is(Kind::Date(Relation::Equal))),
    ("DateNotEquals", not(Kind::Date(Relation::Equal))),
    ("DateLessThan", is(Kind::Date(Relation::Less))),
    ("DateLessThanEquals", is(Kind::Date(Relation::LessOrEqual))),
    ("DateGreaterThan", is(Kind::Date(Relation::Greater))),
    ("DateGreaterThanEquals", is(Kind::Date(Relation::GreaterOrEqual))),
    ("Bool", is(Kind::Bool)),
    ("IpAddress", is(Kind::Ip)),
    ("NotIpAddress", not(Kind::Ip)),
];

/// The operators of CAM. Those with a prefix like `for_any_value:` are not understood.
const CAM_OPERATORS: [(&str, Operator); 8] = [
    ("string_equal", is(Kind::Text(TextMatch::Exact))),
    ("string_not_equal", not(Kind::Text(TextMatch::Exact))),
    ("string_equal_ignore_case", is(Kind::Text(TextMatch::IgnoreCase))),
    ("string_not_equal_ignore_case", not(Kind::Text(TextMatch::IgnoreCase))),
    ("string_like", is(Kind::Text(TextMatch::Wildcards))),
    ("string_not_like", not(Kind::Text(TextMatch::Wildcards))),
    ("ip_equal", is(Kind::Ip)),
    ("ip_not_equal", not(Kind::Ip)),
];

impl Operator {
    /// The operator of a name; none for a name that the language does not have.
    pub(super) fn named(name: &str, language: &Language) -> Option<Self> {
        let operators = match language {
            Language::Ram => OPERATORS.as_slice(),
            Language::Cam { .. } => &CAM_OPERATORS,
        };
        operators.iter().find(|(known, _)| *known == name).map(|(_, operator)| *operator)
    }

    /// Compares the value of a call with a wanted value, before negation. None when the value of the call does not have
    /// the form that this operator compares.
    pub(super) fn compare(self, actual: &str, wanted: &Wanted) -> Option<bool> {
        match (self.kind, wanted) {
            (Kind::Text(how), Wanted::Text(text)) => Some(how.holds(actual, text)),
            (Kind::Number(relation), Wanted::Number(number)) => {
                let actual: f64 = actual.parse().ok()?;
                actual.partial_cmp(number).map(|order| relation.holds(order))
            }
            (Kind::Date(relation), Wanted::Date(date)) => {
                let actual: Timestamp = actual.parse().ok()?;
                Some(relation.holds(actual.cmp(date)))
            }
            (Kind::Bool, Wanted::Bool(wanted)) => actual.parse::<bool>().ok().map(|actual| actual == *wanted),
            (Kind::Ip, Wanted::Network(network)) => actual.parse().ok().map(|address| network.contains(address)),
            _ => None,
        }
    }
}
