//! Trust documents as readable lines, one for each statement.

use serde_json::Value;

/// A line for each statement of a trust document; the text itself when it is not a document.
pub(super) fn sentences(text: &str) -> Vec<String> {
    let Ok(document) = serde_json::from_str::<Value>(text) else { return vec![text.to_owned()] };
    match &document["Statement"] {
        Value::Array(statements) => statements.iter().map(sentence).collect(),
        Value::Null => vec![text.to_owned()],
        single => vec![sentence(single)],
    }
}

fn sentence(statement: &Value) -> String {
    let who: Vec<String> = statement["Principal"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(kind, names)| format!("{kind} {}", listed(names)))
        .collect();
    let effect = statement["Effect"].as_str().unwrap_or("?");
    let action = match &statement["NotAction"] {
        Value::Null => listed(&statement["Action"]),
        others => format!("all but {}", listed(others)),
    };
    let condition = match &statement["Condition"] {
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
        assert_eq!(sentences("no document"), ["no document"]);
    }
}
