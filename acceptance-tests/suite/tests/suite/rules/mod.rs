//! Every rule: refused on its line, allowed in its twin, and skipped while a value is unknown. One file per rule, in
//! `acceptance-tests/rules`.

mod advice;
mod catalogue;
mod folder;
mod form;
mod paths;
mod pieces;
mod plan_and_apply;
mod suppressed;
mod validate;

use std::collections::BTreeSet;

#[test]
fn every_rule_has_a_case_and_every_case_a_rule() {
    let rules: BTreeSet<String> = catalogue::listed().into_keys().collect();
    let cases: BTreeSet<String> = catalogue::files().into_keys().collect();
    assert_eq!(rules, cases);
}
