//! The gRPC health check, which go-plugin uses as its ping.

use tonic_health::ServingStatus;
use tonic_health::server::{HealthReporter, HealthService};

/// The name that go-plugin checks, for every plugin.
const PLUGIN: &str = "plugin";
/// The name of the complete server in the health check protocol. The library reports it as serving from the start.
const SERVER: &str = "";

/// Reports that the plugin serves, until [`Health::close`] is called.
#[derive(Debug)]
pub struct Health {
    reporter: HealthReporter,
}

impl Health {
    /// A health check that reports the services `plugin` and `""` as serving.
    pub async fn new() -> Self {
        let reporter = HealthReporter::new();
        reporter.set_service_status(PLUGIN, ServingStatus::Serving).await;
        Self { reporter }
    }

    /// The gRPC service.
    pub fn service(&self) -> HealthService {
        HealthService::from_health_reporter(self.reporter.clone())
    }

    /// Ends the streams of all watchers, which a graceful shutdown of the server would otherwise wait for.
    pub async fn close(mut self) {
        for service in [PLUGIN, SERVER] {
            self.reporter.clear_service_status(service).await;
        }
    }
}
