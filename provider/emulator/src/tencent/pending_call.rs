//! The steps of one request: address, authentication, parameters, handler, answer.

use std::any::Any;
use std::sync::Arc;

use serde_json::{Map, Value};

use crate::core::accounts::Caller;
use crate::core::clock::Times;
use crate::core::cloud::{Cloud, Context, Failure, PendingCall, Reply};
use crate::core::http::Incoming;
use crate::core::log::Entry;
use crate::core::nonces::NonceMemory;
use crate::policy::Circumstances;

use super::cloud::Tencent;
use super::gateway::verify::{Claim, authenticate};
use super::gateway::{Address, Call, Fields, NotEmulated, Outcome, Refusal, Service, read_body, reply, subject};
use super::ids;
use super::routes::{Route, open_route, route};
use super::sts::OpenHandler;

/// A request to this cloud.
pub(super) struct TencentCall {
    request: Incoming,
    /// Its service, action and region, or the refusal when it names none.
    address: Result<Address, Refusal>,
    /// Not checked yet.
    parameters: Result<Map<String, Value>, Refusal>,
    /// The identity that it claims.
    claim: Result<Claim, Refusal>,
    /// The handler of the action; none when the action is not served.
    route: Option<Route>,
    /// The handler of an action that needs no signature.
    open_route: Option<OpenHandler>,
    /// The caller, after the authentication.
    caller: Result<Option<Arc<Caller>>, Refusal>,
    entry: Entry,
}

/// Values that the request log does not show, besides those whose name says that they are secret.
const HIDDEN: [&str; 1] = ["ExternalId"];

impl TencentCall {
    /// Reads the request.
    pub(super) fn read(request: Incoming) -> Self {
        let claim = Claim::read(&request);
        let address = Address::read(&request, claim.as_ref().ok().map(|claim| claim.service.as_str()));
        let parameters = read_body(&request);
        let mut entry = Entry::default();
        let (mut known, mut open) = (None, None);
        entry.request_id = ids::request_id();
        if let Ok(address) = &address {
            known = route(address.service, &address.action);
            open = open_route(address.service, &address.action);
            entry.service = address.service.title();
            entry.action.clone_from(&address.action);
            entry.mutating = subject::is_mutating(&address.action);
        }
        if let Ok(parameters) = &parameters {
            entry.object = subject::object_of(parameters);
            let flat = subject::flat(parameters);
            entry.set_parameters(flat.iter().map(|(name, value)| (name.as_str(), value.as_str())));
            let hidden = |name: &str| HIDDEN.iter().any(|end| name.ends_with(end));
            flat.iter().filter(|(name, _)| hidden(name)).for_each(|(name, _)| entry.hide(name));
        }
        Self { request, address, parameters, claim, route: known, open_route: open, caller: Ok(None), entry }
    }

    fn reply(&mut self, outcome: Outcome) -> Reply {
        self.entry.outcome = outcome.as_ref().err().map_or("OK", |refusal| refusal.code.as_str()).to_owned();
        let reply = reply(outcome, &self.entry.request_id);
        self.entry.http_status = reply.status;
        reply
    }

    fn outcome(&mut self, cloud: &mut Tencent, context: Context<'_>) -> Outcome {
        let Address { service, action, region } = match (&self.address, &self.claim) {
            // Without a signature and without the host of a service, the signature is what is missing.
            (Err(address), Err(claim)) if address.code == "NoSuchProduct" => return Err(claim.clone()),
            (address, _) => address.clone()?,
        };
        if let Some(handler) = self.open_route {
            let parameters = self.checked(context, service, &action)?;
            let circumstances = Circumstances::of_cam_call(self.request.peer);
            return cloud.perform_open(context, handler, &parameters, &circumstances);
        }
        // Before the signature: some of these actions are not signed.
        let route = self.route.ok_or_else(|| NotEmulated::builtin().refusal(service, &action))?;
        let caller = self.caller.clone()?;
        let caller = caller.ok_or_else(|| Refusal::new("InternalError", "The caller is not known."))?;
        let parameters = self.checked(context, service, &action)?;
        let circumstances = Circumstances::of_cam_call(self.request.peer);
        let call = Call { caller, action, region, parameters, circumstances };
        let outcome = cloud.perform(context, route, &call);
        if let Ok(answer) = &outcome {
            self.created(answer);
        }
        outcome
    }

    /// The parameters, with the right types.
    fn checked(&mut self, context: Context<'_>, service: Service, action: &str) -> Result<Fields, Refusal> {
        let parameters = std::mem::replace(&mut self.parameters, Ok(Map::new()))?;
        let from_query = self.request.method == "GET";
        let checked = Tencent::check(context, service, action, parameters, from_query);
        checked.inspect_err(|refusal| self.hide_unknown(refusal))
    }

    /// Masks the parameters of a call with an unknown one: it can be a password under a misspelled name.
    fn hide_unknown(&mut self, refusal: &Refusal) {
        if refusal.code == "UnknownParameter" {
            self.entry.set_parameters(std::iter::empty());
        }
    }

    /// Sets the job that the call has bought as its object.
    fn created(&mut self, answer: &Map<String, Value>) {
        let ids = answer.get("JobIds").and_then(Value::as_array);
        if let Some(id) = ids.and_then(|ids| ids.first()).and_then(Value::as_str) {
            id.clone_into(&mut self.entry.object);
        }
    }
}

impl PendingCall for TencentCall {
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
        self.caller = match &self.claim {
            Err(refusal) => Err(refusal.clone()),
            Ok(claim) => {
                self.entry.key_id.clone_from(&claim.key_id);
                if let Some(caller) = &caller {
                    self.entry.account.clone_from(&caller.account);
                }
                let of_service = self.address.as_ref().is_ok_and(|address| address.service.name() == claim.service);
                if of_service {
                    authenticate(&self.request, claim, caller.as_deref(), times).map(|()| caller)
                } else {
                    let message =
                        "The provided credentials could not be validated: the signature is for another service.";
                    Err(Refusal::new("AuthFailure.SignatureFailure", message))
                }
            }
        };
    }

    fn perform(&mut self, cloud: &mut dyn Cloud, context: Context<'_>, _: &mut NonceMemory) -> Reply {
        let cloud: &mut dyn Any = cloud;
        let outcome = match cloud.downcast_mut::<Tencent>() {
            Some(cloud) => self.outcome(cloud, context),
            None => Err(Refusal::new("InternalError", "The request is for another cloud.")),
        };
        self.reply(outcome)
    }

    fn refuse(&mut self, failure: &Failure) -> Reply {
        let refusal = |status: u16, code: &str, message: &str| Refusal { status, ..Refusal::new(code, message) };
        self.reply(Err(match failure {
            Failure::Throttled => {
                refusal(200, "RequestLimitExceeded", "Your current request times exceeds the limit of this API.")
            }
            Failure::Internal(message) | Failure::NotStored(message) => refusal(500, "InternalError", message),
            Failure::Error { http_status, code, message } => refusal(http_status.unwrap_or(200), code, message),
            Failure::NotPerformed => refusal(500, "DROPPED_BEFORE", ""),
        }))
    }
}
