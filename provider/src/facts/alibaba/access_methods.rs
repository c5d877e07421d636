//! `schemas/alibaba/access_methods.toml`: how DTS connects to a database.

use std::sync::LazyLock;

use serde::Deserialize;

use super::engines::engines_at;
use crate::facts::side::{Need, Side};
use crate::facts::table::rows;

const TEXT: &str = include_str!("../../../../schemas/alibaba/access_methods.toml");

/// The value for managed instances, whose instance type depends on the engine.
pub(crate) const CLOUD_INSTANCE: &str = "alibaba_cloud_instance";

/// How DTS connects to a database.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AccessMethod {
    /// The value in HCL.
    pub(crate) access_method: &'static str,
    #[expect(dead_code, reason = "documentation")]
    name: &'static str,
    /// `…EndpointInstanceType` of ConfigureDtsJob; none for cloud instances, where it depends on the engine.
    pub(crate) instance_type: Option<&'static str>,
    /// `EndpointInstanceType` of ModifyDtsJobEndpoint; none if the call does not support it.
    pub(crate) modify: Option<&'static str>,
    /// Whether the database may belong to another account.
    pub(crate) cross_account: bool,
    pub(crate) region: Need,
    pub(crate) instance_id: Need,
    /// What `instance_id` is the ID of.
    pub(crate) instance_id_is: Option<&'static str>,
    pub(crate) host: Need,
    pub(crate) port: Need,
    pub(crate) vpc_id: Need,
    pub(crate) cen_id: Need,
    #[expect(dead_code, reason = "documentation")]
    source: &'static str,
    #[expect(dead_code, reason = "documentation")]
    seen: &'static str,
}

static ROWS: LazyLock<Vec<AccessMethod>> = LazyLock::new(|| rows("access_method", TEXT));

static WORDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| ROWS.iter().map(|row| row.access_method).collect());

/// The row of an access method.
pub(crate) fn access_method(word: &str) -> Option<&'static AccessMethod> {
    ROWS.iter().find(|row| row.access_method == word)
}

/// The values of all access methods.
pub(crate) fn access_method_words() -> &'static [&'static str] {
    &WORDS
}

/// The access method of an instance type that DTS returns, in any case of letters.
pub(crate) fn access_of_answer(instance_type: &str) -> Option<&'static str> {
    let is = |known: Option<&str>| known.is_some_and(|known| known.eq_ignore_ascii_case(instance_type));
    let own = ROWS.iter().find(|row| is(row.instance_type)).map(|row| row.access_method);
    let cloud = || [Side::Source, Side::Destination].into_iter().flat_map(engines_at);
    own.or_else(|| cloud().any(|engine| is(engine.cloud_instance_type)).then_some(CLOUD_INSTANCE))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::table::tests::check;

    #[test]
    fn the_table_parses() {
        check("access_method", TEXT, |row: &AccessMethod| row.access_method);
        assert!(access_method_words().contains(&CLOUD_INSTANCE));
    }

    #[test]
    fn each_method_has_its_fields() {
        let express = access_method("express_connect").unwrap();
        assert_eq!((express.vpc_id, express.instance_id), (Need::Required, Need::Forbidden));
        let ecs = access_method("ecs").unwrap();
        assert_eq!((ecs.instance_id, ecs.instance_id_is), (Need::Required, Some("ECS instance")));
        let cross: Vec<_> = ROWS.iter().filter(|row| !row.cross_account).map(|row| row.access_method).collect();
        assert_eq!(cross, ["public_ip"]);
        assert!(ROWS.iter().all(|row| (row.instance_id == Need::Required) == row.instance_id_is.is_some()));
    }

    #[test]
    fn a_returned_instance_type_is_recognised_in_any_case() {
        assert_eq!(access_of_answer("express"), Some("express_connect"));
        assert_eq!(access_of_answer("rds"), Some(CLOUD_INSTANCE));
        assert_eq!(access_of_answer("DISTRIBUTED_POLARDBX10"), Some(CLOUD_INSTANCE));
        assert_eq!(access_of_answer("OTHER"), Some("public_ip"));
        assert_eq!(access_of_answer("TELEPATHY"), None);
    }
}
