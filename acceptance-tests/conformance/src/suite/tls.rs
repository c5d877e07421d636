//! AutoMTLS: who gets in and who does not.

use std::path::Path;

use tfplugin::generated::grpc_health_v1::HealthCheckRequest;
use tfplugin::generated::grpc_health_v1::health_client::HealthClient;

use super::outcome::{Outcome, Report};
use crate::{ClientIdentity, Credentials, KeyKind, LaunchOptions, PluginError, PluginProcess};

pub(super) async fn check(path: &Path, report: &mut Report) {
    report.expect("tls: lets in the host with its certificate", host(path, KeyKind::P521).await);
    // No host of today uses this key.
    let other_key = host(path, KeyKind::P256).await.map_or(Outcome::Pass, Outcome::Differs);
    report.add("tls: lets in a host with a key on P-256", other_key);
    let others: [(&str, UnknownClient); 3] = [
        ("tls: refuses a client without certificate", UnknownClient::Anonymous),
        ("tls: refuses a client with another certificate", UnknownClient::Other),
        ("tls: refuses a client without TLS", UnknownClient::Plain),
    ];
    match PluginProcess::launch(path, &LaunchOptions::default()).await {
        Ok(plugin) => {
            for (name, client) in others {
                report.expect(name, accepts(&plugin, client).await);
            }
            let after_refusals = try_connect(&plugin, plugin.credentials()).await.err();
            report.expect("tls: lets in the host after refusals", after_refusals.map(|error| error.to_string()));
        }
        Err(error) => others.iter().for_each(|(name, _)| report.fail(*name, error.to_string())),
    }
}

/// A complaint when the host itself stays outside.
async fn host(path: &Path, kind: KeyKind) -> Option<String> {
    let options = LaunchOptions { auto_mtls: Some(kind), ..LaunchOptions::default() };
    let knocked = match PluginProcess::launch(path, &options).await {
        Ok(plugin) => try_connect(&plugin, plugin.credentials()).await,
        Err(error) => Err(error),
    };
    knocked.err().map(|error| error.to_string())
}

/// Clients that must stay outside.
#[derive(Clone, Copy)]
enum UnknownClient {
    Anonymous,
    Other,
    Plain,
}

/// A complaint when the stranger gets an answer.
async fn accepts(plugin: &PluginProcess, client: UnknownClient) -> Option<String> {
    let answered = match client {
        UnknownClient::Anonymous => try_connect(plugin, Credentials::Anonymous).await,
        UnknownClient::Plain => try_connect(plugin, Credentials::Plain).await,
        UnknownClient::Other => match ClientIdentity::generate(KeyKind::P256) {
            Ok(other) => try_connect(plugin, Credentials::Certificate(&other)).await,
            Err(error) => return Some(error.to_string()),
        },
    };
    answered.is_ok().then(|| "was let in and got an answer".to_owned())
}

/// Connects and calls the health service. A gRPC answer of any kind means that the client was let in.
async fn try_connect(plugin: &PluginProcess, credentials: Credentials<'_>) -> Result<(), PluginError> {
    let channel = plugin.channel_as(credentials).await?;
    let request = HealthCheckRequest { service: "plugin".to_owned() };
    match HealthClient::new(channel).check(request).await {
        Err(status) if super::calls::is_broken(&status) => Err(status.into()),
        Ok(_) | Err(_) => Ok(()),
    }
}
