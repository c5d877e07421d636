//! Rules of the `tencent` block that the blocks of other clouds do not have.

use tfplugin::{diagnostic::Diagnostics, path::AttributePath};

use super::{Tencent, block::HTTP};
use crate::rules::{Rule, Violation};

static HTTP_WITHOUT_DOMAIN: Rule = Rule::validate(
    "http-without-domain",
    "HTTP needs a loopback domain",
    "`protocol = \"HTTP\"` must be set together with a `domain` that is a loopback address.",
);

/// These rules.
pub(in crate::config) fn rules() -> impl Iterator<Item = &'static Rule> {
    [&HTTP_WITHOUT_DOMAIN].into_iter()
}

/// Checks them.
pub(in crate::config) fn check(block: &Tencent, diagnostics: &mut Diagnostics) {
    if block.protocol.as_str() != Some(HTTP) || block.domain.is_unknown() {
        return;
    }
    let found = match block.domain.as_str() {
        None => "protocol is \"HTTP\", but domain is not set.".to_owned(),
        Some(domain) => {
            match tencent::endpoint::check_override("domain", &format!("http://{}", without_scheme(domain))) {
                Ok(()) => return,
                Err(_) => format!("protocol is \"HTTP\", but domain is {domain:?}, which is not a loopback address."),
            }
        }
    };
    diagnostics.push(
        HTTP_WITHOUT_DOMAIN.broken(
            AttributePath::of(&["tencent", "protocol"]),
            &Violation {
                found,
                allowed:
                    "HTTP for a loopback address, such as domain = \"127.0.0.1:8700\"; HTTPS for all other domains"
                        .to_owned(),
                fix: "remove protocol".to_owned(),
            },
        ),
    );
}

fn without_scheme(domain: &str) -> &str {
    domain.split_once("://").map_or(domain, |(_, rest)| rest)
}
