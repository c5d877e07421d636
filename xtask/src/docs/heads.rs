//! What stands at the head of a page: its group in the registry, and the links to the documentation of the cloud.

use super::DocsError;
use super::markdown::front;
use super::sources::{Row, Sources};

/// Every external link.
const LINKS: &str = "schemas/links.toml";
/// The groups of pages.
const PAGES: &str = "schemas/terraform/pages.toml";

/// The groups and links of all pages.
pub(super) struct Heads {
    groups: Vec<Row>,
    guides: Vec<Row>,
    links: Vec<Row>,
}

impl Heads {
    /// Reads the two tables.
    pub(super) fn read(sources: &Sources) -> Result<Self, DocsError> {
        Ok(Self {
            groups: sources.rows_of(PAGES, "group")?,
            guides: sources.rows_of(PAGES, "guides")?,
            links: sources.rows_of(LINKS, "link")?,
        })
    }

    /// The front matter and text of a page such as `resources/migration_task`.
    pub(super) fn page(&self, path: &str, title: &str, description: &str, text: &str) -> String {
        front(title, self.group(path), description, text)
    }

    /// The group of a page; none for the index.
    fn group(&self, path: &str) -> &str {
        match path.split_once('/') {
            None => "",
            Some(("guides", guide)) => find(&self.guides, |row| texts(row, "pages").any(|page| page == guide)),
            Some((_, name)) => find(&self.groups, |row| texts(row, "prefixes").any(|begin| name.starts_with(begin))),
        }
    }

    /// The groups of guides in their order, each with its guides.
    pub(super) fn guides(&self) -> impl Iterator<Item = (&str, Vec<&str>)> {
        self.guides.iter().map(|row| (row.text("name"), texts(row, "pages").collect()))
    }

    /// The line with the links of a page, if it has any: guides of the cloud first, then its API.
    pub(super) fn links(&self, path: &str) -> Option<String> {
        let of_kind = |kind| {
            self.links
                .iter()
                .filter(move |row| row.text("kind") == kind && texts(row, "pages").any(|page| page == path))
        };
        let link = |row: &Row| {
            let api = if row.text("kind") == "api" { "API: " } else { "" };
            format!("[{api}{}]({})", row.text("title"), row.text("url"))
        };
        let links: Vec<String> = ["guide", "api"].into_iter().flat_map(of_kind).map(link).collect();
        (!links.is_empty()).then(|| format!("Documentation of {}: {}.", self.group(path), links.join(", ")))
    }
}

fn find(rows: &[Row], fits: impl Fn(&Row) -> bool) -> &str {
    rows.iter().find(|row| fits(row)).map_or("", |row| row.text("name"))
}

fn texts<'r>(row: &'r Row, column: &str) -> impl Iterator<Item = &'r str> {
    row.list(column).iter().filter_map(toml::Value::as_str)
}
