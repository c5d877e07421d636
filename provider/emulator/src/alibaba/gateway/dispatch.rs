//! From a request to its answer: address, caller, parameters, action, envelope.

use serde_json::{Value, json};

use super::action_table::{ActionRow, Wire};
use super::address::{Address, Scheme, Service};
use super::answer::{Fields, Outcome, Refusal};
use super::parameters::Parameters;
use crate::alibaba::gateway::verify::{Caller, Claim, authenticate};
use crate::alibaba::ids;
use crate::alibaba::{dts, ram, sts};
use crate::core::emulation::Emulation;
use crate::core::http::Incoming;
use crate::core::log::Entry;

/// An action's implementation.
pub(crate) type Handler = fn(&mut Emulation, &Call) -> Outcome;

/// The implementation of an action that anybody may call.
pub(crate) type OpenHandler = fn(&mut Emulation, &Parameters) -> Outcome;

/// A call whose caller is known and whose parameters are separated.
pub(crate) struct Call {
    pub(crate) caller: Caller,
    pub(crate) action: String,
    pub(crate) parameters: Parameters,
}

/// A finished exchange.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) body: Value,
}

impl Reply {
    /// The emulator itself cannot go on: what a call did may be lost.
    pub(crate) fn failure(request_id: &str, why: &str) -> Self {
        let body = json!({"Code": "InternalError", "Message": why, "RequestId": request_id});
        Self { status: 500, body }
    }
}

impl Emulation {
    /// Answers one request and writes `entry` for the request log.
    pub(crate) fn exchange(&mut self, request: &Incoming, entry: &mut Entry) -> Reply {
        let outcome = self.perform(request, entry);
        self.reply(request, outcome, entry)
    }

    /// Answers without doing anything: an injected fault.
    pub(crate) fn refuse(&mut self, request: &Incoming, refusal: Refusal, entry: &mut Entry) -> Reply {
        if let Ok(address) = Address::read(request) {
            entry.address(&address);
            entry.parameters(&Parameters::of(request));
        }
        self.reply(request, Err(refusal), entry)
    }

    fn perform(&mut self, request: &Incoming, entry: &mut Entry) -> Outcome {
        if !["GET", "POST"].contains(&request.method.as_str()) {
            let message = "The HTTP method must be POST or GET.";
            return Err(Refusal::gateway(400, "UnsupportedHTTPMethod", message));
        }
        let address = Address::read(request)?;
        entry.address(&address);
        let parameters = Parameters::of(request);
        entry.parameters(&parameters);
        if let Some(handler) = open_handler(&address) {
            self.check_parameters(&address, &parameters, entry)?;
            return handler(self, &parameters);
        }
        // Of the calls that nobody signs, too, some are not emulated.
        if address.scheme == Scheme::Unsigned
            && let Some(refusal) = self.not_emulated.refusal(address.service, &address.action)
        {
            return Err(refusal);
        }
        let caller = self.caller(request, &address, entry)?;
        let handler = self.handler(&address)?;
        self.check_parameters(&address, &parameters, entry)?;
        let call = Call { caller, action: address.action, parameters };
        let outcome = handler(self, &call);
        if let Ok(fields) = &outcome {
            entry.created(fields);
        }
        outcome
    }

    fn caller(&mut self, request: &Incoming, address: &Address, entry: &mut Entry) -> Result<Caller, Refusal> {
        let claim = Claim::read(request, address.scheme)?;
        let known = self.keys.get(&claim.key_id);
        entry.key_id.clone_from(&claim.key_id);
        if let Some(known) = known {
            entry.account.clone_from(&known.account);
        }
        let clocks = self.clocks();
        authenticate(request, &claim, self.keys.get(&claim.key_id), &mut self.nonces, clocks)
    }

    fn handler(&self, address: &Address) -> Result<Handler, Refusal> {
        let routes = match address.service {
            Service::Ram => ram::ROUTES,
            Service::Sts => sts::ROUTES,
            Service::Dts => dts::ROUTES,
        };
        let found = routes.iter().find(|(action, _)| *action == address.action);
        found.map(|(_, handler)| *handler).ok_or_else(|| {
            if let Some(refusal) = self.not_emulated.refusal(address.service, &address.action) {
                return refusal;
            }
            let elsewhere = self.actions.names().find(|(_, known)| *known == address.action);
            let near = self.actions.nearest(address.service, &address.action);
            let hint = match (elsewhere, near) {
                (Some((service, _)), _) => format!(" It is an action of {service}: call it with that version."),
                (None, Some(near)) => format!(" Did you mean {near}?"),
                (None, None) => String::new(),
            };
            let message = format!(
                "Specified api is not found: this emulator does not serve {} of {}.{hint}",
                address.action,
                address.service.name()
            );
            Refusal::gateway(404, "InvalidApi.NotFound", message)
        })
    }

