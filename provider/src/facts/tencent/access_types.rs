//! `schemas/tencent/access_types.toml`: how DTS connects to a database.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::facts::{side::Need, table::rows};

const TEXT: &str = include_str!("../../../../schemas/tencent/access_types.toml");

/// The way to a managed database of Tencent Cloud, the only one to a database of another account.
pub(crate) const CLOUD_DATABASE: &str = "cdb";

/// A way to a database.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AccessType {
    /// The name in HCL and in the API.
    pub(crate) access_type: &'static str,
    /// The name in the console.
    #[expect(dead_code, reason = "documentation")]
    name: &'static str,
    /// Whether the database can belong to another account.
    #[cfg_attr(not(test), expect(dead_code, reason = "documentation"))]
    cross_account: bool,
    instance_id: Need,
    cvm_instance_id: Need,
    host: Need,
    port: Need,
    vpc_id: Need,
    subnet_id: Need,
    vpn_gateway_id: Need,
    direct_connect_gateway_id: Need,
    ccn_id: Need,
    #[expect(dead_code, reason = "documentation")]
    note: Option<&'static str>,
    #[expect(dead_code, reason = "documentation")]
    source: &'static str,
    #[expect(dead_code, reason = "documentation")]
    seen: &'static str,
}

impl AccessType {
    /// The arguments that depend on the access type.
    pub(crate) fn arguments(&self) -> [(&'static str, Need); 9] {
        [
            ("instance_id", self.instance_id),
            ("cvm_instance_id", self.cvm_instance_id),
            ("host", self.host),
            ("port", self.port),
            ("vpc_id", self.vpc_id),
            ("subnet_id", self.subnet_id),
            ("vpn_gateway_id", self.vpn_gateway_id),
            ("direct_connect_gateway_id", self.direct_connect_gateway_id),
            ("ccn_id", self.ccn_id),
        ]
    }
}

static ROWS: LazyLock<Vec<AccessType>> = LazyLock::new(|| rows("access_type", TEXT));

static WORDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| ROWS.iter().map(|row| row.access_type).collect());

/// The row of an access type.
pub(crate) fn access_type(word: &str) -> Option<&'static AccessType> {
    ROWS.iter().find(|row| row.access_type == word)
}

/// The names of all access types.
pub(crate) fn access_type_words() -> &'static [&'static str] {
    &WORDS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::table::tests::check;

    #[test]
    fn the_table_parses() {
        check("access_type", TEXT, |row: &AccessType| row.access_type);
        assert_eq!(access_type_words().len(), 9);
    }

    #[test]
    fn only_a_managed_database_can_belong_to_another_account() {
        let crossing: Vec<_> = ROWS.iter().filter(|row| row.cross_account).map(|row| row.access_type).collect();
        assert_eq!(crossing, [CLOUD_DATABASE]);
        assert!(access_type("cdb").unwrap().arguments().contains(&("host", Need::Forbidden)));
        assert!(access_type("vpc").unwrap().arguments().contains(&("subnet_id", Need::Required)));
    }
}
