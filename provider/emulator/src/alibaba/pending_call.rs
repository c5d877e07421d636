//! The steps of one request: address, authentication, handler, answer.

use std::any::Any;
use std::sync::Arc;

use crate::alibaba::gateway::verify::{Claim, authenticate, use_nonce};
use crate::core::accounts::Caller;
use crate::core::clock::Times;
use crate::core::cloud::{Cloud, Context, Failure, PendingCall, Reply};
use crate::core::http::Incoming;
use crate::core::log::Entry;
use crate::core::nonces::NonceMemory;
use crate::policy::Circumstances;

use super::cloud::Alibaba;
use super::gateway::{
    ActionRow, ActionTable, Address, Call, Fields, NotEmulated, Outcome, Parameters, Refusal, Scheme, Service,
    envelope, subject,
};
use super::ids;
use super::routes::{Route, open_route, route};
use super::sts::OpenHandler;

/// A request to this cloud.
pub(super) struct AlibabaCall {
    request: Incoming,
    /// Its service and action, or the refusal when it names none.
    address: Result<Address, Refusal>,
    parameters: Parameters,
    /// The identity that it claims.
    claim: Result<Claim, Refusal>,
    strict: bool,
    /// The handler of the action. At most one of the two is set; none when the action is not served.
    route: Option<Route>,
    open_route: Option<OpenHandler>,
    /// The caller, after the authentication; none when the request is not signed.
    caller: Result<Option<Arc<Caller>>, Refusal>,
    entry: Entry,
}

impl AlibabaCall {
    /// Reads the request.
    pub(super) fn read(request: Incoming, strict: bool) -> Self {
        let address = Address::read(&request);
        let (mut entry, mut parameters) = (Entry::default(), Parameters::default());
        let (mut known, mut open) = (None, None);
        entry.request_id = ids::request_id();
        if let Ok(address) = &address {
            known = route(address.service, &address.action);
            open = open_route(address.service, &address.action);
            parameters = Parameters::of(&request);
            entry.service = address.service.name();
            entry.action.clone_from(&address.action);
            entry.mutating = subject::is_mutating(&address.action);
            entry.object = subject::object_of(&parameters).to_owned();
            entry.set_parameters(parameters.iter());
        }
        let scheme = address.as_ref().map(|address| address.scheme);
        let claim = Claim::read(&request, scheme.unwrap_or(Scheme::Unsigned));
        let (route, open_route, caller) = (known, open, Ok(None));
        Self { request, address, parameters, claim, strict, route, open_route, caller, entry }
    }

    /// The service and the row of the action.
    fn row(&self) -> (Option<Service>, Option<&'static ActionRow>) {
        let Ok(address) = &self.address else { return (None, None) };
        (Some(address.service), ActionTable::builtin().row(address.service, &address.action))
    }

    fn reply(&mut self, outcome: Outcome) -> Reply {
        let (service, row) = self.row();
        self.entry.outcome = outcome.as_ref().err().map_or("OK", Refusal::code).to_owned();
        let reply = envelope::reply(&self.request, service, row, outcome, &self.entry.request_id);
        self.entry.http_status = reply.status;
        reply
    }

    fn outcome(&mut self, cloud: &mut Alibaba, context: Context<'_>, nonces: &mut NonceMemory) -> Outcome {
        if !["GET", "POST"].contains(&self.request.method.as_str()) {
            let message = "The HTTP method must be POST or GET.";
            return Err(Refusal::gateway(400, "UnsupportedHTTPMethod", message));
        }
        let Address { service, action, scheme } = self.address.clone()?;
        let circumstances = Circumstances::of_call(context.now, self.request.peer);
        if let Some(handler) = self.open_route {
            self.check_parameters(&action)?;
            return cloud.perform_open(context, handler, &self.parameters, &circumstances);
        }
        // Calls without a signature can be ones that are not emulated, too.
        if scheme == Scheme::Unsigned
            && let Some(refusal) = NotEmulated::builtin().refusal(service, &action)
        {
            return Err(refusal);
        }
        let caller = self.caller.clone()?;
        use_nonce(self.claim.as_ref().map_err(Clone::clone)?, nonces)?;
        let route = self.route.ok_or_else(|| NotEmulated::builtin().refusal_of_any(service, &action))?;
        self.check_parameters(&action)?;
        let caller = caller.ok_or_else(|| Refusal::gateway(500, "InternalError", "The caller is not known."))?;
        let call = Call { caller, action, parameters: std::mem::take(&mut self.parameters), circumstances };
        let outcome = cloud.perform(context, route, &call);
        if let Ok(fields) = &outcome {
            self.created(fields);
        }
        outcome
    }

