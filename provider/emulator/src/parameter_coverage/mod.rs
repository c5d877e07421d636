//! `alibaba/parameters.toml` says which parameters each action honours; the calls of a script show here which
//! parameters the handlers read. In tests only.

mod proof;
mod script;

use crate::alibaba::gateway::Service;

fn service(name: &str) -> Service {
    [Service::Ram, Service::Sts, Service::Dts].into_iter().find(|service| service.name() == name).unwrap()
}
