//! What ModifyMigrationJob sets: the objects, the options and the endpoints of a job.

use serde::{Deserialize, Serialize};

use crate::core::secret::Secret;
use crate::tencent::gateway::Fields;

/// The configuration of a job.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Configuration {
    pub(crate) run_mode: String,
    /// As it was sent.
    pub(crate) expect_run_time: String,
    pub(crate) auto_retry_minutes: i64,
    pub(crate) option: Fields,
    pub(crate) source: Endpoint,
    pub(crate) destination: Endpoint,
}

/// One end of a job.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Endpoint {
    /// Without its nodes.
    pub(crate) fields: Fields,
    pub(crate) nodes: Vec<Node>,
}

/// One database of an endpoint. Its secrets are kept separately.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Node {
    pub(crate) fields: Fields,
    #[serde(serialize_with = "Secret::keep")]
    pub(crate) password: Secret,
    #[serde(serialize_with = "Secret::keep")]
    pub(crate) tmp_secret_id: Secret,
    #[serde(serialize_with = "Secret::keep")]
    pub(crate) tmp_secret_key: Secret,
    #[serde(serialize_with = "Secret::keep")]
    pub(crate) tmp_token: Secret,
}

impl Configuration {
    /// The type of the migration.
    pub(crate) fn migrate_type(&self) -> &str {
        self.option.get("MigrateType").unwrap_or("fullAndIncrement")
    }
}

impl Endpoint {
    /// Reads an endpoint of a call.
    pub(crate) fn of(mut fields: Fields) -> Self {
        let nodes = fields.structures("Info").into_iter().map(Node::of).collect();
        fields.0.remove("Info");
        Self { fields, nodes }
    }

    /// The first database, which identifies the endpoint.
    pub(crate) fn first(&self) -> Option<&Node> {
        self.nodes.first()
    }
}

impl Node {
    fn of(mut fields: Fields) -> Self {
        let mut take = |name: &str| {
            let text = fields.text(name).to_owned();
            fields.0.remove(name);
            Secret::new(text)
        };
        let (password, tmp_secret_id) = (take("Password"), take("TmpSecretId"));
        let (tmp_secret_key, tmp_token) = (take("TmpSecretKey"), take("TmpToken"));
        Self { fields, password, tmp_secret_id, tmp_secret_key, tmp_token }
    }

    /// Whether the database belongs to another account.
    pub(crate) fn is_of_other_account(&self) -> bool {
        self.fields.get("AccountMode") == Some("other")
    }

    /// How many of the three parts of temporary credentials it has.
    pub(crate) fn temporary_parts(&self) -> usize {
        let parts = [&self.tmp_secret_id, &self.tmp_secret_key, &self.tmp_token];
        parts.into_iter().filter(|part| !part.expose().is_empty()).count()
    }
}
