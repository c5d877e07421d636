//! ModifyDtsJobEndpoint: the complete endpoint as it is planned, with its user name and password if they change.

use alibaba::dts::ModifyDtsJobEndpoint;

use super::LiveUpdate;
use crate::resources::alibaba::migration_task::{
    arguments::Argument,
    plan::live_changes::{Step, type_of_modify},
    schema::endpoint::{Side, known_endpoints, password_of, word_of_modify},
};

impl LiveUpdate<'_> {
    pub(super) fn endpoint(&self, side: Side, step: &Step) -> Option<ModifyDtsJobEndpoint> {
        let end = known_endpoints(self.planned).find(|(one, _)| *one == side).map(|(_, end)| end)?;
        let login = step.arguments.iter().any(Argument::is_credential);
        let owner = end.cross_account.get();
        Some(ModifyDtsJobEndpoint {
            region_id: Some(self.session.region()),
            dts_job_id: Some(self.id.to_owned()),
            direction: self.planned.kind.direction(),
            endpoint: word_of_modify(side).to_owned(),
            endpoint_instance_type: type_of_modify(side, end).ok()?.to_owned(),
            endpoint_instance_id: end.instance_id.clone().into_option(),
            endpoint_region_id: end.region.clone().into_option(),
            endpoint_ip: end.host.clone().into_option(),
            endpoint_port: end.port.get().map(ToString::to_string),
            endpoint_vpc_id: end.vpc_id.clone().into_option(),
            database: end.database.clone().into_option(),
            modify_account: login.then_some(true),
            // A login is a name and its password: one without the other would be another pair.
            user_name: end.username.clone().into_option().filter(|_| login).map(Into::into),
            password: self.configured(side).and_then(password_of).filter(|_| login),
            aliyun_uid: owner.and_then(|owner| owner.account_id.clone().into_option()),
            role_name: owner.and_then(|owner| owner.role_name.clone().into_option()),
            ..ModifyDtsJobEndpoint::default()
        })
    }
}
