//! The request while rows fill it, and the names of the parameters that are not known yet.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;
use tencent::{
    Action as _, Secret,
    dts::{DbEndpointInfo, DbInfo, ModifyMigrationJob},
    sts::TemporaryCredentials,
};
use tfplugin::model::Attr;

use crate::resources::tencent::migration_task::schema::{
    endpoint::{Endpoint, Side},
    ends::endpoint_at,
    model::TaskModel,
};

/// The temporary keys of the role of another account.
pub(crate) type AssumedRole = TemporaryCredentials;

/// A request that is being filled.
pub(crate) struct Draft<'c> {
    request: ModifyMigrationJob,
    /// Names of the parameters that are known only after apply.
    unknown: BTreeSet<String>,
    /// The configuration, which has the passwords.
    config: Option<&'c TaskModel>,
}

impl<'c> Draft<'c> {
    /// A request that has only the ID of the job.
    pub(super) fn new(planned: &TaskModel, config: Option<&'c TaskModel>) -> Self {
        let endpoint = || DbEndpointInfo { info: vec![DbInfo::default()], ..DbEndpointInfo::default() };
        let request =
            ModifyMigrationJob { src_info: endpoint(), dst_info: endpoint(), ..ModifyMigrationJob::default() };
        let mut draft = Self { request, unknown: BTreeSet::new(), config };
        draft.parameter("JobId", &planned.instance_id, |request, id| request.job_id = id);
        draft
    }

    /// Sets a parameter to a value that is known, and notes the name of one that is not.
    pub(super) fn parameter<T: Clone>(
        &mut self,
        name: &str,
        value: &Attr<T>,
        set: impl FnOnce(&mut ModifyMigrationJob, T),
    ) {
        match value {
            Attr::Known(value) => set(&mut self.request, value.clone()),
            Attr::Unknown => _ = self.unknown.insert(name.to_owned()),
            Attr::Null => {}
        }
    }

    /// Sets a parameter of an endpoint.
    pub(super) fn endpoint<T: Clone>(
        &mut self,
        side: Side,
        name: &str,
        value: &Attr<T>,
        set: impl FnOnce(&mut DbEndpointInfo, T),
    ) {
        let name = format!("{}.{name}", parameter_of(side));
        self.parameter(&name, value, |request, value| set(endpoint_of(request, side), value));
    }

    /// Sets a parameter of the database of an endpoint.
    pub(super) fn database<T: Clone>(
        &mut self,
        side: Side,
        name: &str,
        value: &Attr<T>,
        set: impl FnOnce(&mut DbInfo, T),
    ) {
        self.endpoint(side, &format!("Info.0.{name}"), value, |endpoint, value| {
            if let Some(node) = endpoint.info.first_mut() {
                set(node, value);
            }
        });
    }

    /// An endpoint as it is configured.
    pub(super) fn configured(&self, side: Side) -> Option<&'c Endpoint> {
        endpoint_at(self.config?, side)
    }

    /// The request, with the temporary keys of the role of the source's owner.
    pub(super) fn into_request(mut self, role: Option<&AssumedRole>) -> ModifyMigrationJob {
        if let (Some(role), Some(node)) = (role, self.request.src_info.info.first_mut()) {
            let secret = |secret: &Secret| Some(secret.clone());
            node.tmp_secret_id = secret(&role.tmp_secret_id);
            node.tmp_secret_key = secret(&role.tmp_secret_key);
            node.tmp_token = secret(&role.token);
        }
        self.request
    }

    /// The parameters by name. A parameter whose value is not known yet is unknown.
    pub(super) fn into_parameters(self) -> BTreeMap<String, Attr<String>> {
        let body: Json = serde_json::from_slice(&self.request.parameters().to_body()).unwrap_or_default();
        let mut all = BTreeMap::new();
        flatten("", &body, &mut all);
        all.extend(self.unknown.into_iter().map(|name| (name, Attr::Unknown)));
        all
    }
}

/// The parameter of a side.
fn parameter_of(side: Side) -> &'static str {
    match side {
        Side::Source => "SrcInfo",
        Side::Destination => "DstInfo",
    }
}

fn endpoint_of(request: &mut ModifyMigrationJob, side: Side) -> &mut DbEndpointInfo {
    match side {
        Side::Source => &mut request.src_info,
        Side::Destination => &mut request.dst_info,
    }
}

/// One entry for each text, number and boolean, by its names and positions with dots. A required text that no row has filled is not sent
/// by the rows: its value is not known yet.
fn flatten(name: &str, value: &Json, all: &mut BTreeMap<String, Attr<String>>) {
    let inside = |key: &str| if name.is_empty() { key.to_owned() } else { format!("{name}.{key}") };
    match value {
        Json::Object(fields) => fields.iter().for_each(|(key, value)| flatten(&inside(key), value, all)),
        Json::Array(items) => {
            items.iter().enumerate().for_each(|(at, value)| flatten(&inside(&at.to_string()), value, all));
        }
        Json::Null => {}
        Json::String(text) if text.is_empty() => {}
        Json::String(text) => _ = all.insert(name.to_owned(), text.as_str().into()),
        other => _ = all.insert(name.to_owned(), other.to_string().into()),
    }
}
