//! The section `Schema` of a page: arguments, attributes and blocks.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Map, Value as Json};

use super::markdown::once;
use super::schema::{Attribute, Block};
use super::types;

/// Terraform's own page on write-only arguments.
const WRITE_ONLY: &str =
    "[Write-only](https://developer.hashicorp.com/terraform/language/resources/ephemeral#write-only-arguments)";

/// The groups, with their titles on the page and below it.
const GROUPS: [(Group, &str); 3] =
    [(Group::Required, "Required"), (Group::Optional, "Optional"), (Group::ReadOnly, "Read-Only")];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    Required,
    Optional,
    ReadOnly,
}

/// One line of a list.
struct Member<'s> {
    name: &'s str,
    group: Group,
    /// Type and properties, as in the parentheses.
    kind: String,
    description: &'s str,
    inside: Inside<'s>,
}

/// What has a separate list.
#[derive(Clone, Copy)]
enum Inside<'s> {
    Nothing,
    Block(&'s Block),
    Attributes(&'s BTreeMap<String, Attribute>),
    /// The fields of an object type. They are all set, or all read.
    Fields(&'s Map<String, Json>, Group),
}

impl Inside<'_> {
    /// What the registry's links to it begin with.
    fn anchor(self) -> &'static str {
        if matches!(self, Self::Block(_)) { "nestedblock" } else { "nestedatt" }
    }
}

/// The section of a block, without its heading.
pub(super) fn section(block: &Block) -> String {
    let mut text = String::new();
    let members = members(Inside::Block(block));
    for (group, title) in GROUPS {
        let members: Vec<_> = members.iter().filter(|member| member.group == group).collect();
        if !members.is_empty() {
            let _ = writeln!(text, "### {title}\n");
            members.into_iter().for_each(|member| line(&mut text, member, ""));
            text.push('\n');
        }
    }
    below(&mut text, &members, "");
    text.trim_end().to_owned()
}

/// The lists of what is nested in these members.
fn below(text: &mut String, members: &[Member<'_>], path: &str) {
    for member in members.iter().filter(|member| !matches!(member.inside, Inside::Nothing)) {
        let (anchor, dashed) = (member.inside.anchor(), joined(path, member.name, "--"));
        let _ = writeln!(
            text,
            "<a id=\"{anchor}--{dashed}\"></a>\n### Nested Schema for `{}`\n",
            dashed.replace("--", ".")
        );
        let inner = self::members(member.inside);
        for (group, title) in GROUPS {
            let inner: Vec<_> = inner.iter().filter(|member| member.group == group).collect();
            if !inner.is_empty() {
                let _ = writeln!(text, "{title}:\n");
                inner.into_iter().for_each(|member| line(text, member, &dashed));
                text.push('\n');
            }
        }
        below(text, &inner, &dashed);
    }
}

fn joined(path: &str, name: &str, with: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}{with}{name}") }
}

fn line(text: &mut String, member: &Member<'_>, path: &str) {
    let _ = write!(text, "- `{}` ({})", member.name, member.kind);
    if !member.description.is_empty() {
        let _ = write!(text, " {}", once(member.description).replace("\n\n", "\n").replace('\n', "\n  "));
    }
    if !matches!(member.inside, Inside::Nothing) {
        let anchor = member.inside.anchor();
        let _ = write!(text, " (see [below for nested schema](#{anchor}--{}))", joined(path, member.name, "--"));
    }
    text.push('\n');
}

/// In the order of their names.
fn members(inside: Inside<'_>) -> Vec<Member<'_>> {
    let mut members: Vec<Member<'_>> = match inside {
        Inside::Nothing => Vec::new(),
        Inside::Attributes(attributes) => attributes.iter().map(|(name, found)| attribute(name, found)).collect(),
        Inside::Block(block) => {
            let attributes = block.attributes.iter().map(|(name, found)| attribute(name, found));
            attributes.chain(blocks(block)).collect()
        }
        Inside::Fields(fields, group) => fields.iter().map(|(name, ty)| field(name, ty, group)).collect(),
    };
    members.sort_by_key(|member| member.name);
    members
}

