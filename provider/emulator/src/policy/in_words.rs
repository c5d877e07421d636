//! Trust documents as readable lines, one for each statement. The names of their elements have capital letters in RAM
//! and small ones in CAM.

use serde_json::Value;

/// A line for each statement of a trust document; the text itself when it is not a document.
pub(crate) fn sentences(text: &str) -> Vec<String> {
    let Ok(document) = serde_json::from_str::<Value>(text) else { return vec![text.to_owned()] };
    match element(&document, "statement") {
        Value::Array(statements) => statements.iter().map(sentence).collect(),
        Value::Null => vec![text.to_owned()],
        single => vec![sentence(single)],
    }
}

/// An element by its name in small letters.
fn element<'a>(value: &'a Value, name: &str) -> &'a Value {
    let found = value.as_object().and_then(|fields| fields.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)));
    found.map_or(&Value::Null, |(_, value)| value)
}

fn sentence(statement: &Value) -> String {
    let who: Vec<String> = element(statement, "principal")
        .as_object()
        .into_iter()
        .flatten()
        .map(|(kind, names)| format!("{kind} {}", listed(names)))
        .collect();
    let effect = element(statement, "effect").as_str().unwrap_or("?");
    let action = match element(statement, "notaction") {
        Value::Null => listed(element(statement, "action")),
        others => format!("all but {}", listed(others)),
    };
    let condition = match element(statement, "condition") {
        Value::Null => String::new(),
        condition => format!(", if {condition}"),
    };
    format!("{effect} {action} to {}{condition}", who.join("; "))
}

/// One or several names, as a text.
fn listed(names: &Value) -> String {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match names {
        Value::Array(names) => names.iter().map(text).collect::<Vec<_>>().join(", "),
        single => text(single),
    }
}

#[cfg(test)]
mod tests {
    use super::sentences;

    #[test]
    fn each_statement_is_a_line_with_principals_actions_and_condition() {
        let one = r#"{"Version":"1","Statement":[
            {"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":["2@dts.aliyuncs.com"],"RAM":"acs:ram::2:root"}},
            {"Effect":"Deny","NotAction":["a:b","c:d"],"Principal":{"RAM":["x"]},"Condition":{"StringEquals":{"k":"v"}}}]}"#;
        assert_eq!(
            sentences(one),
            [
                "Allow sts:AssumeRole to RAM acs:ram::2:root; Service 2@dts.aliyuncs.com",
                r#"Deny all but a:b, c:d to RAM x, if {"StringEquals":{"k":"v"}}"#,
            ]
        );
        let single = r#"{"Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Federated":"p"}}}"#;
        assert_eq!(sentences(single), ["Allow sts:AssumeRole to Federated p"]);
        let cam = r#"{"version":"2.0","statement":[{"effect":"allow","action":"name/sts:AssumeRole","principal":{"qcs":["q"]}}]}"#;
        assert_eq!(sentences(cam), ["allow name/sts:AssumeRole to qcs q"]);
        assert_eq!(sentences("no document"), ["no document"]);
    }
}
