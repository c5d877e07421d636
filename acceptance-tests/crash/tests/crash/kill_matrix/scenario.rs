//! The examples whose apply and destroy are cut off, one for each cloud.

use acceptance_harness::built_in::{
    DESTINATION_PASSWORD, SOURCE_PASSWORD, TENCENT_SOURCE_PASSWORD, TENCENT_TARGET_PASSWORD,
};
use acceptance_harness::profiles::{SOURCE_OWNER, TENCENT_SOURCE};

use crate::kill_matrix::counts::Counts;

/// A text in `main.tf`, and what replaces it.
type Edit = (&'static str, &'static str);

/// The example of one cloud.
#[derive(Debug)]
pub(crate) struct Scenario {
    /// Its name in the output.
    pub(crate) name: &'static str,
    /// The folder of its configuration, in the repository.
    pub(crate) folder: &'static str,
    /// What a complete apply creates.
    pub(crate) complete: Counts,
    /// The passwords of the databases, for the variables of the example.
    pub(crate) passwords: [&'static str; 2],
    /// The changes of the example for the matrix.
    pub(crate) edits: &'static [Edit],
    /// The changes with which a job whose release has begun is created again; none if it cannot be.
    pub(crate) restart: &'static [Edit],
    /// How many applies of one life are cut off.
    pub(crate) most_applies: usize,
    /// How many resources it has.
    pub(crate) resources: usize,
    /// The addresses of the resources that are not called `orders`.
    pub(crate) named: &'static [&'static str],
    /// The address of the role.
    pub(crate) role: &'static str,
    /// The name of the role.
    pub(crate) role_name: &'static str,
    /// The account of the role.
    pub(crate) source_account: &'static str,
    /// The title of the error about a role of the same name.
    pub(crate) role_exists: &'static str,
    /// The code with which the cloud does not find a role.
    pub(crate) no_role: (&'static str, u16),
    /// The action that costs money.
    pub(crate) purchase: &'static str,
    /// After these calls a terminal is closed: a signal to the group is not different at other points.
    pub(crate) terminal: [&'static str; 4],
}

/// Alibaba Cloud, the first scenario.
pub(crate) static ALIBABA: Scenario = Scenario {
    name: "Alibaba Cloud",
    folder: "examples/cross-account-source",
    passwords: [SOURCE_PASSWORD, DESTINATION_PASSWORD],
    edits: &[SHORT_WAIT],
    restart: &[
        ("  wait_for       = \"running\"\n", "  wait_for       = \"running\"\n  restart_on_loss = true\n"),
        ("  conflict_mode   = \"report\"\n", "  conflict_mode   = \"report\"\n  restart_on_loss = true\n"),
    ],
    most_applies: 3,
    resources: 3,
    complete: Counts { policies: 0, ..WITH_POLICY },
    named: &["dts_ram_role_trust.source"],
    role: "dts_ram_role_trust.source",
    role_name: "ram-for-dts",
    source_account: SOURCE_OWNER.account,
    role_exists: "The RAM role exists already",
    no_role: ("EntityNotExist.Role", 404),
    purchase: "CreateDtsInstance",
    terminal: ["after CreateRole", "after ConfigureDtsJob", "after CreateDtsInstance", "after DeleteDtsJob"],
};

/// Tencent Cloud, with a sub-user that runs the job. A job that was stopped cannot run again, so that no apply continues an interrupted
/// destroy.
pub(crate) static TENCENT: Scenario = Scenario {
    name: "Tencent Cloud",
    folder: "examples/tencent-cross-account-sub-account",
    passwords: [TENCENT_SOURCE_PASSWORD, TENCENT_TARGET_PASSWORD],
    edits: &[SHORT_WAIT, SEQUENCE],
    restart: &[],
    most_applies: 3,
    resources: 4,
    complete: WITH_POLICY,
    named: &["dts_cam_role_trust.source", "dts_cam_assume_role_grant.operator"],
    role: "dts_cam_role_trust.source",
    role_name: "DTS-role",
    source_account: TENCENT_SOURCE.account,
    role_exists: "The CAM role exists already",
    no_role: ("InvalidParameter.RoleNotExist", 200),
    purchase: "CreateMigrationService",
    terminal: [
        "after CreateRole",
        "after CreateMigrationService",
        "after ModifyMigrationJob",
        "after IsolateMigrateJob",
    ],
};

/// A synchronization in both directions, which a third account creates. Its two roles and its instance are created one after another.
pub(crate) static TWO_WAY: Scenario = Scenario {
    name: "Alibaba Cloud, both directions",
    folder: "acceptance-tests/crash/tests/crash/kill_matrix/two_way",
    complete: Counts { roles: 2, jobs: 2, instances: 1, policies: 0 },
    most_applies: 1,
    edits: &[],
    restart: &[],
    ..ALIBABA
};

/// One object of each kind.
const WITH_POLICY: Counts = Counts { roles: 1, jobs: 1, instances: 1, policies: 1 };
/// A short wait.
const SHORT_WAIT: Edit = ("  wait_for       = \"caught_up\"\n", "  wait_for       = \"running\"\n");
/// The calls come in the same sequence in each run.
const SEQUENCE: Edit = (
    "  name               = \"orders-across-accounts\"\n",
    "  name               = \"orders-across-accounts\"\n  depends_on         = [dts_cam_assume_role_grant.operator]\n",
);

/// Both clouds.
pub(crate) static ALL: [&Scenario; 2] = [&ALIBABA, &TENCENT];