    /// Unknown parameters are a warning in the log, or refused when strict.
    fn check_parameters(&self, address: &Address, given: &Parameters, entry: &mut Entry) -> Result<(), Refusal> {
        let row = self.actions.row(address.service, &address.action);
        if let Some(name) = row.and_then(|row| row.refused(given)) {
            let message = format!("{} is documented as not supported by {}; do not send it.", name, address.action);
            return Err(Refusal::gateway(400, "InvalidParameter", message));
        }
        for unknown in row.map(|row| row.unknown(given)).unwrap_or_default() {
            let hint = unknown.nearest.map(|near| format!("; did you mean {near}?")).unwrap_or_default();
            let warning = format!("{} has no parameter {}{hint}", address.action, unknown.name);
            entry.hide(&unknown.name);
            if self.options.strict {
                entry.warnings.push(warning.clone());
                return Err(Refusal::gateway(400, "InvalidParameter", format!("{warning} (strict mode)")));
            }
            tracing::warn!("{warning}");
            entry.warnings.push(warning);
        }
        Ok(())
    }

    fn reply(&self, request: &Incoming, outcome: Outcome, entry: &mut Entry) -> Reply {
        let request_id = ids::request_id();
        entry.request_id.clone_from(&request_id);
        let row = entry.service.and_then(|service| self.actions.row(service, &entry.action));
        entry.outcome = outcome.as_ref().err().map_or("OK", Refusal::code).to_owned();
        let (status, mut body) = match outcome {
            Err(Refusal::Gateway { status, code, message, denied }) => {
                (status, gateway_error(request, &code, &message, denied))
            }
            Err(Refusal::Business { status, code, message, dynamic }) => {
                let mut body = Fields::new();
                body.insert("ErrCode".to_owned(), json!(code));
                if row.is_some_and(|row| row.dynamic_message == Wire::Absent) {
                    body.insert("ErrMessage".to_owned(), json!(message.replace("%s", &dynamic)));
                } else {
                    body.insert("ErrMessage".to_owned(), json!(message));
                    body.insert("DynamicMessage".to_owned(), json!(dynamic));
                }
                seal(&mut body, row, false, status);
                (200, body)
            }
            Ok(mut body) => {
                if entry.service == Some(Service::Dts) {
                    seal(&mut body, row, true, 200);
                }
                (200, body)
            }
        };
        body.insert("RequestId".to_owned(), json!(request_id));
        entry.http_status = status;
        Reply { status, body: Value::Object(body) }
    }
}

fn open_handler(address: &Address) -> Option<OpenHandler> {
    let routes = if address.service == Service::Sts { sts::OPEN_ROUTES } else { &[] };
    routes.iter().find(|(action, _)| *action == address.action).map(|(_, handler)| *handler)
}

/// `Success` and `HttpStatusCode` as this action writes them.
fn seal(body: &mut Fields, row: Option<&ActionRow>, success: bool, status: u16) {
    let (success_as, status_as) = row.map(|row| (row.success, row.http_status_code)).unwrap_or_default();
    let write = |wire: Wire, plain: Value, text: String| match wire {
        Wire::Plain => Some(plain),
        Wire::Text => Some(Value::String(text)),
        Wire::Absent => None,
    };
    if let Some(value) = write(success_as, json!(success), success.to_string()) {
        body.insert("Success".to_owned(), value);
    }
    if let Some(value) = write(status_as, json!(status), status.to_string()) {
        body.insert("HttpStatusCode".to_owned(), value);
    }
}

fn gateway_error(request: &Incoming, code: &str, message: &str, denied: Option<Value>) -> Fields {
    let mut body = Fields::new();
    let recommend = format!("https://error-center.aliyun.com/status/search?Keyword={code}&source=PopGw");
    body.insert("HostId".to_owned(), json!(request.headers.get("host").unwrap_or_default()));
    body.insert("Code".to_owned(), json!(code));
    body.insert("Message".to_owned(), json!(message));
    body.insert("Recommend".to_owned(), json!(recommend));
    if let Some(denied) = denied {
        body.insert("AccessDeniedDetail".to_owned(), denied);
    }
    body
}
