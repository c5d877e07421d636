//! What one direction of a two-way synchronization has in addition to its objects and endpoints.

use tfplugin::model::Attr;

/// The words of `on_conflict`, and the values of `conflict` in `Reserve` (S§4.1 of the facts: the global policy).
const POLICIES: [(&str, &str); 3] = [("fail", "interrupt"), ("ignore", "ignore"), ("overwrite", "overwrite")];

/// The words of `on_conflict`.
pub(crate) const ON_CONFLICT: &[&str] = &["fail", "ignore", "overwrite"];

/// The settings of one direction. A field of the model of a task that is not in its schema. Default: none, as of a job with one direction.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Topology {
    /// What happens when a change meets another row at the destination: a word of `on_conflict`.
    pub(crate) on_conflict: Attr<String>,
    /// Whether the forward job carries schema changes.
    pub(crate) carry_ddl: Attr<bool>,
}

impl Topology {
    /// The value of `conflict`.
    pub(crate) fn policy(&self) -> Attr<&'static str> {
        let wire =
            |word: String| POLICIES.iter().find(|(known, _)| *known == word).map_or("interrupt", |(_, wire)| wire);
        self.on_conflict.clone().map(wire)
    }

    /// The word of a value of `conflict`.
    pub(crate) fn word_of(policy: &str) -> Option<&'static str> {
        POLICIES.iter().find(|(_, wire)| *wire == policy).map(|(word, _)| *word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_has_its_policy() {
        for word in ON_CONFLICT {
            let topology = Topology { on_conflict: (*word).into(), ..Topology::default() };
            let policy = topology.policy().into_option().unwrap();
            assert_eq!(Topology::word_of(policy), Some(*word));
        }
        assert!(Topology::default().policy().is_null());
    }
}
