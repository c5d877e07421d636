//! Everything the provider has stands on its page, and everything `schemas/` knows on the page of its subject.

use std::collections::BTreeSet;

use serde_json::Value as Json;
use xtask::docs::schema::{Attribute, Block, Schema};

use crate::{made, sources};

/// A list of a page, by the path of what it lists; the page's own list has none.
type Lines = BTreeSet<(String, String)>;

/// The lines `- `name` (` of a page, each with the path of its list.
fn lines(page: &str) -> Lines {
    let mut path = String::new();
    let mut found = Lines::new();
    for line in page.lines() {
        if let Some(rest) = line.strip_prefix("### Nested Schema for `") {
            path = rest.trim_end_matches('`').to_owned();
        } else if line.starts_with("## ") {
            path.clear();
        } else if let Some((name, _)) = line.strip_prefix("- `").and_then(|rest| rest.split_once("` (")) {
            found.insert((path.clone(), name.to_owned()));
        }
    }
    found
}

fn below(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

fn of_block(block: &Block, path: &str, found: &mut Lines) {
    of_attributes(block.attributes.iter(), path, found);
    for (name, nested) in &block.blocks {
        found.insert((path.to_owned(), name.clone()));
        of_block(&nested.block, &below(path, name), found);
    }
}

fn of_attributes<'a>(all: impl Iterator<Item = (&'a String, &'a Attribute)>, path: &str, found: &mut Lines) {
    for (name, attribute) in all {
        found.insert((path.to_owned(), name.clone()));
        match &attribute.nested_type {
            Some(nested) => of_attributes(nested.attributes.iter(), &below(path, name), found),
            None => of_type(&attribute.ty, &below(path, name), found),
        }
    }
}

fn of_type(ty: &Json, path: &str, found: &mut Lines) {
    match ty.get(0).and_then(Json::as_str) {
        Some("object") => {
            for (name, ty) in ty[1].as_object().unwrap() {
                found.insert((path.to_owned(), name.clone()));
                of_type(ty, &below(path, name), found);
            }
        }
        Some(_) => of_type(&ty[1], path, found),
        None => {}
    }
}

/// Every attribute and block of a schema is in the list it belongs to, and nothing else does.
fn complete(page: &str, schema: &Schema) -> usize {
    let mut wanted = Lines::new();
    of_block(&schema.block, "", &mut wanted);
    assert_eq!(lines(page), wanted);
    assert!(page.contains(&schema.block.description));
    wanted.len()
}

#[test]
fn every_attribute_and_block_stands_on_its_page() {
    let (pages, sources) = (made(), sources());
    let provider = &sources.provider;
    let mut count = complete(
        &pages["docs/index.md"].replace("# dts Provider", &provider.provider.block.description),
        &provider.provider,
    );
    let kinds = [
        ("resources", &provider.resources),
        ("data-sources", &provider.data_sources),
        ("ephemeral-resources", &provider.ephemeral_resources),
        ("list-resources", &provider.list_resources),
        ("actions", &provider.actions),
    ];
    for (folder, all) in kinds {
        for (name, schema) in all {
            let short = name.strip_prefix("dts_").unwrap();
            count += complete(&pages[&format!("docs/{folder}/{short}.md")], schema);
            assert!(pages["docs/index.md"].contains(&format!("[{name}]({folder}/{short}.md)")), "{name} in the index");
        }
    }
    assert!(count > 150, "only {count}: was the schema read?");
}

#[test]
fn every_function_has_its_page() {
    let (pages, sources) = (made(), sources());
    for (name, function) in &sources.provider.functions {
        let page = &pages[&format!("docs/functions/{name}.md")];
        assert!(page.contains(&format!("\n{name}(")) && page.contains(&function.description), "{page}");
        for parameter in function.parameters.iter().chain(&function.variadic_parameter) {
            let says = parameter.description.split(". ").next().unwrap();
            assert!(page.contains(&format!(". `{}` (", parameter.name)) && page.contains(says), "{page}");
        }
        assert!(pages["docs/index.md"].contains(&format!("](functions/{name}.md)")), "{name} in the index");
    }
}

