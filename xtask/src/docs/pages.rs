//! Which pages there are.

use std::collections::BTreeMap;
use std::path::Path;

use super::heads::Heads;
use super::markdown::first;
use super::object::{self, Kind};
use super::schema::Schema;
use super::sources::Sources;
use super::{DocsError, function, tables, template};

/// Pages by their path from the root, such as `docs/index.md`.
pub type Pages = BTreeMap<String, String>;

const RESOURCE: Kind = Kind { folder: "resources", title: "Resource" };
const DATA_SOURCE: Kind = Kind { folder: "data-sources", title: "Data Source" };
const EPHEMERAL: Kind = Kind { folder: "ephemeral-resources", title: "Ephemeral Resource" };
const LIST_RESOURCE: Kind = Kind { folder: "list-resources", title: "List Resource" };
const ACTION: Kind = Kind { folder: "actions", title: "Action" };
const FUNCTIONS: &str = "functions";
const GUIDES: &str = "guides";
/// The folder of the pictures, at the address that a release has. A registry shows only pictures with an absolute address, and takes each
/// release from the repository with the name of the provider.
pub const PICTURES: &str = concat!(
    "https://raw.githubusercontent.com/crossaccount/terraform-provider-dts/v",
    env!("CARGO_PKG_VERSION"),
    "/acceptance-tests/browser/pictures/"
);
/// The page of something without a template.
const PLAIN: &str = "{{ schema }}\n";

/// All pages.
///
/// # Errors
/// A template has a line nothing fills in or belongs to nothing, or a file cannot be read.
pub fn pages(sources: &Sources) -> Result<Pages, DocsError> {
    let heads = Heads::read(sources)?;
    let mut pages = Pages::new();
    let index = &sources.provider.provider;
    let text = filled(sources, "index", &object::section(index))?;
    let front = heads.page("index", "dts Provider", first(&index.block.description), &text);
    pages.insert("docs/index.md".to_owned(), front);
    for (kind, all) in kinds(sources) {
        none_is_orphaned(sources, kind.folder, all.keys().map(|name| short(name)))?;
        for (name, schema) in all {
            let path = format!("{}/{}", kind.folder, short(name));
            let body = filled(sources, &path, &object::section(schema))?;
            pages.insert(format!("docs/{path}.md"), object::object(&heads, kind, &path, name, schema, &body));
        }
    }
    none_is_orphaned(sources, FUNCTIONS, sources.provider.functions.keys().map(String::as_str))?;
    for (name, function) in &sources.provider.functions {
        let path = format!("{FUNCTIONS}/{name}");
        let body = filled(sources, &path, &function::section(name, function))?;
        let links = heads.links(&path).map(|links| format!("{links}\n\n")).unwrap_or_default();
        let text = format!("# function: {name}\n\n{}\n\n{links}{body}", function.description);
        let title = format!("{name} function - dts");
        pages.insert(format!("docs/{path}.md"), heads.page(&path, &title, first(&function.description), &text));
    }
    for name in sources.templates(GUIDES)? {
        let path = format!("{GUIDES}/{name}");
        let text = filled(sources, &path, "")?;
        pages.insert(format!("docs/{path}.md"), heads.page(&path, title(&text), lead(&text), &text));
    }
    Ok(pages)
}

fn kinds(sources: &Sources) -> [(Kind, &BTreeMap<String, Schema>); 5] {
    let provider = &sources.provider;
    [
        (RESOURCE, &provider.resources),
        (DATA_SOURCE, &provider.data_sources),
        (EPHEMERAL, &provider.ephemeral_resources),
        (LIST_RESOURCE, &provider.list_resources),
        (ACTION, &provider.actions),
    ]
}

/// The name without the provider's.
fn short(name: &str) -> &str {
    name.strip_prefix("dts_").unwrap_or(name)
}

/// The heading of a guide.
fn title(text: &str) -> &str {
    text.lines().next().unwrap_or_default().trim_start_matches("# ")
}

