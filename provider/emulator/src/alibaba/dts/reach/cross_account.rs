//! Whether DTS may work in the account to which a side belongs.
//!
//! DTS assumes the named role of the owner's account as the service `<job account>@dts.aliyuncs.com`. Therefore the
//! trust policy of the role must allow that service, and the attached policies must allow the calls that DTS uses on
//! the instance.

use crate::alibaba::context::CallContext;
use crate::alibaba::dts::configuration::Endpoint;
use crate::policy::{Actor, Ask, Circumstances, Decision, decide, trust_decides};

/// The role that every account has for its own jobs; it is not for other accounts.
const DEFAULT_ROLE: &str = "AliyunDTSDefaultRole";

/// The actions that DTS needs on an instance, per instance type.
const NEEDED: [(&str, &str, &[&str]); 8] = [
    ("RDS", "dbinstance", &["rds:DescribeDBInstanceAttribute", "rds:ModifySecurityIps"]),
    ("PolarDB", "dbcluster", &["polardb:DescribeDBClusters", "polardb:ModifySecurityIps"]),
    ("MONGODB", "dbinstance", &["dds:DescribeDBInstanceAttribute", "dds:ModifySecurityIps"]),
    ("REDIS", "instance", &["kvstore:DescribeInstances", "kvstore:ModifySecurityIps"]),
    ("DISTRIBUTED_POLARDBX10", "instance", &["drds:DescribeDrdsInstance", "drds:ModifyDrdsIpWhiteList"]),
    ("ECS", "instance", &["ecs:DescribeInstances", "ecs:AuthorizeSecurityGroup"]),
    ("EXPRESS", "vpc", &["vpc:DescribeVpcs"]),
    ("CEN", "vpc", &["vpc:DescribeVpcs"]),
];

/// Why DTS cannot work in an account, as the cloud reports it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    pub(crate) code: &'static str,
    pub(crate) message: String,
}

fn failure(code: &'static str, message: impl Into<String>) -> Failure {
    Failure { code, message: message.into() }
}

/// The account to which a side belongs, if DTS may work there.
pub(crate) fn account_of(context: CallContext<'_>, job_account: &str, side: Endpoint<'_>) -> Result<String, Failure> {
    match side.cross_account() {
        None => own_account(context, job_account),
        Some((owner, role)) => other_account(context, job_account, owner, role, side),
    }
}

fn own_account(context: CallContext<'_>, id: &str) -> Result<String, Failure> {
    match context.accounts.get(id) {
        Some(account) if account.dts_activated && account.default_role_authorized => Ok(id.to_owned()),
        Some(account) if account.dts_activated => {
            Err(failure("Abnormal.RamCheckUserRole", format!("{DEFAULT_ROLE} is not authorized in account {id}")))
        }
        _ => Err(never_used_dts(id)),
    }
}

fn other_account(
    context: CallContext<'_>,
    job_account: &str,
    owner: &str,
    role_name: &str,
    side: Endpoint<'_>,
) -> Result<String, Failure> {
    if role_name == DEFAULT_ROLE {
        return Err(failure(
            "Abnormal.RamCheckUserRole",
            format!("{DEFAULT_ROLE} of account {owner} is not authorized"),
        ));
    }
    if !owner.chars().all(|c| c.is_ascii_digit()) || !(10..=20).contains(&owner.len()) {
        let message = format!("the owner account {owner} should use the standard Alibaba Cloud UID");
        return Err(failure("DTS.Msg.InvalidParameter.AliyunUidFormat", message));
    }
    let account = context.accounts.get(owner).filter(|it| it.dts_activated && it.default_role_authorized);
    let account = account.ok_or_else(|| never_used_dts(owner))?;
    if role_name.contains(':') || role_name.contains('/') {
        let message = format!("InvalidParameter : Invalid role arn format:acs:ram::{owner}:role/{role_name}");
        return Err(failure("AssumeRoleFail", message));
    }
    let role = context.role(&account.id, role_name);
    let role = role.ok_or_else(|| failure("AssumeRoleFail", "EntityNotExist.Role : The role not exists"))?;
    let service = if owner == job_account { String::new() } else { format!("{job_account}@") };
    let dts = Actor::Service(format!("{service}dts.aliyuncs.com"));
    let circumstances = Circumstances::of_service(context.now);
    if trust_decides(&role.trust, &dts, &circumstances, None) != Decision::Allowed || role.attached.is_empty() {
        let message = "NoPermission : You are not authorized to do this action. You should be authorized by RAM.";
        return Err(failure("AssumeRoleFail", message));
    }
    may_use_instance(context, owner, role_name, side)?;
    Ok(owner.to_owned())
}

/// Whether the policies of a role that DTS can assume allow the actions that DTS needs.
fn may_use_instance(context: CallContext<'_>, owner: &str, role: &str, side: Endpoint<'_>) -> Result<(), Failure> {
    let Some((_, resource, actions)) = NEEDED.iter().find(|(kind, _, _)| *kind == side.kind()) else { return Ok(()) };
    let documents = context.policies_of_role(owner, role);
    let circumstances = Circumstances::of_service(context.now);
    for action in *actions {
        let service = action.split(':').next().unwrap_or_default();
        let region = Some(side.field("Region")).filter(|region| !region.is_empty()).unwrap_or("*");
        let resource = format!("acs:{service}:{region}:{owner}:{resource}/{}", side.field("InstanceID"));
        let ask = Ask { action, resource: &resource, circumstances: &circumstances };
        if decide(documents.iter().copied(), ask) != Decision::Allowed {
            let message = format!("(Access Denied) the role {role} of account {owner} may not {action} on {resource}");
            return Err(failure("NoPermission", message));
        }
    }
    Ok(())
}

fn never_used_dts(id: &str) -> Failure {
    let message = format!("The current account {id} has not logged into the DTS console");
    failure("DTS.Msg.Forbidden.AliyunUIDNotFound", message)
}
