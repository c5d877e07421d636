use super::*;
use crate::services::SERVICES;

fn endpoints(region: &str) -> Endpoints {
    Endpoints::new(region, &EndpointOverrides::default(), &Environment::default()).unwrap()
}

#[test]
fn the_table_names_each_service_and_every_row_its_source() {
    let table = EndpointTable::parse(TEXT).unwrap();
    for service in SERVICES {
        let rows = table.endpoint.iter().filter(|row| row.service == service.key);
        assert_eq!(rows.filter(|row| row.regions.is_empty()).count(), 1, "{service}: one row for all other regions");
    }
    for row in &table.endpoint {
        assert!(SERVICES.iter().any(|service| service.key == row.service), "{}", row.service);
        assert!(!row.source.is_empty() && row.seen.len() == 10, "{}", row.host);
    }
    for rate in &table.rate {
        assert!(!rate.source.is_empty() && rate.seen.len() == 10 && rate.per_second > 0, "{}", rate.action);
        assert_eq!(rate.service, "dts");
    }
    assert_eq!(calls_per_second(&DTS, "DescribeDtsJobDetail"), Some(40));
    assert_eq!(calls_per_second(&DTS, "StartDtsJob"), None);
}

#[test]
fn hosts_follow_the_region() {
    let hosts = |region| [&DTS, &RAM, &STS].map(|service| endpoints(region).of(service).unwrap().url());
    let wanted = ["https://dts.aliyuncs.com", "https://ram.aliyuncs.com", "https://sts.cn-hangzhou.aliyuncs.com"];
    assert_eq!(hosts("cn-hangzhou"), wanted);
    assert_eq!(hosts("cn-guangzhou")[0], "https://dts.cn-guangzhou.aliyuncs.com");
    assert_eq!(hosts("ap-south-1")[2], "https://sts.aliyuncs.com");
}

#[test]
fn the_configuration_goes_before_the_environment_and_that_before_the_table() {
    let env = Environment::from_iter([
        ("ALIBABA_CLOUD_ENDPOINT_DTS", "one.example"),
        ("DTS_ENDPOINT", "two.example"),
        ("RAM_ENDPOINT", "ram.example"),
    ]);
    let given = EndpointOverrides { dts: Some("given.example".to_owned()), ..EndpointOverrides::default() };
    let host = |given: &EndpointOverrides, service| {
        Endpoints::new("cn-hangzhou", given, &env).unwrap().of(service).unwrap().host().to_owned()
    };
    assert_eq!(host(&given, &DTS), "given.example");
    assert_eq!(host(&EndpointOverrides::default(), &DTS), "one.example");
    assert_eq!(host(&EndpointOverrides::default(), &RAM), "ram.example");
    assert_eq!(host(&EndpointOverrides::default(), &STS), "sts.cn-hangzhou.aliyuncs.com");
}

#[test]
fn one_variable_has_the_endpoint_of_all_services() {
    let env =
        Environment::from_iter([("DTS_ENDPOINT_URL", "http://127.0.0.1:8700"), ("RAM_ENDPOINT", "http://127.0.0.1:1")]);
    let found = Endpoints::new("cn-hangzhou", &EndpointOverrides::default(), &env).unwrap();
    let urls = [&DTS, &RAM, &STS].map(|service| found.of(service).unwrap().url());
    assert_eq!(urls, ["http://127.0.0.1:8700", "http://127.0.0.1:1", "http://127.0.0.1:8700"]);
}

#[test]
fn loopback_and_other_endpoints_are_not_mixed() {
    let of = |dts: &str, sts_of_profile: &str| {
        let given = EndpointOverrides { dts: Some(dts.to_owned()), ..EndpointOverrides::default() };
        let found = Endpoints::new("cn-hangzhou", &given, &Environment::default())?;
        found.with_sts_of_profile(Some(sts_of_profile)).map(|_| ())
    };
    assert_eq!(of("dts.example.com", "sts.example.com"), Ok(()));
    for (dts, sts) in [("http://127.0.0.1:1", "sts.example.com"), ("dts.example.com", "http://127.0.0.1:1")] {
        assert!(matches!(of(dts, sts), Err(EndpointError::Mixed { .. })), "{dts}, {sts}");
    }
}