/// Each of these begins a row of the page.
fn rows<'r>(page: &str, firsts: impl Iterator<Item = &'r str>) -> usize {
    let all: Vec<&str> = firsts.collect();
    for first in &all {
        assert!(page.contains(&format!("\n| `{first}`")), "no row for {first}");
    }
    all.len()
}

#[test]
fn every_rule_error_and_precheck_item_stands_in_the_guide_of_errors() {
    let (pages, sources) = (made(), sources());
    let page = &pages["docs/guides/errors.md"];
    let (errors, items) = (sources.rows("errors", "error").unwrap(), sources.rows("precheck_items", "item").unwrap());
    let advised = errors.iter().filter(|row| page.contains(row.text("advice"))).count();
    assert_eq!(advised, errors.len(), "an advice is missing");
    let count = rows(page, sources.rules.iter().map(|rule| rule.id.as_str()))
        + rows(page, errors.iter().map(|row| row.text("code")))
        + rows(page, items.iter().map(|row| row.text("code")));
    let table_rows = page.lines().filter(|line| line.starts_with("| `")).count();
    assert_eq!(table_rows, count, "one row each");
    assert!(sources.rules.len() > 70 && errors.len() > 70 && items.len() > 15, "were the tables read?");
}

#[test]
fn every_error_and_step_of_tencent_cloud_stands_in_its_guide() {
    let (pages, sources) = (made(), sources());
    let page = &pages["docs/guides/tencent-errors.md"];
    let (_, tables) = page.split_once("\n## Steps of the check\n").unwrap();
    let errors = sources.rows_of("schemas/tencent/errors.toml", "error").unwrap();
    let steps = sources.rows_of("schemas/tencent/check_items.toml", "item").unwrap();
    let advised = errors.iter().filter(|row| tables.contains(row.text("advice"))).count();
    assert_eq!(advised, errors.len(), "an advice is missing");
    let count = rows(tables, errors.iter().map(|row| row.text("code")))
        + rows(tables, steps.iter().map(|row| row.text("step_id")));
    assert_eq!(tables.lines().filter(|line| line.starts_with("| `")).count(), count, "one row each");
    assert!(errors.len() > 70 && steps.len() > 10, "were the tables read?");
}

#[test]
fn every_engine_access_type_and_policy_of_tencent_cloud_stands_in_its_guide() {
    let (pages, sources) = (made(), sources());
    let page = &pages["docs/guides/tencent-support.md"];
    let mut count = 0;
    for (table, key) in [("engines", "engine"), ("access_types", "access_type"), ("policies", "policy")] {
        let table = sources.rows_of(&format!("schemas/tencent/{table}.toml"), key).unwrap();
        count += rows(page, table.iter().map(|row| row.text(key)));
    }
    for link in sources.rows_of("schemas/tencent/links.toml", "link").unwrap() {
        count += 1;
        assert!(page.contains(&format!("\n| `{}`", link.first("sources"))), "{}", link.text("link"));
    }
    assert_eq!(page.lines().filter(|line| line.starts_with("| `")).count(), count, "one row each");
    assert!(count > 20, "were the tables read?");
}

#[test]
fn every_assumption_stands_in_the_guide_of_assumptions() {
    let (pages, sources) = (made(), sources());
    let page = &pages["docs/guides/not-confirmed.md"];
    for cloud in ["alibaba", "tencent"] {
        let facts = sources.rows_of(&format!("schemas/{cloud}/unconfirmed.toml"), "unconfirmed").unwrap();
        assert!(facts.len() > 20, "was the table of {cloud} read?");
        for fact in &facts {
            assert!(page.contains(&format!("\n| {} | ", fact.text("what"))), "{}", fact.text("id"));
        }
    }
}

