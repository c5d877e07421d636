//! `dts_synchronization_support`: the pairs of engines that DTS synchronizes.

use std::{collections::BTreeSet, sync::LazyLock};

use async_trait::async_trait;
use tfplugin::{
    Model,
    context::Context,
    data_source::DataSource,
    diagnostic::Diagnostics,
    model::{Attr, List},
    validate::one_of,
};

use crate::{
    accounts::Clouds,
    facts::alibaba::{
        SynchronizationPair, TwoWayPair, synchronization_pair, synchronization_pairs, two_way_pair, two_way_pairs,
    },
};

const TYPE: &str = "dts_synchronization_support";

static SOURCES: LazyLock<Vec<&'static str>> = LazyLock::new(|| sorted(keys().map(|(source, _)| source)));
static DESTINATIONS: LazyLock<Vec<&'static str>> = LazyLock::new(|| sorted(keys().map(|(_, destination)| destination)));

fn sorted(words: impl Iterator<Item = &'static str>) -> Vec<&'static str> {
    words.collect::<BTreeSet<_>>().into_iter().collect()
}

/// The engines of all pairs: those of one direction first.
fn keys() -> impl Iterator<Item = (&'static str, &'static str)> {
    let one_way = synchronization_pairs().iter().map(|row| (row.source, row.destination));
    let only_two_way = two_way_pairs().iter().map(|row| (row.source, row.destination));
    one_way.chain(only_two_way.filter(|(source, destination)| synchronization_pair(source, destination).is_none()))
}

/// Lists the pairs of database engines that Alibaba Cloud documents for synchronizations, in one direction and in both. The list is not complete: DTS adds pairs. It sends no call and works offline. The databases of another account are those that `dts_cross_account_support` lists.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct Support {
    /// Lists only pairs with this source engine, such as `mysql`.
    #[attr(optional, validate(one_of(&SOURCES)))]
    source_engine: Attr<String>,
    /// Lists only pairs with this destination engine.
    #[attr(optional, validate(one_of(&DESTINATIONS)))]
    destination_engine: Attr<String>,
    /// Lists only pairs that can be synchronized in both directions (`true`), or only the others (`false`).
    #[attr(optional)]
    two_way: Attr<bool>,
    /// The pairs. Empty if there are none.
    #[attr(computed)]
    pairs: Attr<List<Pair>>,
}

/// A pair of engines.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct Pair {
    /// Engine of the source; with two directions, of the source of the forward direction.
    #[attr(computed)]
    source_engine: Attr<String>,
    /// Engine of the destination.
    #[attr(computed)]
    destination_engine: Attr<String>,
    /// The documented initial phases of one direction: any of `schema` and `full`. Empty if they are not documented.
    #[attr(computed)]
    initial_phases: Attr<List<String>>,
    /// Whether the pair can be synchronized in both directions.
    #[attr(computed)]
    two_way: Attr<bool>,
    /// Whether both databases can belong to other accounts in a synchronization of both directions.
    #[attr(computed)]
    two_way_cross_account: Attr<bool>,
    /// The valid values of `on_conflict` with both directions. Empty if DTS has no conflict policy for the pair.
    #[attr(computed)]
    conflict_policies: Attr<List<String>>,
    /// Further facts. Not set if there are none.
    #[attr(computed)]
    note: Attr<String>,
}

/// The data source.
pub(super) struct SynchronizationSupport;

#[async_trait]
impl DataSource for SynchronizationSupport {
    type Model = Support;
    type Data = Clouds;

    fn type_name(&self) -> &'static str {
        TYPE
    }

    async fn read(&self, _context: &Context<Clouds>, config: Support) -> Result<Support, Diagnostics> {
        let pairs = pairs(&config).into();
        Ok(Support { pairs, ..config })
    }
}

fn pairs(config: &Support) -> List<Pair> {
    let matches = |filter: &Attr<String>, word: &str| filter.as_str().is_none_or(|filter| filter == word);
    keys()
        .filter(|(source, destination)| {
            matches(&config.source_engine, source) && matches(&config.destination_engine, destination)
        })
        .map(|(source, destination)| {
            let two_way = two_way_pair(source, destination);
            pair(source, destination, synchronization_pair(source, destination), two_way)
        })
        .filter(|pair| config.two_way.is_null() || pair.two_way == config.two_way)
        .collect()
}

fn pair(source: &str, destination: &str, one_way: Option<&SynchronizationPair>, two_way: Option<&TwoWayPair>) -> Pair {
    let texts = |words: &[&'static str]| words.iter().map(|word| (*word).to_owned()).collect::<List<_>>().into();
    let notes = [one_way.and_then(|row| row.note), two_way.and_then(|row| row.note)];
    let notes: Vec<&str> = notes.into_iter().flatten().collect();
    Pair {
        source_engine: source.into(),
        destination_engine: destination.into(),
        initial_phases: texts(one_way.map_or(&[], |row| &row.initial_phases)),
        two_way: two_way.is_some().into(),
        two_way_cross_account: two_way.is_some_and(|row| row.cross_account).into(),
        conflict_policies: texts(two_way.map_or(&[], |row| &row.conflict_policies)),
        note: (!notes.is_empty()).then(|| notes.join("; ")).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_reduce_the_pairs() {
        let all = pairs(&Support::default());
        let both = pairs(&Support { two_way: true.into(), ..Support::default() });
        let one = pairs(&Support { two_way: false.into(), ..Support::default() });
        assert_eq!(both.0.len(), two_way_pairs().len());
        assert_eq!(all.0.len(), both.0.len() + one.0.len());
        let redis = Support { source_engine: "redis".into(), ..Support::default() };
        let redis = pairs(&redis);
        let redis: Vec<&Pair> = redis.known().collect();
        assert_eq!(redis.len(), 1);
        assert_eq!(redis[0].two_way_cross_account, Attr::from(true));
        assert_eq!(redis[0].conflict_policies.get().unwrap().0.len(), 0);
        assert_eq!(redis[0].initial_phases.get().unwrap().known().collect::<Vec<_>>(), ["full"]);
        let none = Support { source_engine: "redis".into(), destination_engine: "kafka".into(), ..Support::default() };
        assert_eq!(pairs(&none), List::default());
    }
}
