use super::*;

fn endpoints(region: &str) -> Endpoints {
    Endpoints::new(region, &EndpointOverrides::default(), &Environment::default()).unwrap()
}

#[test]
fn the_table_names_each_service_and_every_row_its_source() {
    let table: table::Table = toml::from_str(table::TEXT).unwrap();
    for service in Service::ALL {
        let rows = table.endpoint.iter().filter(|row| row.service == service.key());
        assert_eq!(rows.filter(|row| row.regions.is_empty()).count(), 1, "{service}: one row for all other regions");
    }
    for row in &table.endpoint {
        assert!(Service::ALL.iter().any(|service| service.key() == row.service), "{}", row.service);
        assert!(!row.source.is_empty() && row.seen.len() == 10, "{}", row.host);
    }
    for rate in &table.rate {
        assert!(!rate.source.is_empty() && rate.seen.len() == 10 && rate.per_second > 0, "{}", rate.action);
        assert_eq!(rate.service, "dts");
    }
    assert_eq!(rate_limit(Service::Dts, "DescribeDtsJobDetail"), Some(40));
    assert_eq!(rate_limit(Service::Dts, "StartDtsJob"), None);
}

#[test]
fn hosts_follow_the_region() {
    let hosts = |region| Service::ALL.map(|service| endpoints(region).of(service).url());
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
        Endpoints::new("cn-hangzhou", given, &env).unwrap().of(service).host().to_owned()
    };
    assert_eq!(host(&given, Service::Dts), "given.example");
    assert_eq!(host(&EndpointOverrides::default(), Service::Dts), "one.example");
    assert_eq!(host(&EndpointOverrides::default(), Service::Ram), "ram.example");
    assert_eq!(host(&EndpointOverrides::default(), Service::Sts), "sts.cn-hangzhou.aliyuncs.com");
}

#[test]
fn an_override_may_be_a_host_or_a_url() {
    let url = |value: &str| parse_override("endpoints.dts", value).unwrap().url();
    assert_eq!(url("dts.aliyuncs.com"), "https://dts.aliyuncs.com");
    assert_eq!(url(" https://dts.aliyuncs.com/ "), "https://dts.aliyuncs.com");
    assert_eq!(url("proxy.example:8443"), "https://proxy.example:8443");
    assert_eq!(url("https://proxy.example:443"), "https://proxy.example");
    assert_eq!(url("HTTP://127.0.0.1:8080"), "http://127.0.0.1:8080");
}

#[test]
fn plain_http_is_for_this_machine_only() {
    for value in ["http://localhost:1", "http://127.0.0.1:1", "http://127.9.9.9", "http://[::1]:8080"] {
        assert!(parse_override("endpoints.dts", value).unwrap().is_loopback(), "{value}");
    }
    for value in ["http://dts.aliyuncs.com", "http://10.0.0.1:80", "http://localhost.example", "http://[::2]:1"] {
        let error = parse_override("endpoints.dts", value).unwrap_err();
        assert!(matches!(error, EndpointError::PlainHttp { .. }), "{value}");
        assert!(error.to_string().contains(value) && error.to_string().contains("https://"), "{error}");
    }
    assert!(!parse_override("endpoints.dts", "https://dts.aliyuncs.com").unwrap().is_loopback());
}

#[test]
fn the_metadata_service_may_be_spoken_to_in_the_clear_where_it_is() {
    let here = parse_metadata("metadata_address", &format!("http://{METADATA_HOST}")).unwrap();
    assert!(here.is_metadata() && here.is_plain() && !here.is_loopback());
    let error = parse_metadata("metadata_address", "http://100.100.100.201").unwrap_err();
    assert!(matches!(error, EndpointError::PlainHttp { .. }), "{error}");
    assert!(parse_override("endpoints.sts", &here.url()).is_err(), "for nothing else");
    assert!(!parse_override("endpoints.sts", "http://127.0.0.1").unwrap().is_metadata());
}

#[test]
fn what_is_no_host_is_refused_with_the_setting_and_without_a_password() {
    for value in ["", "ftp://host", "host/path", "host?x", "ho st", "host:99999", "https://"] {
        let error = parse_override("DTS_ENDPOINT", value).unwrap_err();
        assert!(error.to_string().starts_with("DTS_ENDPOINT = "), "{error}");
    }
    let error = parse_override("DTS_ENDPOINT", "https://user:canary-7@host").unwrap_err();
    assert!(!error.to_string().contains("canary"), "{error}");
}