/// The page with both clouds names each resource, data source, ephemeral resource, action and function that exists for one of them only.
#[test]
fn every_resource_stands_in_the_guide_with_both_clouds() {
    let (pages, sources) = (made(), sources());
    let (page, provider) = (&pages["docs/guides/two-clouds.md"], &sources.provider);
    let resources = provider.resources.keys().map(|name| ("resources", name));
    let ephemeral = provider.ephemeral_resources.keys().map(|name| ("ephemeral-resources", name));
    let actions = provider.actions.keys().map(|name| ("actions", name));
    for (folder, name) in resources.chain(ephemeral).chain(actions) {
        assert!(page.contains(&format!("[{name}](../{folder}/")), "{name}");
    }
    for name in provider.data_sources.keys().filter(|name| name.starts_with("dts_tencent_")) {
        assert!(page.contains(&format!("[{name}](../data-sources/")), "{name}");
    }
    for name in provider.functions.keys().filter(|name| name.contains("qcs") || name.contains("cam")) {
        assert!(page.contains(&format!("[{name}](../functions/")), "{name}");
    }
}

#[test]
fn every_combination_engine_and_region_stands_in_the_support_matrix() {
    let (pages, sources) = (made(), sources());
    let page = &pages["docs/guides/support-matrix.md"];
    let mut count = 0;
    for (table, key) in [("access_methods", "access_method"), ("engines", "engine"), ("regions", "region")] {
        let table = sources.rows(table, key).unwrap();
        count += rows(page, table.iter().map(|row| row.text(key)));
    }
    let matrix = sources.rows("support_matrix", "combination").unwrap();
    for row in &matrix {
        let (_, below) = page.split_once(&format!("## {}s of another account", title(row.text("side")))).unwrap();
        let table = below.split("\n## ").next().unwrap();
        let cells = format!("`{}`", row.text("access_method"));
        let found = table.lines().filter(|line| line.starts_with(&format!("| `{}`", row.text("engine"))));
        assert_eq!(found.filter(|line| line.contains(&cells)).count(), 1, "{row:?}");
    }
    count += matrix.len();
    for table in ["synchronization_pairs", "two_way_pairs"] {
        let pairs = sources.rows(table, "pair").unwrap();
        for row in &pairs {
            let cells = format!("\n| `{}` | `{}` | ", row.text("source"), row.text("destination"));
            assert!(page.contains(&cells), "{table}: {cells}");
        }
        count += pairs.len();
    }
    assert_eq!(page.lines().filter(|line| line.starts_with("| `")).count(), count, "one row each");
}

fn title(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}

#[test]
fn every_class_and_object_kind_stands_on_the_page_that_takes_it() {
    let (pages, sources) = (made(), sources());
    let classes = sources.rows("instance_classes", "class").unwrap();
    rows(&pages["docs/resources/migration_instance.md"], classes.iter().map(|row| row.text("class")));
    let classes = sources.rows("synchronization_classes", "class").unwrap();
    rows(&pages["docs/resources/synchronization_instance.md"], classes.iter().map(|row| row.text("class")));
    let task = &pages["docs/resources/migration_task.md"];
    let kinds = sources.rows("object_kinds", "kind").unwrap();
    rows(task, kinds.iter().map(|row| row.text("argument")));
    let keys = sources.rows("reserve_keys", "key").unwrap();
    let free = keys.iter().filter(|row| row.text("argument").is_empty() && !row.flag("server_added", false));
    rows(task, free.map(|row| row.text("key")));
    let console = &pages["docs/guides/from-the-console.md"];
    for row in sources.rows("option_values", "option").unwrap() {
        let cells = format!("| `{}` | `{}` |", row.text("argument"), row.text("value"));
        assert!(console.contains(&cells), "{cells}");
    }
}

/// A reader should not have to compare two lists of valid values, or two defaults.
#[test]
fn no_description_says_the_same_twice() {
    let mut count = 0;
    for (path, page) in made() {
        for line in page.lines().filter(|line| line.starts_with("- `") && line.contains("` (")) {
            count += 1;
            for beginning in ["Valid values: ", "Default: ", "Changing this forces a new resource."] {
                assert!(line.matches(beginning).count() <= 1, "{path}: {beginning:?} twice in {line}");
            }
            let mut seen = BTreeSet::new();
            let repeated = line.split_inclusive(". ").map(str::trim).find(|sentence| !seen.insert(*sentence));
            assert_eq!(repeated, None, "{path}: {line}");
        }
    }
    assert!(count > 200, "only {count}: were the lists read?");
}

