//! The handler of each action.

use super::gateway::Service;
use super::{cam, dts, sts, tag};

/// The handler of an action, by its service.
#[derive(Clone, Copy)]
pub(crate) enum Route {
    Cam(cam::Handler),
    Sts(sts::Handler),
    Tag(tag::Handler),
    Dts(dts::Handler),
}

/// The handler of an action; none when the action is not served.
pub(crate) fn route(service: Service, action: &str) -> Option<Route> {
    match service {
        Service::Cam => handler(cam::ROUTES, action).map(Route::Cam),
        Service::Sts => handler(sts::ROUTES, action).map(Route::Sts),
        Service::Tag => handler(tag::ROUTES, action).map(Route::Tag),
        Service::Dts => handler(dts::ROUTES, action).map(Route::Dts),
    }
}

/// The handler of an action that needs no signature; none for all others.
pub(crate) fn open_route(service: Service, action: &str) -> Option<sts::OpenHandler> {
    (service == Service::Sts).then(|| handler(sts::OPEN_ROUTES, action)).flatten()
}

fn handler<H: Copy>(routes: &[(&str, H)], action: &str) -> Option<H> {
    routes.iter().find(|(known, _)| *known == action).map(|(_, handler)| *handler)
}

#[cfg(test)]
mod tests {
    use super::{cam, dts, sts, tag};
    use crate::tencent::gateway::ActionTable;

    #[test]
    fn every_served_action_has_a_row_and_every_row_an_action() {
        fn names<H>(service: &'static str, routes: &[(&'static str, H)]) -> Vec<(&'static str, &'static str)> {
            routes.iter().map(|(action, _)| (service, *action)).collect()
        }
        let mut served = [
            names("cam", cam::ROUTES),
            names("dts", dts::ROUTES),
            names("sts", sts::ROUTES),
            names("sts", sts::OPEN_ROUTES),
            names("tag", tag::ROUTES),
        ]
        .concat();
        served.sort_unstable();
        assert_eq!(served, ActionTable::builtin().names().collect::<Vec<_>>());
    }
}
