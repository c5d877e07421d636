//! Links between pages lead somewhere.

use std::path::{Component, Path, PathBuf};

use acceptance_harness::repository::root;
use xtask::docs::{PICTURES, Pages};

use crate::{made, sources};

/// The targets of `[…](…)`.
fn targets(page: &str) -> impl Iterator<Item = &str> {
    page.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target)
}

/// The page a relative target names, from another page.
fn resolved(from: &str, target: &str) -> String {
    let mut path = PathBuf::new();
    for part in Path::new(from).parent().unwrap().join(target).components() {
        match part {
            Component::ParentDir => _ = path.pop(),
            other => path.push(other),
        }
    }
    path.display().to_string()
}

/// Whether a page has this heading or anchor.
fn has_anchor(page: &str, anchor: &str) -> bool {
    let slug = |line: &str| {
        let kept = line
            .to_lowercase()
            .chars()
            .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
            .collect::<String>();
        kept.replace(' ', "-")
    };
    let headings =
        page.lines().filter(|line| line.starts_with('#')).map(|line| slug(line.trim_start_matches('#').trim()));
    page.contains(&format!("<a id=\"{anchor}\"></a>")) || headings.into_iter().any(|heading| heading == anchor)
}

fn broken(pages: &Pages) -> Vec<String> {
    let mut broken = Vec::new();
    for (path, page) in pages {
        for target in targets(page).filter(|target| !target.starts_with("https://")) {
            let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
            let named = if file.is_empty() { path.clone() } else { resolved(path, file) };
            // A registry serves pages alone: a picture needs an absolute address.
            let leads = pages.get(&named).is_some_and(|page| anchor.is_empty() || has_anchor(page, anchor));
            if !leads {
                broken.push(format!("{path}: {target}"));
            }
        }
    }
    broken
}

#[test]
fn every_link_leads_to_a_page_and_a_place_in_it() {
    let mut pages = made();
    assert_eq!(broken(&pages), Vec::<String>::new());
    let index = pages.get_mut("docs/index.md").unwrap();
    index.push_str("[a](guides/missing.md) [b](#nothing) ![c](images/nothing.png)");
    let broken = broken(&pages);
    assert_eq!(
        broken,
        ["guides/missing.md", "#nothing", "images/nothing.png"].map(|to| format!("docs/index.md: {to}"))
    );
}

#[test]
fn every_picture_exists_and_has_an_absolute_address() {
    let pages = made();
    let text = pages.values().map(String::as_str).collect::<Vec<_>>().join("\n");
    let shown: Vec<&str> = text.split("![").skip(1).map(|rest| targets(rest).next().unwrap_or(rest)).collect();
    for name in
        ["page-2-jobs", "page-200-jobs", "page-empty", "page-dark", "page-phone", "watch", "report", "page-rehearsal"]
    {
        assert!(shown.contains(&format!("{PICTURES}{name}.png").as_str()), "no page shows {name}");
    }
    for address in shown {
        let file = address.strip_prefix(PICTURES).unwrap_or_else(|| panic!("{address} is not in {PICTURES}"));
        assert!(root().join("acceptance-tests/browser/pictures").join(file).is_file(), "{file} is missing");
    }
}

/// The external addresses of a text, without those of the emulator and of our own pictures.
fn external(text: &str) -> impl Iterator<Item = &str> {
    let begins = text.match_indices("http").map(|(at, _)| &text[at..]);
    let addresses = begins.filter(|rest| rest.starts_with("https://") || rest.starts_with("http://"));
    let addresses = addresses.map(|rest| {
        let end = rest.find(|c: char| c.is_whitespace() || "()<>\"`',{}|".contains(c)).unwrap_or(rest.len());
        rest[..end].trim_end_matches(['.', ';'])
    });
    // A text may name a scheme alone.
    let addresses = addresses.filter(|address| !address.ends_with("://"));
    addresses.filter(|address| {
        let own = ["http://127.0.0.1", "http://localhost", "https://example.com", "https://emulator:8700", PICTURES];
        !own.iter().any(|own| address.starts_with(own))
    })
}

/// The addresses that have no row in `schemas/links.toml`, each with its page.
fn unlisted(pages: &Pages, listed: &[&str]) -> Vec<String> {
    let of_page = |(path, text): (&String, &String)| -> Vec<String> {
        let addresses = external(text).filter(|address| !listed.contains(address));
        addresses.map(|address| format!("{path}: {address}")).collect()
    };
    pages.iter().flat_map(of_page).collect()
}

#[test]
fn every_external_link_is_listed_with_its_day() {
    let sources = sources();
    let rows = sources.rows_of("schemas/links.toml", "link").unwrap();
    let listed: Vec<&str> = rows.iter().map(|row| row.text("url")).collect();
    let mut pages = made();
    for file in ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"] {
        pages.insert(file.to_owned(), sources.file(file).unwrap());
    }
    assert_eq!(unlisted(&pages, &listed), Vec::<String>::new());
    for row in &rows {
        let (url, seen) = (row.text("url"), row.text("seen"));
        assert!(pages.values().any(|page| external(page).any(|address| address == url)), "no page has {url}");
        assert!(seen.len() == 10 && seen.starts_with("20"), "{url}: seen = {seen:?}");
        assert!(["guide", "api", "text"].contains(&row.text("kind")) && !row.text("title").is_empty(), "{row:?}");
        for page in row.list("pages") {
            let page = page.as_str().unwrap();
            assert!(pages.get(&format!("docs/{page}.md")).is_some_and(|text| text.contains(url)), "{page}: {url}");
        }
    }
    pages.get_mut("README.md").unwrap().push_str("See <https://docs.example.org/new>.");
    assert_eq!(unlisted(&pages, &listed), ["README.md: https://docs.example.org/new"]);
}

/// Each page of something that has a schema leads to the documentation of its cloud, except what calls nothing.
#[test]
fn pages_link_to_the_documentation_of_their_cloud() {
    let pages = made();
    let of_schema = pages.iter().filter(|(path, _)| {
        ["docs/resources/", "docs/ephemeral-resources/", "docs/list-resources/", "docs/actions/"]
            .iter()
            .any(|folder| path.starts_with(folder))
    });
    let mut count = 0;
    for (path, page) in of_schema {
        count += 1;
        let head = page.split("\n## ").next().unwrap();
        assert!(
            head.contains("\nDocumentation of ") && head.contains("](https://"),
            "{path} needs a row in schemas/links.toml"
        );
    }
    assert!(count > 25, "only {count}: were the pages read?");
}
