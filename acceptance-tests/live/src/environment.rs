//! The variables that are handed on to Terraform and the provider. All others stay out, so that no key of the shell is
//! used in place of a profile's.

use std::path::PathBuf;

use alibaba::Environment;

/// Where the profiles are, for the aliyun CLI and its Terraform provider.
const FILES: [&str; 2] = ["ALIBABA_CLOUD_CONFIG_FILE", "ALICLOUD_SHARED_CREDENTIALS_FILE"];
/// The INI file of the SDKs, which has another form and its own place in the home folder.
const INI_FILE: &str = "ALIBABA_CLOUD_CREDENTIALS_FILE";

/// Other endpoints than the cloud's own.
pub const ENDPOINTS: [&str; 7] = [
    "DTS_ENDPOINT_URL",
    "ALIBABA_CLOUD_ENDPOINT_DTS",
    "ALIBABA_CLOUD_ENDPOINT_RAM",
    "ALIBABA_CLOUD_ENDPOINT_STS",
    "DTS_ENDPOINT",
    "RAM_ENDPOINT",
    "STS_ENDPOINT",
];

/// The proxy settings.
const NETWORK: [&str; 8] =
    ["HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "https_proxy", "http_proxy", "no_proxy", "SSL_CERT_FILE", "SSL_CERT_DIR"];

/// What is logged, and where to: the status of each call, for one, which the run itself does not show.
const LOGS: [&str; 3] = ["TF_LOG", "TF_LOG_PROVIDER", "TF_LOG_PATH"];

/// Names and values that are handed on.
#[must_use]
pub fn handed_on(environment: &Environment) -> Vec<(&'static str, String)> {
    let names = ENDPOINTS.into_iter().chain(NETWORK).chain(LOGS);
    let mut found: Vec<(&str, String)> =
        names.filter_map(|name| Some((name, environment.get(name)?.to_owned()))).collect();
    // Terraform runs with a separate home folder, so the user's files are named.
    let json = file(environment, &FILES, ".aliyun/config.json");
    found.extend(json.map(|path| (FILES[0], path.display().to_string())));
    // A variable without a file would be an error, so only a named file or an existing one is handed on.
    let is_named = environment.get(INI_FILE).is_some();
    let ini = file(environment, &[INI_FILE], ".alibabacloud/credentials").filter(|path| is_named || path.is_file());
    found.extend(ini.map(|path| (INI_FILE, path.display().to_string())));
    found
}

/// A file that one of the variables names, or that is at this place in the home folder.
fn file(environment: &Environment, variables: &[&'static str], place: &str) -> Option<PathBuf> {
    let home = environment.first(&["HOME", "USERPROFILE"]).map(|(_, home)| PathBuf::from(home));
    match environment.first(variables).map(|(_, path)| PathBuf::from(path)) {
        Some(path) => Some(match (path.strip_prefix("~"), home) {
            (Ok(below), Some(home)) => home.join(below),
            _ => path,
        }),
        None => home.map(|home| home.join(place)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endpoints_network_and_profiles_are_handed_on_and_keys_are_not() {
        let all = [
            ("ALIBABA_CLOUD_ACCESS_KEY_ID", "a"),
            ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "s"),
            ("ALICLOUD_PROFILE", "p"),
            ("DTS_ENDPOINT", "dts.example.com"),
            ("https_proxy", "proxy"),
            ("HOME", "/home/u"),
        ];
        let of =
            |more: &[(&'static str, &'static str)]| handed_on(&all.into_iter().chain(more.iter().copied()).collect());
        let expected = |file: &str| {
            vec![
                ("DTS_ENDPOINT", "dts.example.com".to_owned()),
                ("https_proxy", "proxy".to_owned()),
                ("ALIBABA_CLOUD_CONFIG_FILE", file.to_owned()),
            ]
        };
        assert_eq!(of(&[]), expected("/home/u/.aliyun/config.json"));
        assert_eq!(of(&[("ALICLOUD_SHARED_CREDENTIALS_FILE", "~/keys.json")]), expected("/home/u/keys.json"));
        assert_eq!(of(&[("ALIBABA_CLOUD_CONFIG_FILE", "/etc/keys.json")]), expected("/etc/keys.json"));
        let ini = of(&[("ALIBABA_CLOUD_CREDENTIALS_FILE", "~/keys.ini")]);
        let json = expected("/home/u/.aliyun/config.json");
        assert_eq!(ini[..3], json[..], "the INI file is not the JSON file");
        assert_eq!(ini[3], ("ALIBABA_CLOUD_CREDENTIALS_FILE", "/home/u/keys.ini".to_owned()));
    }
}
