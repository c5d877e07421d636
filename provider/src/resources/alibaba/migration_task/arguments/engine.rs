//! The words of ConfigureDtsJob and of answers for engines and access methods.

use tfplugin::model::Attr;

use super::{EndpointAnswer, argument::Origin};
use crate::{
    facts::alibaba::{self as facts, AccessMethod, EngineSide, Need},
    resources::alibaba::migration_task::schema::endpoint::{Endpoint, Side, Wire},
};

/// What is known of the engine of an endpoint.
pub(super) fn of(end: &Endpoint, side: Side) -> Option<&'static EngineSide> {
    end.engine.as_str().and_then(|engine| facts::engine_at(engine, side))
}

fn access_of(end: &Endpoint) -> Option<&'static AccessMethod> {
    end.access_method.as_str().and_then(facts::access_method)
}

/// Whether DTS reaches the endpoint through a VPC.
pub(super) fn goes_through_vpc(end: &Endpoint) -> bool {
    access_of(end).is_some_and(|access| access.vpc_id == Need::Required)
}

/// The instance type: the access method's, or for a cloud instance the engine's.
pub(super) fn instance_type_on_wire(side: Side, end: &Endpoint) -> Attr<String> {
    if let Some(wire) = end.wire.get() {
        return wire.instance_type.clone();
    }
    let Attr::Known(access) = &end.access_method else { return Attr::Unknown };
    if let Some(instance_type) = facts::access_method(access).and_then(|access| access.instance_type) {
        return instance_type.into();
    }
    let Attr::Known(engine) = &end.engine else { return Attr::Unknown };
    facts::engine_at(engine, side).and_then(|engine| engine.cloud_instance_type).map(str::to_owned).into()
}

/// The engine's name in ConfigureDtsJob.
pub(super) fn name_on_wire(side: Side, end: &Endpoint) -> Attr<String> {
    if let Some(wire) = end.wire.get() {
        return wire.engine.clone();
    }
    match &end.engine {
        Attr::Known(engine) => {
            facts::engine_at(engine, side).and_then(|engine| engine.configure).map(str::to_owned).into()
        }
        _ => Attr::Unknown,
    }
}

/// The engine as it is configured: with the API's own word where the block `wire` has it.
pub(super) fn word(end: &Endpoint) -> Attr<String> {
    end.wire.get().map_or_else(|| end.engine.clone(), |wire| wire.engine.clone())
}

/// Whether both endpoints have the same engine. With the block `wire` the words that are sent count; answers spell them in their
/// own way.
pub(super) fn same_engine(prior: &Endpoint, planned: &Endpoint, side: Side, origin: Origin) -> bool {
    if prior.wire.is_null() && planned.wire.is_null() {
        return prior.engine == planned.engine;
    }
    match (name_on_wire(side, prior), name_on_wire(side, planned)) {
        (Attr::Known(prior), Attr::Known(planned)) if origin == Origin::Imported => {
            prior.eq_ignore_ascii_case(&planned)
        }
        (prior, planned) => prior == planned,
    }
}

/// Whether both endpoints have the same access method. With the block `wire` the words that are sent count, too; after an import
/// they alone do.
pub(super) fn same_access_method(prior: &Endpoint, planned: &Endpoint, side: Side, origin: Origin) -> bool {
    let has_wire = !prior.wire.is_null() || !planned.wire.is_null();
    let same_word = prior.access_method == planned.access_method || (has_wire && origin == Origin::Imported);
    same_word && (!has_wire || instance_type_on_wire(side, prior) == instance_type_on_wire(side, planned))
}

/// Whether an answer has the word that is sent. Answers spell words in their own way.
fn is_sent(wire: &Attr<String>, answered: &str) -> bool {
    answered.is_empty() || wire.as_str().is_some_and(|wire| wire.eq_ignore_ascii_case(answered))
}

/// The engine of an answer. What the tables do not have is shown as it is, so that the plan names the difference.
pub(super) fn read_engine(answer: &EndpointAnswer<'_>) -> Attr<String> {
    let (engine, instance_type) = (&answer.detail.engine_name, &answer.detail.instance_type);
    if is_sent(&name_on_wire(answer.side, answer.known), engine) {
        return answer.known.engine.clone();
    }
    match facts::engine_of_answer(answer.side, engine, instance_type) {
        Some(row) => row.engine.into(),
        None => engine.to_lowercase().into(),
    }
}

/// The access method of an answer.
pub(super) fn read_access_method(answer: &EndpointAnswer<'_>) -> Attr<String> {
    let instance_type = &answer.detail.instance_type;
    if is_sent(&instance_type_on_wire(answer.side, answer.known), instance_type) {
        return answer.known.access_method.clone();
    }
    match facts::access_of_answer(instance_type) {
        Some(word) => word.into(),
        None => instance_type.as_str().into(),
    }
}

/// The block `wire`: an import of an endpoint that needs the API's own words has them.
pub(super) fn read_wire(end: &Endpoint, answer: &EndpointAnswer<'_>) -> Attr<Wire> {
    let (engine, instance_type) = (&answer.detail.engine_name, &answer.detail.instance_type);
    let answered = !engine.is_empty() && !instance_type.is_empty();
    if !end.wire.is_null() || !answered || needs_wire(answer.side, end) != Some(true) {
        return end.wire.clone();
    }
    Wire { engine: engine.clone().into(), instance_type: instance_type.clone().into() }.into()
}

/// Whether Alibaba Cloud does not document its API values.
pub(crate) fn needs_wire(side: Side, end: &Endpoint) -> Option<bool> {
    let (engine, access) = (end.engine.as_str()?, end.access_method.as_str()?);
    let row = facts::engine_at(engine, side)?;
    let by_matrix = end.cross_account.is_known()
        && facts::combination(side, engine, access).is_some_and(|combination| combination.needs_wire);
    let cloud = access == facts::CLOUD_INSTANCE && (row.cloud_instance_type.is_none() || !row.cloud_confirmed);
    Some(by_matrix || row.configure.is_none() || cloud)
}

/// An answer for an argument that the access method has. Others keep what is known: DTS returns a port of an RDS instance, for
/// example, which no one configured.
pub(super) fn answered_for(
    end: &Endpoint,
    need: impl Fn(&AccessMethod) -> Need,
    answered: &str,
    known: &Attr<String>,
) -> Attr<String> {
    let is_foreign = access_of(end).is_some_and(|access| need(access) == Need::Forbidden);
    if is_foreign || answered.is_empty() { known.clone() } else { answered.into() }
}
