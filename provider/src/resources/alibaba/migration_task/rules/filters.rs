//! Filters: SQL conditions, and JSON objects of MongoDB.

use tfplugin::{diagnostic::Diagnostics, model::Map};

use crate::{
    resources::alibaba::{
        job::objects::{Form, Selection, line_of},
        migration_task::schema::model::TaskModel,
    },
    rules::{Rule, Violation},
};

pub(super) static RULES: [&Rule; 1] = [&FORMAT];

pub(super) static FORMAT: Rule = Rule::validate(
    "filter-format",
    "The filter is not a condition of this database",
    "A `filter` must be a condition without the word WHERE; for MongoDB, it must be a JSON object.",
);

/// Longest filter in a message.
const SHOWN: usize = 80;

/// Compares the filters with the engine of the source.
pub(super) fn check(form: Form, selection: &Selection, config: &TaskModel, out: &mut Diagnostics) {
    let Some(engine) = config.source.get().and_then(|source| source.engine.as_str()) else { return };
    let (tables_key, of_documents) = (if form == Form::Hcl { "tables" } else { "Table" }, engine == "mongodb");
    for (database, content) in selection.databases.known() {
        for (table, content) in content.tables.get().into_iter().flat_map(Map::known) {
            let Some(filter) = content.filter.as_str() else { continue };
            let is_object = matches!(serde_json::from_str(filter), Ok(serde_json::Value::Object(_)));
            if is_object == of_documents {
                continue;
            }
            let root = tfplugin::path::AttributePath::of(&[form.argument()]);
            let place = root.key(database).attribute(tables_key).key(table).attribute("filter");
            let shown: String = filter.chars().take(SHOWN).collect();
            let (what, allowed, fix) = if of_documents {
                (
                    "is not a JSON object",
                    "a JSON object, as the source is MongoDB",
                    match form {
                        Form::Hcl => {
                            "write the condition with jsonencode(), for example jsonencode({ _id = { \"$gt\" = 10 } })"
                        }
                        Form::Json => "write the condition as an object, for example {\"_id\":{\"$gt\":10}}",
                    },
                )
            } else {
                ("is a JSON object", "a condition of SQL, as after WHERE", "write a condition such as \"id > 10\"")
            };
            out.push(FORMAT.broken(
                line_of(&place, form),
                &Violation {
                    found: format!("{place} is {shown:?}, which {what}."),
                    allowed: allowed.to_owned(),
                    fix: fix.to_owned(),
                },
            ));
        }
    }
}
