//! The `timeouts` block of a resource.

use std::time::Duration;

use crate::{
    Model,
    model::Attr,
    schema::Block,
    validate::{duration, parse_duration},
};

/// How long each operation may take, such as `45m` or `1h30m`.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub struct Timeouts {
    /// For create.
    #[attr(optional, validate(duration()))]
    pub create: Attr<String>,
    /// For read.
    #[attr(optional, validate(duration()))]
    pub read: Attr<String>,
    /// For update.
    #[attr(optional, validate(duration()))]
    pub update: Attr<String>,
    /// For delete.
    #[attr(optional, validate(duration()))]
    pub delete: Attr<String>,
}

/// The timeouts of the operations that the user does not set.
#[derive(Clone, Copy, Debug)]
pub struct DefaultTimeouts {
    /// For create.
    pub create: Duration,
    /// For read.
    pub read: Duration,
    /// For update.
    pub update: Duration,
    /// For delete.
    pub delete: Duration,
}

/// An operation that has a timeout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// Creates the object.
    Create,
    /// Reads the object.
    Read,
    /// Changes the object in place.
    Update,
    /// Deletes the object.
    Delete,
}

impl DefaultTimeouts {
    /// The timeout of an operation: the user's, or the default if the user sets none.
    pub fn pick(&self, block: &Attr<Timeouts>, operation: Operation) -> Duration {
        let (default, configured): (Duration, fn(&Timeouts) -> &Attr<String>) = match operation {
            Operation::Create => (self.create, |timeouts| &timeouts.create),
            Operation::Read => (self.read, |timeouts| &timeouts.read),
            Operation::Update => (self.update, |timeouts| &timeouts.update),
            Operation::Delete => (self.delete, |timeouts| &timeouts.delete),
        };
        let text = block.get().and_then(|timeouts| configured(timeouts).as_str());
        text.and_then(|text| parse_duration(text).ok()).unwrap_or(default)
    }

    /// Adds the defaults to the descriptions of the `timeouts` block in the schema of a resource.
    pub(crate) fn describe(&self, resource: &mut Block) {
        let defaults = [("create", self.create), ("read", self.read), ("update", self.update), ("delete", self.delete)];
        let timeouts = resource.blocks.iter_mut().filter(|nested| nested.name == "timeouts");
        for attribute in timeouts.flat_map(|nested| &mut nested.block.attributes) {
            if let Some((_, default)) = defaults.iter().find(|(name, _)| *name == attribute.name) {
                attribute.description.push_str(&format!(" Default: `{}`.", format_duration(*default)));
            }
        }
    }
}

/// The duration in the notation of the `timeouts` block, in minutes or in seconds.
fn format_duration(duration: Duration) -> String {
    match duration.as_secs() {
        seconds if seconds % 60 == 0 => format!("{}m", seconds / 60),
        seconds => format!("{seconds}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{BlockNesting, NestedBlock};

    #[test]
    fn the_users_timeout_wins_over_the_default() {
        let minutes = |n: u64| Duration::from_secs(n * 60);
        let defaults = DefaultTimeouts { create: minutes(1), read: minutes(2), update: minutes(3), delete: minutes(4) };
        let block = Attr::Known(Timeouts { update: "45m".into(), ..Timeouts::default() });
        assert_eq!(defaults.pick(&block, Operation::Update), minutes(45));
        assert_eq!(defaults.pick(&block, Operation::Delete), minutes(4));
        assert_eq!(defaults.pick(&Attr::Null, Operation::Create), minutes(1));
    }

    #[test]
    fn the_schema_shows_the_defaults() {
        let seconds = Duration::from_secs;
        let defaults =
            DefaultTimeouts { create: seconds(3600), read: seconds(90), update: seconds(60), delete: seconds(120) };
        let nested = NestedBlock {
            name: "timeouts",
            nesting: BlockNesting::Single,
            required: false,
            block: <Timeouts as crate::model::Model>::block(),
        };
        let mut resource = Block { blocks: vec![nested], ..Block::default() };
        defaults.describe(&mut resource);
        let descriptions = resource.blocks[0].block.attributes.iter().map(|attribute| attribute.description.as_str());
        let expected = [
            "For create. Default: `60m`.",
            "For read. Default: `90s`.",
            "For update. Default: `1m`.",
            "For delete. Default: `2m`.",
        ];
        assert_eq!(descriptions.collect::<Vec<_>>(), expected);
    }
}
