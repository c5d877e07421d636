//! The page of a function.

use std::fmt::Write as _;

use super::markdown::once;
use super::schema::{Function, Parameter};
use super::types;

/// `role_arn(account_id string, name string) string`.
pub(super) fn signature(name: &str, function: &Function) -> String {
    let one = |parameter: &Parameter| format!("{} {}", parameter.name, types::signature(&parameter.ty));
    let mut parameters: Vec<String> = function.parameters.iter().map(one).collect();
    parameters.extend(function.variadic_parameter.as_ref().map(|last| format!("{}...", one(last))));
    format!("{name}({}) {}", parameters.join(", "), types::signature(&function.return_type))
}

/// Signature and arguments.
pub(super) fn section(name: &str, function: &Function) -> String {
    let mut text = format!("## Signature\n\n```text\n{}\n```\n\n## Arguments\n\n", signature(name, function));
    let all = function.parameters.iter().map(|parameter| (parameter, ""));
    let all = all.chain(function.variadic_parameter.iter().map(|last| (last, "Variadic, ")));
    for (at, (parameter, variadic)) in all.enumerate() {
        let null = if parameter.is_nullable { ", Nullable" } else { "" };
        let (name, ty) = (&parameter.name, types::title(&parameter.ty));
        let _ = writeln!(text, "{}. `{name}` ({variadic}{ty}{null}) {}", at + 1, once(&parameter.description));
    }
    text.trim_end().to_owned()
}