/// The first paragraph below it.
fn lead(text: &str) -> &str {
    first(text.split_once("\n\n").map_or("", |(_, below)| below))
}

fn none_is_orphaned<'n>(
    sources: &Sources,
    folder: &str,
    names: impl Iterator<Item = &'n str>,
) -> Result<(), DocsError> {
    let names: Vec<&str> = names.collect();
    match sources.templates(folder)?.into_iter().find(|template| !names.contains(&template.as_str())) {
        Some(name) => Err(DocsError::Orphan(Path::new("templates").join(folder).join(format!("{name}.md")))),
        None => Ok(()),
    }
}

/// The template of a page, filled in.
fn filled(sources: &Sources, path: &str, schema: &str) -> Result<String, DocsError> {
    let file = format!("templates/{path}.md");
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let written = sources.templates(folder)?.iter().any(|template| template == name);
    let text = if written { sources.file(&file)? } else { PLAIN.to_owned() };
    template::filled(Path::new(&file), &text, |words| {
        Ok(match words {
            ["schema"] if !schema.is_empty() => Some(schema.to_owned()),
            ["file", path] => {
                Some(format!("<!-- from: {path} -->\n```terraform\n{}\n```", sources.file(path)?.trim_end()))
            }
            ["code", language, path] => Some(format!("```{language}\n{}\n```", sources.file(path)?.trim_end())),
            ["section", title, path] => below(&sources.file(path)?, &title.replace('-', " ")),
            ["picture", name, says @ ..] if !says.is_empty() => Some(picture(name, &says.join(" "))),
            ["intro", path] => intro(&sources.file(path)?),
            ["list", folder] => Some(list(sources, folder)?),
            ["table", name] => tables::table(sources, name)?,
            _ => None,
        })
    })
}

/// A picture, and the text for readers who do not see it.
fn picture(name: &str, says: &str) -> String {
    format!("![{says}]({PICTURES}{name}.png)")
}

/// What stands between the title of a Markdown file and its first section.
fn intro(text: &str) -> Option<String> {
    let (_, text) = text.split_once("\n\n")?;
    Some(text.split("\n## ").next().unwrap_or(text).trim().to_owned())
}

/// What stands under a heading of a Markdown file.
fn below(text: &str, title: &str) -> Option<String> {
    let (_, text) = text.split_once(&format!("## {title}\n\n"))?;
    Some(text.split("\n## ").next().unwrap_or(text).trim().to_owned())
}

/// The first sentence of a text.
fn sentence(text: &str) -> &str {
    let end = first(text).find(". ").map_or(first(text).len(), |stop| stop + 1);
    &text[..end]
}

/// Links to all pages of a folder, each with its first sentence.
fn list(sources: &Sources, folder: &str) -> Result<String, DocsError> {
    let mut lines = Vec::new();
    for (kind, all) in kinds(sources).into_iter().filter(|(kind, _)| kind.folder == folder) {
        for (name, schema) in all {
            let says = sentence(&schema.block.description);
            lines.push(format!("- [{name}]({}/{}.md): {says}", kind.folder, short(name)));
        }
    }
    for (name, function) in sources.provider.functions.iter().filter(|_| folder == FUNCTIONS) {
        let signature = function::signature(name, function);
        lines.push(format!("- [{signature}]({FUNCTIONS}/{name}.md): {}", sentence(&function.description)));
    }
    if folder == GUIDES {
        lines.push(guides(sources)?);
    }
    Ok(lines.join("\n"))
}

/// Links to all guides, by their groups.
fn guides(sources: &Sources) -> Result<String, DocsError> {
    let mut groups = Vec::new();
    for (group, pages) in Heads::read(sources)?.guides() {
        let mut lines = vec![format!("### {group}\n")];
        for name in pages {
            let text = sources.file(&format!("templates/{GUIDES}/{name}.md"))?;
            lines.push(format!("- [{}]({GUIDES}/{name}.md): {}", title(&text), lead(&text).replace('\n', " ")));
        }
        groups.push(lines.join("\n"));
    }
    Ok(groups.join("\n\n"))
}