    /// Unknown parameters cause a warning in the log; in strict mode they are refused.
    fn check_parameters(&mut self, action: &str) -> Result<(), Refusal> {
        let (_, row) = self.row();
        if let Some(name) = row.and_then(|row| row.refused(&self.parameters)) {
            let message = format!("{name} is documented as not supported by {action}; do not send it.");
            return Err(Refusal::gateway(400, "InvalidParameter", message));
        }
        for unknown in row.map(|row| row.unknown(&self.parameters)).unwrap_or_default() {
            let hint = unknown.nearest.map(|near| format!("; did you mean {near}?")).unwrap_or_default();
            let warning = format!("{action} has no parameter {}{hint}", unknown.name);
            self.entry.hide(&unknown.name);
            if self.strict {
                self.entry.warnings.push(warning.clone());
                return Err(Refusal::gateway(400, "InvalidParameter", format!("{warning} (strict mode)")));
            }
            tracing::warn!("{warning}");
            self.entry.warnings.push(warning);
        }
        Ok(())
    }

    /// Sets the job that the call has created as its object, when its parameters name none.
    fn created(&mut self, answer: &Fields) {
        let named = subject::JOBS.iter().any(|name| self.entry.has_parameter(name));
        if let Some(id) = answer.get("DtsJobId").and_then(serde_json::Value::as_str).filter(|_| !named) {
            id.clone_into(&mut self.entry.object);
        }
    }
}

impl PendingCall for AlibabaCall {
    fn entry(&self) -> &Entry {
        &self.entry
    }

    fn entry_mut(&mut self) -> &mut Entry {
        &mut self.entry
    }

    fn key_id(&self) -> Option<&str> {
        self.claim.as_ref().ok().map(|claim| claim.key_id.as_str())
    }

    fn authenticate(&mut self, caller: Option<Arc<Caller>>, times: Times) {
        if self.address.is_err() || self.open_route.is_some() {
            return;
        }
        self.caller = match &self.claim {
            Err(refusal) => Err(refusal.clone()),
            Ok(claim) => {
                self.entry.key_id.clone_from(&claim.key_id);
                if let Some(caller) = &caller {
                    self.entry.account.clone_from(&caller.account);
                }
                authenticate(&self.request, claim, caller.as_deref(), times).map(|()| caller)
            }
        };
    }

    fn perform(&mut self, cloud: &mut dyn Cloud, context: Context<'_>, nonces: &mut NonceMemory) -> Reply {
        let cloud: &mut dyn Any = cloud;
        let outcome = match cloud.downcast_mut::<Alibaba>() {
            Some(cloud) => self.outcome(cloud, context, nonces),
            None => Err(Refusal::gateway(500, "InternalError", "The request is for another cloud.")),
        };
        self.reply(outcome)
    }

    fn refuse(&mut self, failure: &Failure) -> Reply {
        self.reply(Err(match failure {
            Failure::Throttled => {
                Refusal::gateway(400, "Throttling.User", "Request was denied due to user flow control.")
            }
            Failure::Internal(message) | Failure::NotStored(message) => {
                Refusal::gateway(500, "InternalError", message.clone())
            }
            Failure::Error { http_status: Some(200), code, message } => Refusal::business(400, code, message.clone()),
            Failure::Error { http_status, code, message } => {
                Refusal::gateway(http_status.unwrap_or(400), code, message.clone())
            }
            Failure::NotPerformed => Refusal::gateway(500, "DROPPED_BEFORE", ""),
        }))
    }
}
