//! The rules by which the core accepts a schema, and the names it keeps for itself.

use std::collections::{BTreeMap, BTreeSet};

use tfplugin::generated::tfplugin6::schema::{Attribute, Block, NestedBlock, Object, nested_block, object};
use tfplugin::generated::tfplugin6::{Function, ResourceIdentitySchema, Schema, get_provider_schema};

use super::type_expression;

/// Arguments of every resource and data source block that never reach a provider.
const RESERVED_IN_RESOURCES: [&str; 8] =
    ["connection", "count", "depends_on", "for_each", "lifecycle", "locals", "provider", "provisioner"];
/// Arguments of every provider block that never reach the provider.
const RESERVED_IN_PROVIDERS: [&str; 2] = ["alias", "version"];

/// Everything that is wrong with the schemas of a provider.
pub(super) fn problems(schemas: &get_provider_schema::Response) -> Vec<String> {
    let mut found = Problems::default();
    match &schemas.provider {
        Some(schema) => found.schema("provider", schema, &RESERVED_IN_PROVIDERS, false),
        None => found.add("provider", "has no schema"),
    }
    for (name, schema) in &schemas.resource_schemas {
        found.schema(name, schema, &RESERVED_IN_RESOURCES, true);
    }
    for (name, schema) in schemas.data_source_schemas.iter().chain(&schemas.ephemeral_resource_schemas) {
        found.schema(name, schema, &RESERVED_IN_RESOURCES, false);
    }
    for (name, schema) in &schemas.list_resource_schemas {
        found.when(!schemas.resource_schemas.contains_key(name), name, "there is a list, but no such resource");
        found.schema(name, schema, &[], false);
    }
    for (name, action) in &schemas.action_schemas {
        match &action.schema {
            Some(schema) => found.schema(name, schema, &[], true),
            // The core does not survive it.
            None => found.add(name, "the action has no schema"),
        }
    }
    for (name, function) in &schemas.functions {
        found.function(name, function);
    }
    found.0
}

