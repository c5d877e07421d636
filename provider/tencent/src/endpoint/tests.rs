use super::*;

fn urls(region: &str, given: &EndpointOverrides, env: &Environment) -> [String; 3] {
    let endpoints = Endpoints::new(region, given, env).unwrap();
    [&CAM, &DTS, &STS].map(|service| endpoints.of(service).unwrap().url())
}

fn none() -> EndpointOverrides {
    EndpointOverrides::default()
}

#[test]
fn the_table_names_each_service_on_each_site_and_every_row_its_source() {
    let table = EndpointTable::parse(TEXT).unwrap();
    for site in [Site::China, Site::International] {
        for service in SERVICES {
            let rows = table.endpoint.iter().filter(|row| {
                row.service == service.key && row.regions.is_empty() && row.site.as_deref() == Some(site.as_str())
            });
            assert_eq!(rows.count(), 1, "{service} {site:?}: one row for all other regions");
        }
    }
    for row in &table.endpoint {
        assert!(SERVICES.iter().any(|service| service.key == row.service), "{}", row.service);
        assert!(!row.source.is_empty() && row.seen.len() == 10, "{}", row.host);
    }
    for rate in &table.rate {
        assert!(!rate.source.is_empty() && rate.seen.len() == 10 && rate.per_second > 0, "{}", rate.action);
    }
}

#[test]
fn every_dts_action_has_its_documented_rate() {
    assert_eq!(calls_per_second(&DTS, "DescribeMigrationDetail"), Some(20));
    assert_eq!(calls_per_second(&DTS, "StartMigrateJob"), Some(20));
    assert_eq!(calls_per_second(&CAM, "UpdateAssumeRolePolicy"), Some(3));
    assert_eq!(calls_per_second(&STS, "AssumeRole"), Some(600));
    assert_eq!(calls_per_second(&CAM, "GetRole"), None);
}

#[test]
fn hosts_follow_the_site_and_a_finance_region_has_its_own() {
    let env = Environment::default();
    let china =
        ["https://cam.tencentcloudapi.com", "https://dts.tencentcloudapi.com", "https://sts.tencentcloudapi.com"];
    assert_eq!(urls("ap-guangzhou", &none(), &env), china);
    assert_eq!(urls("ap-shanghai-fsi", &none(), &env)[1], "https://dts.ap-shanghai-fsi.tencentcloudapi.com");
    assert_eq!(urls("ap-shanghai-fsi", &none(), &env)[0], china[0], "CAM has no regions");
    let international = EndpointOverrides { site: Site::International, ..none() };
    let urls = urls("ap-singapore", &international, &env);
    assert_eq!(urls[1..], ["https://dts.intl.tencentcloudapi.com", "https://sts.intl.tencentcloudapi.com"]);
}

#[test]
fn a_domain_has_a_host_for_each_service_and_a_loopback_address_serves_all() {
    let domain = |value: &str| EndpointOverrides { domain: Some(value.to_owned()), ..none() };
    let env = Environment::default();
    assert_eq!(
        urls("ap-guangzhou", &domain("intl.tencentcloudapi.com"), &env)[1],
        "https://dts.intl.tencentcloudapi.com"
    );
    assert_eq!(urls("ap-guangzhou", &domain("cloud.example:8443"), &env)[0], "https://cam.cloud.example:8443");
    for local in ["http://127.0.0.1:8700", "http://localhost:8700", "http://[::1]:8700"] {
        assert_eq!(urls("ap-guangzhou", &domain(local), &env), [local; 3], "{local}");
    }
    let error = Endpoints::new("ap-guangzhou", &domain("http://cloud.example"), &env).unwrap_err();
    assert!(matches!(error, EndpointError::PlainHttp { .. }), "{error}");
}

#[test]
fn the_environment_has_a_domain_a_protocol_and_endpoints() {
    let env = |more: &[(&'static str, &'static str)]| {
        [("TENCENTCLOUD_DOMAIN", "localhost:8700")].iter().chain(more).copied().collect::<Environment>()
    };
    assert_eq!(urls("ap-guangzhou", &none(), &env(&[("TENCENTCLOUD_PROTOCOL", "HTTP")]))[1], "http://localhost:8700");
    assert_eq!(urls("ap-guangzhou", &none(), &env(&[]))[1], "https://localhost:8700");
    let dts = env(&[("TENCENTCLOUD_ENDPOINT_DTS", "localhost:8701")]);
    assert_eq!(
        urls("ap-guangzhou", &none(), &dts),
        ["https://localhost:8700", "https://localhost:8701", "https://localhost:8700"]
    );
    let mixed = env(&[("TENCENTCLOUD_ENDPOINT_DTS", "dts.example")]);
    let error = Endpoints::new("ap-guangzhou", &none(), &mixed).unwrap_err();
    assert!(matches!(error, EndpointError::Mixed { .. }), "{error}");
    let all = Environment::from_iter([("DTS_ENDPOINT_URL", "http://127.0.0.1:8700")]);
    assert_eq!(urls("ap-guangzhou", &none(), &all), ["http://127.0.0.1:8700"; 3]);
    let given =
        EndpointOverrides { dts: Some("given.example".to_owned()), domain: Some("d.example".to_owned()), ..none() };
    assert_eq!(urls("ap-guangzhou", &given, &dts)[..2], ["https://cam.d.example", "https://given.example"]);
    let plain = Environment::from_iter([("TENCENTCLOUD_DOMAIN", "cloud.example"), ("TENCENTCLOUD_PROTOCOL", "http")]);
    let error = Endpoints::new("ap-guangzhou", &none(), &plain).unwrap_err();
    assert!(error.to_string().starts_with("TENCENTCLOUD_DOMAIN (\"http://cloud.example\") uses http"), "{error}");
    let protocol = Environment::from_iter([("TENCENTCLOUD_PROTOCOL", "HTTP")]);
    assert_eq!(urls("ap-guangzhou", &none(), &protocol)[1], "https://dts.tencentcloudapi.com", "only for the domain");
}
