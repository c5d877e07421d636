//! `dts_cross_account_support`: the support matrix.

use async_trait::async_trait;
use tfplugin::{
    Model,
    context::Context,
    data_source::DataSource,
    diagnostic::Diagnostics,
    model::{Attr, List},
    validate::one_of,
};

use crate::{accounts::Clouds, facts::alibaba as facts, rules::alibaba as rules};

const TYPE: &str = "dts_cross_account_support";

/// Lists which databases of another account DTS supports in migrations and synchronizations, by side, engine and access method. It sends no call and works offline.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct Support {
    /// Lists only this side: `source` or `destination`.
    #[attr(optional, validate(one_of(&["source", "destination"])))]
    side: Attr<String>,
    /// Lists only this engine, such as `mysql`.
    #[attr(optional, validate(rules::engine()))]
    engine: Attr<String>,
    /// Lists only this access method, such as `alibaba_cloud_instance`.
    #[attr(optional, validate(rules::access_method()))]
    access_method: Attr<String>,
    /// The supported combinations. Empty if there are none.
    #[attr(computed)]
    combinations: Attr<List<Combination>>,
}

/// A supported combination.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct Combination {
    /// `source` or `destination`.
    #[attr(computed)]
    side: Attr<String>,
    /// Database engine.
    #[attr(computed)]
    engine: Attr<String>,
    /// Access method.
    #[attr(computed)]
    access_method: Attr<String>,
    /// How it is documented. `confirmed`: by the guide and the API documentation. `newer`: only by the newer guide. `unconfirmed`: its API values are not documented.
    #[attr(computed)]
    status: Attr<String>,
    /// Whether the endpoint needs a `wire` block with the API values.
    #[attr(computed)]
    needs_wire: Attr<bool>,
    /// Further facts. Not set if there are none.
    #[attr(computed)]
    note: Attr<String>,
}

/// The data source.
pub(super) struct CrossAccountSupport;

#[async_trait]
impl DataSource for CrossAccountSupport {
    type Model = Support;
    type Data = Clouds;

    fn type_name(&self) -> &'static str {
        TYPE
    }

    async fn read(&self, _context: &Context<Clouds>, config: Support) -> Result<Support, Diagnostics> {
        let combinations = combinations(&config).into();
        Ok(Support { combinations, ..config })
    }
}

fn combinations(config: &Support) -> List<Combination> {
    let matches = |filter: &Attr<String>, word: &str| filter.as_str().is_none_or(|filter| filter == word);
    facts::combinations()
        .iter()
        .filter(|row| {
            matches(&config.side, row.side.block())
                && matches(&config.engine, row.engine)
                && matches(&config.access_method, row.access_method)
        })
        .map(|row| Combination {
            side: row.side.block().into(),
            engine: row.engine.into(),
            access_method: row.access_method.into(),
            status: row.status.word().into(),
            needs_wire: row.needs_wire.into(),
            note: row.note.map(str::to_owned).into(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_reduce_the_matrix() {
        let all = combinations(&Support::default());
        assert_eq!(all.0.len(), facts::combinations().len());
        let mysql = combinations(&Support { engine: "mysql".into(), side: "source".into(), ..Support::default() });
        let methods: Vec<_> = mysql.known().filter_map(|row| row.access_method.as_str()).collect();
        assert_eq!(methods, facts::cross_account_accesses(facts::Side::Source, "mysql"));
        assert!(mysql.0.len() < all.0.len());
        let oracle = Support { engine: "oracle".into(), side: "destination".into(), ..Support::default() };
        assert_eq!(combinations(&oracle), List::default());
    }
}
