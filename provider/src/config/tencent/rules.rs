//! Rules of the `tencent` block that the blocks of other clouds do not have.

use tfplugin::{diagnostic::Diagnostics, path::AttributePath};

use super::{Tencent, block::HTTP};
use crate::rules::{Rule, Violation};

static HTTP_WITHOUT_DOMAIN: Rule = Rule::validate(
    "http-without-domain",
    "HTTP needs a loopback domain",
    "`protocol = \"HTTP\"` must be set together with a `domain` that is a loopback address.",
);

static HOST_REGION: Rule = Rule::validate(
    "tencent-host-region",
    "The host of another region",
    "A host of Tencent Cloud in `endpoints` that names a region must name the `region` of the provider block.",
);

/// The end of the hosts of Tencent Cloud.
const HOSTS: &str = ".tencentcloudapi.com";

/// These rules.
pub(in crate::config) fn rules() -> impl Iterator<Item = &'static Rule> {
    [&HTTP_WITHOUT_DOMAIN, &HOST_REGION].into_iter()
}

/// Checks them.
pub(in crate::config) fn check(block: &Tencent, diagnostics: &mut Diagnostics) {
    check_hosts(block, diagnostics);
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

/// A host such as `dts.ap-shanghai-fsi.tencentcloudapi.com` serves one region.
fn check_hosts(block: &Tencent, diagnostics: &mut Diagnostics) {
    let (Some(region), Some(endpoints)) = (block.region.as_str(), block.endpoints.get()) else { return };
    for (service, endpoint) in [("cam", &endpoints.cam), ("dts", &endpoints.dts), ("sts", &endpoints.sts)] {
        let Some(host) = endpoint.as_str() else { continue };
        let labels = without_scheme(host).trim_end_matches('/').strip_suffix(HOSTS).and_then(|own| own.split_once('.'));
        let Some((product, served)) = labels.filter(|(_, served)| *served != "intl" && *served != region) else {
            continue;
        };
        diagnostics.push(HOST_REGION.broken(
            AttributePath::of(&["tencent", "endpoints", service]),
            &Violation {
                found: format!("{host:?} serves the region {served:?}, but region is {region:?}."),
                allowed: format!(
                    "a host without a region, such as {:?}, or the one of the region",
                    format!("{product}{HOSTS}")
                ),
                fix: format!("remove {service} from endpoints, or set region = {served:?}"),
            },
        ));
    }
}

fn without_scheme(domain: &str) -> &str {
    domain.split_once("://").map_or(domain, |(_, rest)| rest)
}

#[cfg(test)]
mod tests {
    use tfplugin::model::Attr;

    use super::{super::block::TencentEndpoints, *};

    #[test]
    fn a_host_of_one_region_needs_this_region() {
        let found = |dts: &str| {
            let endpoints = TencentEndpoints { dts: dts.into(), ..TencentEndpoints::default() };
            let block =
                Tencent { region: "ap-guangzhou".into(), endpoints: Attr::Known(endpoints), ..Tencent::default() };
            let mut out = Diagnostics::new();
            check(&block, &mut out);
            out.has_errors()
        };
        for right in [
            "dts.tencentcloudapi.com",
            "https://dts.intl.tencentcloudapi.com",
            "dts.ap-guangzhou.tencentcloudapi.com",
            "127.0.0.1:8700",
            "dts.ap-shanghai-fsi.example.com",
        ] {
            assert!(!found(right), "{right}");
        }
        assert!(
            found("dts.ap-shanghai-fsi.tencentcloudapi.com") && found("https://dts.ap-shanghai.tencentcloudapi.com/")
        );
    }
}
