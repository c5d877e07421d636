//! Links between pages lead somewhere.

use std::path::{Component, Path, PathBuf};

use xtask::docs::Pages;

use crate::made;

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
            let picture = named.ends_with(".png") && acceptance_harness::repository::root().join(&named).is_file();
            let leads = pages.get(&named).is_some_and(|page| anchor.is_empty() || has_anchor(page, anchor));
            if !leads && !picture {
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
