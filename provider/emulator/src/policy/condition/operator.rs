//! The operators of conditions.

use jiff::Timestamp;

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

impl Operator {
    /// The operator of a name; none for a name that is not in the list.
    pub(super) fn named(name: &str) -> Option<Self> {
        OPERATORS.iter().find(|(known, _)| *known == name).map(|(_, operator)| *operator)
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
