//! IDs of databases and of networks. The beginnings of the IDs are those of the examples in the API reference (DBInfo).

use tfplugin::{validate::Validator, value::Value};

use crate::rules::{Check, LONGEST_NAME, Requirement, ValueRule, is_instance_of_alibaba, shown, without_space_around};

static DATABASE: ValueRule = ValueRule::text(
    "tencent-instance-id",
    "The ID of a managed database",
    "must be the ID of a managed database, such as `cdb-powiqx8q`, and not its address",
    check_database,
);

/// The rule on the ID of an object whose IDs begin in one way.
const fn begins(
    subject: &'static str,
    requirement: &'static str,
    check: fn(&Value) -> Result<(), String>,
) -> ValueRule {
    let requirement = Requirement::Fixed(requirement);
    ValueRule { id: "tencent-resource-id", subject, requirement, check: Check::Value(check) }
}

static CVM: ValueRule =
    begins("The ID of a CVM instance", "must be the ID of a CVM instance, such as `ins-olgl39y8`", |value| {
        check_begin(value, "ins-")
    });
static VPC: ValueRule =
    begins("The ID of a VPC", "must be the ID of a VPC, such as `vpc-92jblxto`", |value| check_begin(value, "vpc-"));
static SUBNET: ValueRule =
    begins("The ID of a subnet", "must be the ID of a subnet, such as `subnet-3paxmkdz`", |value| {
        check_begin(value, "subnet-")
    });
static VPN_GATEWAY: ValueRule =
    begins("The ID of a VPN gateway", "must be the ID of a VPN gateway, such as `vpngw-9ghexg7q`", |value| {
        check_begin(value, "vpngw-")
    });
static DIRECT_CONNECT: ValueRule = begins(
    "The ID of a direct connect gateway",
    "must be the ID of a direct connect gateway, such as `dcg-0rxtqqxb`",
    |value| check_begin(value, "dcg-"),
);
static CCN: ValueRule = begins(
    "The ID of a Cloud Connect Network",
    "must be the ID of a Cloud Connect Network, such as `ccn-afp6kltc`",
    |value| check_begin(value, "ccn-"),
);

/// One sentence for all kinds of objects, in the list of rules.
static RESOURCE: ValueRule = begins(
    "The ID of an object of Tencent Cloud",
    "must begin in the way of its kind: `ins-` (CVM instance), `vpc-`, `subnet-`, `vpngw-` (VPN gateway), `dcg-` (direct connect gateway) or `ccn-`",
    |_| Ok(()),
);

pub(super) static RULES: [&ValueRule; 2] = [&DATABASE, &RESOURCE];

/// The ID of a managed database.
pub(crate) fn database_id() -> impl Validator {
    &DATABASE
}

/// The ID of a CVM instance.
pub(crate) fn cvm_id() -> impl Validator {
    &CVM
}

/// The ID of a VPC.
pub(crate) fn vpc_id() -> impl Validator {
    &VPC
}

/// The ID of a subnet.
pub(crate) fn subnet_id() -> impl Validator {
    &SUBNET
}

/// The ID of a VPN gateway.
pub(crate) fn vpn_gateway_id() -> impl Validator {
    &VPN_GATEWAY
}

/// The ID of a direct connect gateway.
pub(crate) fn direct_connect_gateway_id() -> impl Validator {
    &DIRECT_CONNECT
}

/// The ID of a Cloud Connect Network.
pub(crate) fn ccn_id() -> impl Validator {
    &CCN
}

fn is_id(text: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    (1..=LONGEST_NAME).contains(&text.len()) && text.chars().all(allowed)
}

fn check_database(text: &str) -> Result<(), String> {
    if text.is_empty() {
        return Err("It is empty.".to_owned());
    }
    without_space_around(text, is_id)?;
    if is_instance_of_alibaba(text) {
        return Err(format!("{} is the ID of an instance of Alibaba Cloud.", shown(text)));
    }
    if is_id(text) {
        return Ok(());
    }
    if text.contains('.') || text.contains(':') {
        return Err(format!("{} is an address. The console shows the ID in the list of instances.", shown(text)));
    }
    Err(format!("{} is not an ID.", shown(text)))
}

fn check_begin(value: &Value, begin: &str) -> Result<(), String> {
    let Some(text) = value.as_str() else { return Ok(()) };
    let is_right = |text: &str| is_id(text) && text.strip_prefix(begin).is_some_and(|rest| !rest.is_empty());
    if text.is_empty() {
        return Err("It is empty.".to_owned());
    }
    without_space_around(text, is_right)?;
    if is_right(text) {
        return Ok(());
    }
    Err(format!("{} does not consist of {begin:?} followed by letters and digits.", shown(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_of_a_database_is_not_an_address_and_not_of_another_cloud() {
        for right in ["cdb-powiqx8q", "cynosdbmysql-1", "postgres-src00001"] {
            assert_eq!(check_database(right), Ok(()), "{right}");
        }
        for (wrong, part) in [
            ("", "It is empty"),
            ("cdb-powiqx8q\n", "Write \"cdb-powiqx8q\""),
            ("rm-bp1", "of Alibaba Cloud"),
            ("cdb-1.sql.tencentcdb.com:3306", "is an address"),
            ("10.0.0.3", "is an address"),
            ("cdb 1", "is not an ID"),
        ] {
            let refused = check_database(wrong).unwrap_err();
            assert!(refused.contains(part), "{wrong:?}: {refused}");
        }
        assert!(check_database(&"c".repeat(257)).is_err());
    }

    #[test]
    fn an_id_begins_as_the_ids_of_its_kind() {
        let rules = [&CVM, &VPC, &SUBNET, &VPN_GATEWAY, &DIRECT_CONNECT, &CCN];
        let right = ["ins-1", "vpc-1", "subnet-1", "vpngw-1", "dcg-1", "ccn-1"];
        for (position, rule) in rules.iter().enumerate() {
            for (other, text) in right.iter().enumerate() {
                assert_eq!(rule.check(&(*text).into()).is_ok(), position == other, "{text}: {}", rule.subject);
            }
            for wrong in ["", "-", " ", "10.0.0.3"] {
                assert!(rule.check(&wrong.into()).is_err(), "{wrong:?}");
            }
        }
        assert!((&VPC).check(&"vpc-1 ".into()).unwrap_err().contains("Write \"vpc-1\""));
    }
}
