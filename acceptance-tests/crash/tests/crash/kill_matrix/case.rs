//! The columns of the table: how a run is cut off, where its state is, and in which directory the next one runs.

use crate::kill_matrix::boundary::{Boundary, Phase};
use crate::kill_matrix::scenario::Scenario;

/// How a run is cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cut {
    /// The provider is killed.
    Provider,
    /// Terraform is killed.
    Terraform,
    /// The terminal is closed: Terraform and the provider get SIGHUP.
    Terminal,
}

/// Where Terraform keeps the state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StateLocation {
    /// In a file, which is written after each resource.
    File,
    /// On a server, which gets it at the end of a run, and every 20 seconds before that.
    Server,
}

/// One column of a table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Case {
    /// The heading of the column.
    pub(crate) heading: &'static str,
    pub(crate) cut: Cut,
    pub(crate) state: StateLocation,
    /// Whether another user has objects in the same accounts.
    pub(crate) crowded: bool,
    /// Whether the next apply runs in another directory, without a state.
    pub(crate) moved: bool,
    /// Whether an apply follows a destroy that was cut off, with `restart_on_loss`. Otherwise another destroy follows it.
    pub(crate) restarts: bool,
}

const FILE: Case =
    Case { heading: "", cut: Cut::Provider, state: StateLocation::File, crowded: false, moved: false, restarts: false };
const SERVER: Case = Case { state: StateLocation::Server, ..FILE };

/// The state is in a file.
pub(crate) const LOCAL: [Case; 6] = [
    Case { heading: "provider killed", ..FILE },
    Case { heading: "Terraform killed", cut: Cut::Terraform, ..FILE },
    Case { heading: "provider, crowded", crowded: true, ..FILE },
    Case { heading: "Terraform, crowded", cut: Cut::Terraform, crowded: true, ..FILE },
    Case { heading: "terminal closed", cut: Cut::Terminal, ..FILE },
    Case { heading: "applied again", cut: Cut::Terraform, restarts: true, ..FILE },
];

/// The state is on a server.
pub(crate) const REMOTE: [Case; 4] = [
    Case { heading: "provider killed", ..SERVER },
    Case { heading: "Terraform, crowded", cut: Cut::Terraform, crowded: true, ..SERVER },
    Case { heading: "terminal closed", cut: Cut::Terminal, ..SERVER },
    Case { heading: "other directory", cut: Cut::Terraform, moved: true, ..SERVER },
];

/// For a second cloud, whose resources recover with the same functions: each way of cutting off, once with each place of the state.
pub(crate) const FEW_LOCAL: [Case; 2] = [LOCAL[0], LOCAL[4]];
/// The same with the state on a server.
pub(crate) const FEW_REMOTE: [Case; 2] = [REMOTE[1], REMOTE[3]];

/// For a scenario with more calls: what no signal announces.
pub(crate) const KILLED_LOCAL: [Case; 2] = [LOCAL[0], LOCAL[1]];
/// The same with the state on a server.
pub(crate) const KILLED_REMOTE: [Case; 2] =
    [REMOTE[0], Case { heading: "Terraform killed", crowded: false, ..REMOTE[1] }];

impl Case {
    /// Whether this is tried at a boundary.
    pub(crate) fn covers(&self, scenario: &Scenario, boundary: &Boundary) -> bool {
        match self.cut {
            Cut::Terminal => scenario.terminal.contains(&boundary.name.as_str()),
            // Between the end of one change and the start of the next one, the cloud is the same.
            _ if self.moved => boundary.phase == Phase::Apply && boundary.name.starts_with("after "),
            _ if self.restarts => boundary.phase == Phase::Destroy && !scenario.restart.is_empty(),
            Cut::Provider | Cut::Terraform => true,
        }
    }
}
