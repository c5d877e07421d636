//! The argument of an endpoint that the error of a precheck item names.

use tfplugin::{diagnostic::Diagnostic, model::Attr, path::AttributePath};

use crate::{facts::alibaba::region, resources::alibaba::job::endpoint::Endpoint};

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
    let Some(argument) = named_in(cause, endpoint, |_| true) else { return failure };
    failure.at(AttributePath::of(&[block, argument]))
}

/// The argument of an endpoint whose value a text names, of those that may be the cause. A region that the provider does not know
/// comes first: in it, no instance is found.
pub(in crate::resources) fn named_in(
    text: &str,
    endpoint: &Endpoint,
    may_be: impl Fn(&str) -> bool,
) -> Option<&'static str> {
    let region_is_known = endpoint.region.as_str().is_none_or(|id| region(id).is_some());
    let region_first = ("region", &endpoint.region, !region_is_known);
    let arguments = [
        region_first,
        ("username", &endpoint.username, true),
        ("database", &endpoint.database, true),
        ("oracle_sid", &endpoint.oracle_sid, true),
        ("host", &endpoint.host, true),
        ("instance_id", &endpoint.instance_id, true),
        ("region", &endpoint.region, true),
    ];
    let is_named = |value: &Attr<String>| value.as_str().is_some_and(|value| has_word(text, value));
    let named = |(argument, value, counts): &(&'static str, &Attr<String>, bool)| {
        *counts && may_be(argument) && is_named(value)
    };
    arguments.iter().find(|one| named(one)).map(|(argument, ..)| *argument)
}

/// Whether a text has a name as a whole word: `shop` is not in `pgm-shop-eu`.
fn has_word(text: &str, name: &str) -> bool {
    text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '$')))
        .any(|word| word.trim_end_matches('.') == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoint() -> Endpoint {
        Endpoint {
            region: "cn-hangzhou".into(),
            username: "migrator".into(),
            database: "shop".into(),
            host: "10.1.0.7".into(),
            instance_id: "pgm-shop-eu".into(),
            ..Endpoint::default()
        }
    }

    fn blamed(cause: &str) -> AttributePath {
        blamed_of(&endpoint(), cause)
    }

    fn blamed_of(endpoint: &Endpoint, cause: &str) -> AttributePath {
        let failure =
            Diagnostic::error("Precheck item CHECK_CONN_DEST failed", format!("{cause}\n\nThe database shop."));
        on_named_argument(failure.at(AttributePath::of(&["destination", "username"])), None, Some(endpoint)).path
    }

    #[test]
    fn a_region_that_is_not_known_is_the_cause() {
        let cause = |region: &str| format!("DTS says: no RDS pgm-shop-eu in account 1234567890123456, region {region}");
        let misspelled = Endpoint { region: "cn-hangzou".into(), ..endpoint() };
        assert_eq!(blamed_of(&misspelled, &cause("cn-hangzou")), AttributePath::of(&["destination", "region"]));
        assert_eq!(blamed(&cause("cn-hangzhou")), AttributePath::of(&["destination", "instance_id"]));
    }

    #[test]
    fn of_a_change_only_the_changed_arguments_may_be_the_cause() {
        let text = "no RDS pgm-shop-eu in account 1234567890123456, region cn-hangzhou";
        assert_eq!(named_in(text, &endpoint(), |argument| argument == "region"), Some("region"));
        assert_eq!(named_in(text, &endpoint(), |argument| argument == "username"), None);
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
