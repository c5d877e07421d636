//! Every block of HCL in the pages and in the README is a valid configuration, or a piece of one.
//!
//! All of them are modules of one configuration: one run of Terraform validates them, and its errors name the module. Import
//! blocks are allowed in the root only, so a configuration with one has a separate run.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use acceptance_harness::repository::root;
use acceptance_harness::terraform::{Installation, Terraform};
use xtask::docs::fences::{Mark, complete, fences};

use crate::{made, sources};

/// A configuration, and where it comes from.
struct Configuration {
    origin: String,
    /// Texts by file name.
    files: BTreeMap<String, String>,
}

impl Configuration {
    fn text(&self) -> String {
        self.files.values().cloned().collect()
    }

    /// Names of its variables.
    fn variables(&self) -> Vec<String> {
        let text = self.text();
        let lines = text.lines().filter_map(|line| line.strip_prefix("variable \"")?.split_once('"'));
        lines.map(|(name, _)| name.to_owned()).collect()
    }

    fn write(&self, folder: &Path) {
        std::fs::create_dir_all(folder).unwrap();
        for (name, text) in &self.files {
            std::fs::write(folder.join(name), text).unwrap();
        }
    }
}

/// All blocks, as complete configurations.
fn configurations() -> Vec<Configuration> {
    let sources = sources();
    let mut pages = made();
    pages.insert("README.md".to_owned(), sources.file("README.md").unwrap());
    let mut found = Vec::new();
    for (path, page) in &pages {
        // Of those for newer versions of Terraform each has a separate test.
        for fence in fences(page).into_iter().filter(|fence| !matches!(fence.mark, Mark::Newer(_))) {
            let text = complete(&sources, path, &fence).unwrap_or_else(|error| panic!("{error}"));
            let mut files = BTreeMap::from([("main.tf".to_owned(), text)]);
            if let Mark::From(file) = &fence.mark {
                files = beside(&root().join(file));
            }
            // Without files it is a file for `terraform test`, which the tests of the examples run.
            if !files.is_empty() {
                found.push(Configuration { origin: format!("{path}, line {}", fence.line), files });
            }
        }
    }
    found
}

/// The configuration files of a file's folder.
fn beside(file: &Path) -> BTreeMap<String, String> {
    let files = std::fs::read_dir(file.parent().unwrap()).unwrap().map(|entry| entry.unwrap().path());
    let files = files.filter(|path| path.extension().is_some_and(|ending| ending == "tf"));
    files
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), std::fs::read_to_string(&path).unwrap()))
        .collect()
}

/// The errors of all configurations, each with its origin.
async fn errors(all: &[Configuration]) -> Vec<String> {
    let (alone, modules): (Vec<_>, Vec<_>) = all.iter().partition(|one| one.text().contains("\nimport {"));
    let terraform = Terraform::new(Installation::DevOverride).unwrap();
    let mut root = "variable \"unknown\" {\n  type = any\n}\n".to_owned();
    for (at, configuration) in modules.iter().enumerate() {
        configuration.write(&terraform.directory().join(format!("block{at}")));
        write!(root, "module \"block{at}\" {{\n  source = \"./block{at}\"\n").unwrap();
        for variable in configuration.variables() {
            writeln!(root, "  {variable} = var.unknown").unwrap();
        }
        root.push_str("}\n");
    }
    terraform.write("main.tf", &root).unwrap();
    terraform.run(&["get"]).await.unwrap().success().unwrap_or_else(|error| panic!("{error}"));
    let mut found = Vec::new();
    for error in terraform.validate().await.unwrap().errors() {
        let file = error.place.as_ref().map_or("", |place| place.file.as_str());
        let at = file.strip_prefix("block").and_then(|rest| rest.split(['/', '\\']).next()?.parse::<usize>().ok());
        let origin = at.map_or("the root", |at| modules[at].origin.as_str());
        found.push(format!("{origin}: {}: {} at {:?}", error.summary, error.detail, error.place));
    }
    for configuration in alone {
        let terraform = Terraform::new(Installation::DevOverride).unwrap();
        configuration.write(&terraform.directory());
        let run = terraform.validate().await.unwrap();
        let texts = run.errors().into_iter();
        found.extend(texts.map(|error| format!("{}: {}: {}", configuration.origin, error.summary, error.detail)));
    }
    found
}

#[tokio::test]
async fn every_block_is_a_valid_configuration() {
    let all = configurations();
    assert!(all.len() > 20, "only {} blocks: were the pages read?", all.len());
    let errors = errors(&all).await;
    assert!(errors.is_empty(), "{}", errors.join("\n\n"));
}

/// The search itself can fail: a wrong word in one block of several, and in one with an import.
#[tokio::test]
async fn a_wrong_word_in_a_block_is_found_where_it_stands() {
    let mut all = configurations();
    all.retain(|one| one.origin.starts_with("docs/resources"));
    let wrong = ["instance_class = \"smal\"", "idd = \"ram-for-dts\""];
    let mut hit = Vec::new();
    for (piece, wrong) in ["instance_class = \"small\"", "id = \"ram-for-dts\""].into_iter().zip(wrong) {
        let one = all.iter_mut().find(|one| one.text().contains(piece)).unwrap();
        hit.push(one.origin.clone());
        for text in one.files.values_mut() {
            *text = text.replace(piece, wrong);
        }
    }
    let found = errors(&all).await;
    for origin in &hit {
        assert!(found.iter().any(|error| error.starts_with(&format!("{origin}: "))), "{origin} is not in {found:#?}");
    }
    assert!(found.iter().all(|error| hit.iter().any(|origin| error.starts_with(origin.as_str()))), "{found:#?}");
}

#[tokio::test]
async fn every_block_is_formatted() {
    let mut pages = made();
    pages.insert("README.md".to_owned(), sources().file("README.md").unwrap());
    let terraform = Terraform::new(Installation::DevOverride).unwrap();
    for (path, page) in &pages {
        for fence in fences(page) {
            let name = format!("{}_{}.tf", path.replace(['/', '.'], "_"), fence.line);
            terraform.write(&name, &fence.text).unwrap();
        }
    }
    let run = terraform.run(&["fmt", "-check", "-diff"]).await.unwrap();
    assert_eq!((run.code, run.stdout.as_str()), (Some(0), ""), "{}", run.output());
    terraform.write("wrong.tf", "a   = 1\nbb = 2\n").unwrap();
    assert_eq!(terraform.run(&["fmt", "-check"]).await.unwrap().stdout, "wrong.tf\n");
}