fn blocks(block: &Block) -> impl Iterator<Item = Member<'_>> {
    block.blocks.iter().map(|(name, nested)| {
        let required = nested.min_items > 0;
        let many = if nested.nesting_mode == "list" { "Block List" } else { "Block" };
        Member {
            name,
            group: if required { Group::Required } else { Group::Optional },
            kind: many.to_owned(),
            description: &nested.block.description,
            inside: Inside::Block(&nested.block),
        }
    })
}

fn attribute<'s>(name: &'s str, attribute: &'s Attribute) -> Member<'s> {
    let group = match (attribute.required, attribute.optional) {
        (true, _) => Group::Required,
        (false, true) => Group::Optional,
        (false, false) => Group::ReadOnly,
    };
    let mut kind = types::of(attribute);
    let properties =
        [(attribute.sensitive, "Sensitive"), (attribute.write_only, WRITE_ONLY), (attribute.deprecated, "Deprecated")];
    for (_, property) in properties.into_iter().filter(|(has, _)| *has) {
        let _ = write!(kind, ", {property}");
    }
    let inside = match &attribute.nested_type {
        Some(nested) => Inside::Attributes(&nested.attributes),
        None => fields(&attribute.ty, group),
    };
    Member { name, group, kind, description: &attribute.description, inside }
}

fn field<'s>(name: &'s str, ty: &'s Json, group: Group) -> Member<'s> {
    Member { name, group, kind: types::title(ty), description: "", inside: fields(ty, group) }
}

/// An object type has no optional fields.
fn fields(ty: &Json, group: Group) -> Inside<'_> {
    let group = if group == Group::ReadOnly { group } else { Group::Required };
    types::object(ty).map_or(Inside::Nothing, |fields| Inside::Fields(fields, group))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_grouped_and_nested_ones_have_their_anchors() {
        let block: Block = serde_json::from_value(serde_json::json!({
            "attributes": {
                "name": { "type": "string", "description": "Its name.", "required": true },
                "id": { "type": "string", "computed": true },
                "secret": { "type": "string", "optional": true, "sensitive": true, "write_only": true },
                "items": {
                    "computed": true,
                    "nested_type": { "nesting_mode": "list", "attributes": { "code": { "type": "string", "computed": true } } },
                },
                "policies": { "type": ["set", ["object", { "kind": "string" }]], "optional": true, "computed": true },
            },
            "block_types": {
                "end": { "nesting_mode": "single", "min_items": 1, "block": { "block_types": {
                    "inner": { "nesting_mode": "list", "block": { "description": "Inside." } },
                } } },
            },
        }))
        .unwrap();
        let text = section(&block);
        let places = [
            "### Required\n\n- `end` (Block) (see [below for nested schema](#nestedblock--end))\n- `name` (String) Its name.\n",
            "### Optional\n\n- `policies` (Set of Object) (see [below for nested schema](#nestedatt--policies))\n- `secret` (String, Sensitive, [Write-only](",
            "### Read-Only\n\n- `id` (String)\n- `items` (Attributes List) (see [below",
            "<a id=\"nestedblock--end\"></a>\n### Nested Schema for `end`\n\nOptional:\n\n- `inner` (Block List) Inside. (see [below for nested schema](#nestedblock--end--inner))\n",
            "<a id=\"nestedblock--end--inner\"></a>\n### Nested Schema for `end.inner`\n",
            "### Nested Schema for `items`\n\nRead-Only:\n\n- `code` (String)\n",
            "### Nested Schema for `policies`\n\nRequired:\n\n- `kind` (String)",
        ];
        let mut rest = text.as_str();
        for place in places {
            rest = rest.split_once(place).unwrap_or_else(|| panic!("no {place:?} after the others in:\n{text}")).1;
        }
    }
}