/// Everything that is wrong with the schemas of the resources' identities.
pub(super) fn identity_problems(schemas: &BTreeMap<String, ResourceIdentitySchema>) -> Vec<String> {
    let mut found = Problems::default();
    for (name, schema) in schemas {
        found.when(schema.version < 0, name, "the version is negative");
        found.when(schema.identity_attributes.is_empty(), name, "has no attributes");
        let mut names = BTreeSet::new();
        for attribute in &schema.identity_attributes {
            let path = format!("{name}.{}", attribute.name);
            found.name(&path, &attribute.name);
            found.when(!names.insert(&attribute.name), &path, "is there twice");
            let open = found.type_expression(&path, &attribute.r#type);
            found.when(open, &path, "has an open type");
            let both = attribute.required_for_import == attribute.optional_for_import;
            found.when(both, &path, "must be either required or optional for an import");
        }
    }
    found.0
}

#[derive(Default)]
struct Problems(Vec<String>);

impl Problems {
    fn add(&mut self, path: &str, problem: &str) {
        self.0.push(format!("{path}: {problem}"));
    }

    fn when(&mut self, wrong: bool, path: &str, problem: &str) {
        if wrong {
            self.add(path, problem);
        }
    }

    fn type_expression(&mut self, path: &str, json: &[u8]) -> bool {
        match type_expression::parse(json) {
            Ok(facts) => facts.has_dynamic,
            Err(problem) => {
                self.add(path, &problem);
                false
            }
        }
    }

    fn function(&mut self, name: &str, function: &Function) {
        let path = format!("function {name}");
        self.name(&path, name);
        let mut names = BTreeSet::new();
        for parameter in function.parameters.iter().chain(&function.variadic_parameter) {
            let path = format!("{path}({})", parameter.name);
            self.name(&path, &parameter.name);
            self.when(!names.insert(&parameter.name), &path, "is there twice");
            self.type_expression(&path, &parameter.r#type);
        }
        match &function.r#return {
            Some(result) => _ = self.type_expression(&path, &result.r#type),
            None => self.add(&path, "has no return type"),
        }
    }

    fn schema(&mut self, name: &str, schema: &Schema, reserved: &[&str], write_only_allowed: bool) {
        self.when(schema.version < 0, name, "the version is negative");
        let Some(block) = &schema.block else { return self.add(name, "has no block") };
        let facts = self.block(name, block);
        self.when(
            facts.write_only && !write_only_allowed,
            name,
            "only resources and actions can have write-only attributes",
        );
        let names = block.attributes.iter().map(|a| &a.name).chain(block.block_types.iter().map(|b| &b.type_name));
        for used in names.filter(|used| reserved.contains(&used.as_str())) {
            self.add(&format!("{name}.{used}"), "is a name the core keeps for itself");
        }
    }

    fn block(&mut self, path: &str, block: &Block) -> Facts {
        let mut facts = Facts::default();
        let mut names = BTreeSet::new();
        for attribute in &block.attributes {
            let path = format!("{path}.{}", attribute.name);
            self.name(&path, &attribute.name);
            self.when(!names.insert(&attribute.name), &path, "is there twice");
            facts |= self.attribute(&path, attribute);
        }
        for nested in &block.block_types {
            let path = format!("{path}.{}", nested.type_name);
            self.name(&path, &nested.type_name);
            self.when(!names.insert(&nested.type_name), &path, "is there twice");
            facts |= self.nested_block(&path, nested);
        }
        facts
    }

    fn name(&mut self, path: &str, name: &str) {
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        let begins_well = name.starts_with(|c: char| c.is_ascii_lowercase());
        self.when(!begins_well || !name.chars().all(fits), path, "is no name of lower-case letters, digits and _");
    }

    fn attribute(&mut self, path: &str, attribute: &Attribute) -> Facts {
        let Attribute { required, optional, computed, write_only, .. } = *attribute;
        self.when(!required && !optional && !computed, path, "is neither required nor optional nor computed");
        self.when(required && optional, path, "is both required and optional");
        self.when(required && computed, path, "is both required and computed");
        self.when(write_only && computed, path, "is both write-only and computed");
        self.when(write_only && !required && !optional, path, "is write-only, but cannot be written");
        let undeclared = !attribute.deprecated && !attribute.deprecation_message.is_empty();
        self.when(undeclared, path, "has a deprecation message, but is not deprecated");
        let mut facts = Facts { write_only, dynamic: false };
        match (&attribute.nested_type, attribute.r#type.is_empty()) {
            (None, false) => facts.dynamic = self.type_expression(path, &attribute.r#type),
            (Some(nested), true) => facts |= self.nested_type(path, nested),
            (None, true) => self.add(path, "has no type"),
            (Some(_), false) => self.add(path, "has both a type and a nested type"),
        }
        facts
    }

    fn nested_type(&mut self, path: &str, nested: &Object) -> Facts {
        let mut facts = Facts::default();
        for attribute in &nested.attributes {
            let path = format!("{path}.{}", attribute.name);
            self.name(&path, &attribute.name);
            facts |= self.attribute(&path, attribute);
        }
        self.when(nested.nesting() == object::NestingMode::Invalid, path, "has no nesting mode");
        if nested.nesting() == object::NestingMode::Set {
            self.set_elements(path, facts);
        }
        facts
    }

    fn nested_block(&mut self, path: &str, nested: &NestedBlock) -> Facts {
        use nested_block::NestingMode::{Group, Invalid, List, Map, Set, Single};

        let Some(block) = &nested.block else {
            self.add(path, "has no block");
            return Facts::default();
        };
        let facts = self.block(path, block);
        let (min, max) = (nested.min_items, nested.max_items);
        self.when(min < 0 || max < 0, path, "has a negative number of items");
        match nested.nesting() {
            Single => self.when(min != max || max > 1, path, "is single: both limits must be 0, or both 1"),
            Group | Map => self.when(min != 0 || max != 0, path, "takes no limits in this nesting mode"),
            List | Set => self.when(max != 0 && min > max, path, "has its limits the wrong way round"),
            Invalid => self.add(path, "has no nesting mode"),
        }
        if nested.nesting() == Set {
            self.set_elements(path, facts);
        }
        facts
    }

    /// A set hashes its elements, which needs fixed types and every value.
    fn set_elements(&mut self, path: &str, facts: Facts) {
        self.when(facts.dynamic, path, "is a set with elements of an open type");
        self.when(facts.write_only, path, "is a set with write-only attributes");
    }
}

/// What the level above has to know.
#[derive(Clone, Copy, Default)]
struct Facts {
    dynamic: bool,
    write_only: bool,
}

impl std::ops::BitOrAssign for Facts {
    fn bitor_assign(&mut self, other: Self) {
        self.dynamic |= other.dynamic;
        self.write_only |= other.write_only;
    }
}

#[cfg(test)]
mod tests;
