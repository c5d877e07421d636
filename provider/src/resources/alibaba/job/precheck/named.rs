//! The argument of an endpoint that the error of a precheck item names.

use tfplugin::{diagnostic::Diagnostic, path::AttributePath};

use crate::resources::alibaba::job::endpoint::Endpoint;

/// Moves an error that is on the user name of an endpoint to the argument whose value the error names: DTS reports a database that
/// does not exist with the same item as a wrong password.
pub(in crate::resources) fn on_named_argument(
    failure: Diagnostic,
    source: Option<&Endpoint>,
    destination: Option<&Endpoint>,
) -> Diagnostic {
    let endpoints = [("source", source), ("destination", destination)];
    let of_user = |(block, _): &(&'static str, _)| failure.path == AttributePath::of(&[block, "username"]);
    let Some((block, Some(endpoint))) = endpoints.into_iter().find(of_user) else { return failure };
    // The cause is the first line.
    let cause = failure.detail.lines().next().unwrap_or_default();
    let arguments = [
        ("username", &endpoint.username),
        ("database", &endpoint.database),
        ("oracle_sid", &endpoint.oracle_sid),
        ("host", &endpoint.host),
        ("instance_id", &endpoint.instance_id),
    ];
    let named = arguments.into_iter().find(|(_, value)| value.as_str().is_some_and(|value| has_word(cause, value)));
    let Some((argument, _)) = named else { return failure };
    failure.at(AttributePath::of(&[block, argument]))
}

/// Whether a text has a name as a whole word: `shop` is not in `pgm-shop-eu`.
fn has_word(text: &str, name: &str) -> bool {
    text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '$')))
        .any(|word| word.trim_end_matches('.') == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blamed(cause: &str) -> AttributePath {
        let endpoint = Endpoint {
            username: "migrator".into(),
            database: "shop".into(),
            host: "10.1.0.7".into(),
            instance_id: "pgm-shop-eu".into(),
            ..Endpoint::default()
        };
        let failure =
            Diagnostic::error("Precheck item CHECK_CONN_DEST failed", format!("{cause}\n\nThe database shop."));
        on_named_argument(failure.at(AttributePath::of(&["destination", "username"])), None, Some(&endpoint)).path
    }

    #[test]
    fn the_argument_is_the_one_that_the_cause_names() {
        let of = |argument| AttributePath::of(&["destination", argument]);
        assert_eq!(blamed("DTS says: pgm-shop-eu has no database shop."), of("database"));
        assert_eq!(blamed("DTS says: FATAL: database \"shop\" does not exist"), of("database"));
        assert_eq!(blamed("DTS says: cannot connect to 10.1.0.7:5432"), of("host"));
        assert_eq!(blamed("DTS says: access denied for user 'migrator'@'%' to database 'shop'"), of("username"));
        assert_eq!(blamed("DTS says: no RDS pgm-shop-eu in account 1234567890123456"), of("instance_id"));
        assert_eq!(blamed("DTS says: the server does not answer"), of("username"));
    }

    #[test]
    fn an_error_on_another_argument_stays_there() {
        let path = AttributePath::of(&["migration_types"]);
        let failure = Diagnostic::error("Precheck item CHECK_BINLOG_ON failed", "shop").at(path.clone());
        let endpoint = Endpoint { database: "shop".into(), ..Endpoint::default() };
        assert_eq!(on_named_argument(failure, Some(&endpoint), None).path, path);
    }
}