/// Registries and editors show a description in a small window.
#[test]
fn descriptions_are_short() {
    let root = acceptance_harness::repository::root();
    let exported = std::fs::read_to_string(root.join(xtask::docs::export::FILE)).unwrap();
    let schema: Json = serde_json::from_str(&exported).unwrap();
    let (mut count, mut long) = (0, Vec::new());
    each_description(&schema, "", &mut |path, text| {
        count += 1;
        if text.chars().count() > 400 {
            long.push(format!("{path}: {} characters", text.chars().count()));
        }
    });
    assert_eq!(long, Vec::<String>::new());
    assert!(count > 500, "only {count}: was the schema read?");
}

fn each_description(value: &Json, path: &str, see: &mut impl FnMut(&str, &str)) {
    match value {
        Json::Object(members) => {
            for (name, member) in members {
                match member.as_str().filter(|_| name == "description") {
                    Some(text) => see(path, text),
                    None => each_description(member, &below(path, name), see),
                }
            }
        }
        Json::Array(items) => items.iter().for_each(|item| each_description(item, path, see)),
        _ => {}
    }
}

#[test]
fn everything_has_an_example() {
    for (path, page) in made().iter().filter(|(path, _)| !path.starts_with("docs/guides/")) {
        let (_, example) = page.split_once("\n## Example Usage\n").unwrap_or_else(|| {
            panic!("{path} has no example: write {}", path.replacen("docs", "templates", 1));
        });
        assert!(example.split("\n## ").next().unwrap().contains("\n```terraform\n"), "{path}");
    }
}

/// Resources with time limits have them in a table, with the default of each.
#[test]
fn time_limits_have_a_section() {
    let (pages, sources) = (made(), sources());
    let mut count = 0;
    for (name, schema) in &sources.provider.resources {
        let page = &pages[&format!("docs/resources/{}.md", name.strip_prefix("dts_").unwrap())];
        assert!(page.contains("\n## Import\n"), "{name}");
        let Some(timeouts) = schema.block.blocks.get("timeouts") else { continue };
        let (_, section) = page.split_once("\n## Timeouts\n").unwrap();
        for operation in timeouts.block.attributes.keys() {
            count += 1;
            assert!(section.contains(&format!("\n| `{operation}` | `")), "{name}: {operation} without a default");
        }
    }
    assert!(count > 10, "only {count}: were the schemas read?");
}

/// Readers of a registry have neither the source code nor its targets.
#[test]
fn pages_do_not_name_source_files() {
    let pages = made();
    let words = |page: &str| {
        let pieces = page.split('`').skip(1).step_by(2).map(str::to_owned);
        pieces.filter(|piece| piece.ends_with(".rs") || piece.starts_with("provider/")).collect::<Vec<_>>()
    };
    for (path, page) in &pages {
        assert_eq!(words(page), Vec::<String>::new(), "{path}");
    }
    assert_eq!(words("see `provider/src/lib.rs` and `x`"), ["provider/src/lib.rs"]);
}

/// The groups of what has a schema.
const GROUPS: [&str; 3] = ["", "Alibaba Cloud", "Tencent Cloud"];

#[test]
fn every_page_has_front_matter() {
    for (path, page) in made() {
        let front = page.strip_prefix("---\npage_title: \"").and_then(|rest| rest.split_once("\n---\n")).unwrap().0;
        let [title, subcategory, kind, description] = front.lines().collect::<Vec<_>>()[..] else {
            panic!("{path}: {front}")
        };
        assert!(title.len() > 2 && title.ends_with('"'), "{path}: {front}");
        let group = subcategory.strip_prefix("subcategory: \"").and_then(|rest| rest.strip_suffix('"')).unwrap();
        assert_eq!(group.is_empty(), path == "docs/index.md", "{path} needs a row in schemas/terraform/pages.toml");
        assert!(path.starts_with("docs/guides/") || GROUPS.contains(&group), "{path}: {group}");
        assert!(kind == "description: |-" && description.len() > 20 && description.ends_with('.'), "{path}: {front}");
    }
}
