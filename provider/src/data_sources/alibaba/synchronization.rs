//! `dts_synchronization_task` and `dts_synchronization_tasks`: the data sources of migrations in the words of synchronizations.
//!
//! `initial_phases` replaces `migration_types`: a synchronization always has the incremental phase.

use std::sync::{Arc, LazyLock};

use alibaba::dts::JobStatus;
use async_trait::async_trait;
use tfplugin::{
    context::Context,
    data_source::DataSource,
    diagnostic::Diagnostics,
    model::{Content, Model, ModelError, nested_attributes},
    path::PathRef,
    schema::{Attribute, Block, Nesting, Shape},
    validate::one_of,
    value::Value,
};

use crate::resources::alibaba::job::in_words;

/// The attribute of migrations, and the one of synchronizations.
const PHASES: (&str, &str) = ("migration_types", "initial_phases");
const PHASES_DESCRIPTION: &str = "What is copied before the changes: any of `schema` and `full`.";

static STATUSES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    static KNOWN: &[JobStatus] = &JobStatus::SYNCHRONIZATION;
    KNOWN.iter().map(JobStatus::as_str).collect()
});

/// The data source in the words of synchronizations.
pub(super) struct InWords<D>(pub(super) D);

/// Its model.
pub(super) struct Words<M>(M);

#[async_trait]
impl<D: DataSource> DataSource for InWords<D> {
    type Model = Words<D::Model>;
    type Data = D::Data;

    fn type_name(&self) -> &'static str {
        self.0.type_name()
    }

    async fn read(&self, context: &Context<Self::Data>, config: Self::Model) -> Result<Self::Model, Diagnostics> {
        self.0.read(context, config.0).await.map(Words)
    }
}

impl<M: Model> Content for Words<M> {
    fn shape() -> Shape {
        Shape::Nested(Nesting::Single, nested_attributes::<Self>())
    }

    fn read(value: &Value, path: &PathRef<'_>) -> Result<Self, ModelError> {
        // What has another name is computed: a configuration does not have it.
        M::read(value, path).map(Self)
    }

    fn write(&self) -> Value {
        renamed(self.0.write())
    }
}

impl<M: Model> Model for Words<M> {
    fn block() -> Block {
        let mut block = M::block();
        block.description = in_words(&block.description);
        block.attributes.iter_mut().for_each(rename);
        block
    }
}

fn rename(attribute: &mut Attribute) {
    attribute.description = in_words(&attribute.description);
    if attribute.name == PHASES.0 {
        (attribute.name, attribute.description) = (PHASES.1, PHASES_DESCRIPTION.to_owned());
    }
    if attribute.name == "status" && attribute.optional {
        attribute.validators = vec![Arc::new(one_of(&STATUSES))];
    }
    if let Shape::Nested(_, nested) = &mut attribute.shape {
        nested.iter_mut().for_each(rename);
    }
}

/// The task, or each of the tasks, with the name of the attribute of synchronizations.
fn renamed(value: Value) -> Value {
    let Value::Map(attributes) = value else { return value };
    let renamed = attributes.into_iter().map(|(name, value)| match (name.as_str(), value) {
        (name, value) if name == PHASES.0 => (PHASES.1.into(), without_incremental(value)),
        ("tasks", Value::List(tasks)) => (name, Value::List(tasks.into_iter().map(renamed).collect())),
        (_, value) => (name, value),
    });
    Value::Map(renamed.collect())
}

fn without_incremental(phases: Value) -> Value {
    match phases {
        Value::List(phases) => {
            Value::List(phases.into_iter().filter(|phase| *phase != Value::from("incremental")).collect())
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data_sources::alibaba::{migration_task, migration_tasks};

    fn names(block: &Block) -> Vec<&'static str> {
        block.attributes.iter().map(|attribute| attribute.name).collect()
    }

    #[test]
    fn the_schema_has_the_words_of_synchronizations() {
        let one = Words::<migration_task::Task>::block();
        assert!(names(&one).contains(&"initial_phases") && !names(&one).contains(&"migration_types"));
        let all = Words::<migration_tasks::Tasks>::block();
        let status = all.attributes.iter().find(|attribute| attribute.name == "status").unwrap();
        assert!(status.validators[0].check(&"Synchronizing".into()).is_ok());
        assert!(status.validators[0].check(&"Migrating".into()).is_err());
        for text in one.attributes.iter().chain(&all.attributes).map(|attribute| &attribute.description) {
            assert!(!text.to_lowercase().contains("migrat"), "{text}");
        }
    }

    #[test]
    fn a_task_and_each_listed_task_has_its_initial_phases() {
        let task = |types: &[&str]| {
            let types = Value::List(types.iter().map(|kind| Value::from(*kind)).collect());
            Value::Map([(PHASES.0, types)].into())
        };
        let expected = Value::Map([(PHASES.1, Value::List(vec!["full".into()]))].into());
        assert_eq!(renamed(task(&["full", "incremental"])), expected);
        let all = Value::Map([("tasks", Value::List(vec![task(&["incremental", "full"])]))].into());
        assert_eq!(renamed(all), Value::Map([("tasks", Value::List(vec![expected]))].into()));
    }
}
