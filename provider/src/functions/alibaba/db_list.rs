//! `db_list(objects)`.

use tfplugin::{
    Model,
    diagnostic::Diagnostics,
    function::{Any, Function, FunctionError},
    model::{Attr, Content as _},
    path::PathRef,
};

use crate::resources::alibaba::{
    job::objects::{Objects, to_wire},
    migration_task::check_selection,
};

/// Creates the JSON of objects that DTS uses (`DbList`) from a selection with the structure of the task's `objects`. You can add what `objects` cannot express, and then use the result for `objects_json`.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct Arguments {
    /// The selection: a map of databases with `all`, `rename`, `tables`, `other_objects`, `dml_op` and `ddl_op`, as in `objects` of `dts_migration_task`. Attributes can be omitted.
    #[attr(required)]
    objects: Attr<Any>,
}

/// The function.
pub(super) struct DbList;

impl Function for DbList {
    type Arguments = Arguments;
    type Output = String;

    fn name(&self) -> &'static str {
        "db_list"
    }

    fn call(&self, arguments: Arguments) -> Result<String, FunctionError> {
        let rejected = |text: String| FunctionError::on("objects", text);
        let given = arguments.objects.into_option().map(|any| any.0).unwrap_or_default();
        let objects = Objects::read(&given, &PathRef::root()).map_err(|error| rejected(error.to_string()))?;
        let mut problems = Diagnostics::new();
        check_selection(&objects, &mut problems);
        if let Some(first) = problems.into_iter().next() {
            return Err(rejected(first.detail));
        }
        to_wire(objects.databases()).ok_or_else(|| rejected("a part of the selection is not known yet.".to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use tfplugin::value::{Type, Value};

    use super::*;

    fn object(pairs: &[(&str, Value)]) -> Value {
        Value::Map(pairs.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect())
    }

    fn call(objects: Value) -> Result<String, FunctionError> {
        DbList.call(Arguments { objects: Attr::Known(Any(objects)) })
    }

    #[test]
    fn omitted_attributes_are_not_sent() {
        let tables = object(&[("t", object(&[("filter", "id > 1".into())]))]);
        let json = call(object(&[
            ("a", object(&[("all", true.into())])),
            ("b", object(&[("rename", "c".into()), ("tables", tables)])),
        ]));
        let expected = r#"{"a":{"all":true,"name":"a"},"b":{"Table":{"t":{"all":false,"filter":"id > 1","name":"t"}},"all":false,"name":"c"}}"#;
        assert_eq!(json.unwrap(), expected);
    }

    #[test]
    fn inner_values_can_have_dynamic_types() {
        let inner = object(&[("all", true.into()), ("rename", Value::Null)]);
        let inner = Value::Dynamic(Box::new(Type::of(&inner)), Box::new(inner));
        assert!(call(object(&[("a", inner)])).is_ok());
    }

    #[test]
    fn a_selection_that_the_task_rejects_is_rejected_with_its_path() {
        for (objects, message) in [
            (
                Value::List(vec!["a".into()]),
                "objects is a list.\nAllowed: an object.\nFix: write { a = { all = true } }.",
            ),
            (object(&[("a", "b".into())]), "objects[\"a\"] is a string."),
            (object(&[("a", object(&[("tabels", object(&[]))]))]), "Fix: write \"tables\"."),
            (object(&[("a", object(&[("all", true.into()), ("rename", "".into())]))]), "Rule: objects-name"),
            (object(&[("a", object(&[]))]), "Rule: objects-way"),
            (object(&[]), "Rule: objects-empty"),
            (
                object(&[
                    ("a", object(&[("all", true.into())])),
                    ("b", object(&[("all", true.into()), ("rename", "a".into())])),
                ]),
                "Rule: objects-target-twice",
            ),
        ] {
            let error = call(objects).unwrap_err();
            assert!(error.text.contains(message), "{error:?}");
            assert_eq!(error.parameter, Some("objects"));
        }
    }
}
