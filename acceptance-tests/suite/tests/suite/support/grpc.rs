//! The provider's own process, called as the core calls it, for what the command line does not show.

use std::time::Duration;

use acceptance_harness::binaries;
use acceptance_harness::profiles::Key;
use serde_json::{Value as Json, json};
use tfplugin::generated::tfplugin6::provider_client::ProviderClient;
use tfplugin::generated::tfplugin6::{Diagnostic, DynamicValue, configure_provider};
use tfplugin::value::{Type, Value, decode};
use tfplugin_conformance::{LaunchOptions, PluginProcess};
use tonic::transport::Channel;

/// A process that is configured.
pub(crate) struct GrpcProvider {
    pub(crate) plugin: PluginProcess,
    pub(crate) client: ProviderClient<Channel>,
}

impl GrpcProvider {
    /// With a key, on the emulator at this address; it logs everything.
    pub(crate) async fn start(url: &str, key: Key) -> Self {
        Self::with(&json!({"alibaba": alibaba(url, key)})).await
    }

    /// With this provider block.
    pub(crate) async fn with(block: &Json) -> Self {
        let options = LaunchOptions { timeout: Duration::from_secs(60), ..LaunchOptions::default() };
        let options = options.with_env("TF_LOG_PROVIDER", "TRACE").with_env("TF_LOG", "TRACE");
        let plugin = PluginProcess::launch(&binaries::provider().unwrap(), &options).await.unwrap();
        let client = plugin.provider().await.unwrap();
        let request = configure_provider::Request {
            terraform_version: "1.12.0".to_owned(),
            config: Some(value(block)),
            ..configure_provider::Request::default()
        };
        let answer = client.clone().configure_provider(request).await.unwrap().into_inner();
        assert_eq!(answer.diagnostics, []);
        Self { plugin, client }
    }
}

/// The block `tencent` of an account of the built-in world.
pub(crate) fn tencent(url: &str, key: Key) -> Json {
    json!({"region": "ap-guangzhou", "secret_id": key.id, "secret_key": key.secret, "domain": url})
}

/// The block `alibaba` of an account of the built-in world.
pub(crate) fn alibaba(url: &str, key: Key) -> Json {
    json!({
        "region": "cn-hangzhou", "access_key_id": key.id, "access_key_secret": key.secret,
        "endpoints": {"dts": url, "ram": url, "sts": url},
    })
}

/// A value as JSON, which providers read as well.
pub(crate) fn value(json: &Json) -> DynamicValue {
    DynamicValue { msgpack: Vec::new(), json: json.to_string().into_bytes() }
}

/// The only diagnostic, and that its text has this.
pub(crate) fn only_diagnostic<'d>(diagnostics: &'d [Diagnostic], says: &str) -> &'d Diagnostic {
    let [one] = diagnostics else { panic!("expected one diagnostic: {diagnostics:#?}") };
    assert!(one.detail.contains(says), "{says:?} is missing in: {one:#?}");
    one
}

/// The texts of an object that the provider has encoded.
pub(crate) fn texts_of(data: &DynamicValue) -> Json {
    let ty = Type::Map(Box::new(Type::String));
    let Value::Map(items) = decode(&data.msgpack, &ty).unwrap() else { panic!("not an object: {data:?}") };
    items
        .iter()
        .map(|(name, value)| (name.to_string(), json!(value.as_str())))
        .collect::<serde_json::Map<_, _>>()
        .into()
}
