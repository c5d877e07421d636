//! The service, the action and the region of a request.

use crate::core::http::Incoming;

use super::answer::Refusal;
use super::service::Service;

/// The host name of the cloud.
const ROOT: &str = "tencentcloudapi.com";

/// The regions of the emulator. Those that DTS has are not published; these are the ones that the SDKs know, and more of
/// the examples.
pub(crate) const REGIONS: &[&str] = &[
    "ap-bangkok",
    "ap-beijing",
    "ap-chengdu",
    "ap-chongqing",
    "ap-guangzhou",
    "ap-guangzhou-open",
    "ap-hongkong",
    "ap-jakarta",
    "ap-mumbai",
    "ap-nanjing",
    "ap-qingyuan",
    "ap-seoul",
    "ap-shanghai",
    "ap-shanghai-fsi",
    "ap-shenzhen",
    "ap-shenzhen-fsi",
    "ap-singapore",
    "ap-tianjin",
    "ap-tokyo",
    "eu-frankfurt",
    "eu-moscow",
    "na-ashburn",
    "na-siliconvalley",
    "na-toronto",
    "sa-saopaulo",
];

/// The service, the action and the region of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    pub(crate) service: Service,
    pub(crate) action: String,
    /// Empty when the request has none.
    pub(crate) region: String,
}

impl Address {
    /// Reads the address. `signed` is the service of the signature.
    pub(crate) fn read(request: &Incoming, signed: Option<&str>) -> Result<Self, Refusal> {
        let header = |name: &str| request.headers.get(name).map(str::trim).filter(|value| !value.is_empty());
        let host = Host::read(request.headers.get("host").unwrap_or_default());
        let action = header("x-tc-action").ok_or_else(|| Refusal::missing("Action"))?.to_owned();
        let version = header("x-tc-version").ok_or_else(|| Refusal::missing("Version"))?;
        // An action without a signature is one of STS.
        let unsigned = (header("authorization") == Some("SKIP")).then_some("sts");
        let product = host.product.as_deref().or(signed).or(unsigned).unwrap_or_default();
        let service = Service::named(product).ok_or_else(|| {
            let message = format!("The product `{product}` is not served; served are cam, sts, tag and dts.");
            Refusal::new("NoSuchProduct", message)
        })?;
        if version != service.version() {
            let message = format!(
                "The version `{version}` of {} is not served; the served version is {}.",
                service.name(),
                service.version()
            );
            return Err(Refusal::new("NoSuchVersion", message));
        }
        let region = header("x-tc-region").unwrap_or_default().to_owned();
        check_region(service, &region, &host)?;
        Ok(Self { service, action, region })
    }
}

/// Whether a host name is one of the cloud.
pub(crate) fn is_host_of_cloud(host: &str) -> bool {
    Host::read(host).product.is_some()
}

/// What a host name says.
struct Host {
    /// None for a host that is not one of the cloud.
    product: Option<String>,
    /// The region that the host serves.
    region: Option<String>,
}

impl Host {
    /// `dts.tencentcloudapi.com`, `dts.intl.tencentcloudapi.com` or `dts.ap-shanghai-fsi.tencentcloudapi.com`, each with
    /// or without a port.
    fn read(host: &str) -> Self {
        let name = host.split(':').next().unwrap_or_default().to_ascii_lowercase();
        let labels: Vec<&str> = name.strip_suffix(ROOT).and_then(|rest| rest.strip_suffix('.')).map_or_else(
            // A client whose root domain is `localhost` asks for `dts.localhost`.
            || name.strip_suffix(".localhost").into_iter().collect(),
            |rest| rest.split('.').collect(),
        );
        let region = labels.get(1).filter(|label| **label != "intl").map(|label| (*label).to_owned());
        Self { product: labels.first().map(|label| (*label).to_owned()), region }
    }
}

fn check_region(service: Service, region: &str, host: &Host) -> Result<(), Refusal> {
    if region.is_empty() {
        return if service.is_regional() { Err(Refusal::missing("Region")) } else { Ok(()) };
    }
    if service.is_regional() && !REGIONS.contains(&region) {
        return Err(Refusal::new(
            "UnsupportedRegion",
            format!("{} does not support the region `{region}`.", service.title()),
        ));
    }
    match &host.region {
        Some(served) if served != region => {
            let message = format!("The host serves the region `{served}`, but the request is for `{region}`.");
            Err(Refusal::new("UnsupportedRegion", message))
        }
        None if host.product.is_some() && region.ends_with("-fsi") && service.is_regional() => {
            let message = format!("The region `{region}` has a separate host: {}.{region}.{ROOT}.", service.name());
            Err(Refusal::new("UnsupportedRegion", message))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Address, Service, is_host_of_cloud};
    use crate::core::http::{Headers, Incoming};

    fn read(host: &str, version: &str, region: &str, signed: &str) -> Result<Address, String> {
        let mut headers = Headers::default();
        for (name, value) in [("host", host), ("x-tc-action", "A"), ("x-tc-version", version), ("x-tc-region", region)]
        {
            headers.add(name, value);
        }
        let request = Incoming::new("POST", "/", "", headers, Vec::new());
        Address::read(&request, Some(signed)).map_err(|refusal| refusal.code)
    }

    #[test]
    fn the_host_or_the_signature_names_the_service() {
        for host in [
            "127.0.0.1:8700",
            "dts.tencentcloudapi.com",
            "dts.intl.tencentcloudapi.com:80",
            "dts.ap-guangzhou.tencentcloudapi.com",
            "dts.localhost:8700",
        ] {
            assert_eq!(
                read(host, "2021-12-06", "ap-guangzhou", "dts").map(|it| it.service),
                Ok(Service::Dts),
                "{host}"
            );
        }
        assert_eq!(read("cvm.tencentcloudapi.com", "2017-03-12", "", "cvm"), Err("NoSuchProduct".to_owned()));
        assert_eq!(
            read("dts.tencentcloudapi.com", "2018-03-30", "ap-guangzhou", "dts"),
            Err("NoSuchVersion".to_owned())
        );
        assert!(is_host_of_cloud("sts.tencentcloudapi.com") && !is_host_of_cloud("localhost:1"));
        assert!(!is_host_of_cloud("127.0.0.1:1") && !is_host_of_cloud("nottencentcloudapi.com"));
    }

    #[test]
    fn the_region_is_one_of_the_host() {
        let code = |host: &str, region: &str| read(host, "2021-12-06", region, "dts").err();
        let refused = Some("UnsupportedRegion".to_owned());
        assert_eq!(code("dts.tencentcloudapi.com", "ap-shanghai"), None);
        assert_eq!(code("dts.tencentcloudapi.com", ""), Some("MissingParameter".to_owned()));
        assert_eq!(code("dts.tencentcloudapi.com", "ap-mars"), refused);
        assert_eq!(code("dts.ap-beijing.tencentcloudapi.com", "ap-shanghai"), refused);
        assert_eq!(code("dts.tencentcloudapi.com", "ap-shanghai-fsi"), refused);
        assert_eq!(code("dts.ap-shanghai-fsi.tencentcloudapi.com", "ap-shanghai-fsi"), None);
        assert_eq!(read("cam.tencentcloudapi.com", "2019-01-16", "", "cam").map(|it| it.region), Ok(String::new()));
    }
}
