//! The handler of each action.

use super::dts;
use super::gateway::Service;
use super::{ram, sts};

/// The handler of an action, by its service.
#[derive(Clone, Copy)]
pub(crate) enum Route {
    Ram(ram::Handler),
    Sts(sts::Handler),
    Dts(dts::Handler),
}

/// The handler of an action; none when the action is not served, or needs no signature.
pub(crate) fn route(service: Service, action: &str) -> Option<Route> {
    match service {
        Service::Ram => handler(ram::ROUTES, action).map(Route::Ram),
        Service::Sts => handler(sts::ROUTES, action).map(Route::Sts),
        Service::Dts => handler(dts::ROUTES, action).map(Route::Dts),
    }
}

/// The handler of an action that needs no signature.
pub(crate) fn open_route(service: Service, action: &str) -> Option<sts::OpenHandler> {
    if service == Service::Sts { handler(sts::OPEN_ROUTES, action) } else { None }
}

fn handler<H: Copy>(routes: &[(&str, H)], action: &str) -> Option<H> {
    routes.iter().find(|(known, _)| *known == action).map(|(_, handler)| *handler)
}

#[cfg(test)]
mod tests {
    use super::{dts, ram, sts};
    use crate::alibaba::gateway::ActionTable;

    #[test]
    fn every_served_action_has_a_row_and_every_row_an_action() {
        fn names<H>(service: &'static str, routes: &[(&'static str, H)]) -> Vec<(&'static str, &'static str)> {
            routes.iter().map(|(action, _)| (service, *action)).collect()
        }
        let mut served = [
            names("DTS", dts::ROUTES),
            names("RAM", ram::ROUTES),
            names("STS", sts::ROUTES),
            names("STS", sts::OPEN_ROUTES),
        ]
        .concat();
        served.sort_unstable();
        assert_eq!(served, ActionTable::builtin().names().collect::<Vec<_>>());
    }
}
