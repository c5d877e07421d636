//! Searches the repository for the words of `words.toml`.

use std::path::Path;

use anyhow::{Context, ensure};
use regex::{Regex, RegexBuilder};
use serde::Deserialize;

use crate::repository;

/// The content of `words.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    /// Beginnings of paths that are not searched.
    skip: Vec<String>,
    /// The words.
    #[serde(rename = "word")]
    words: Vec<Word>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Word {
    /// A regular expression, matched without regard to case and between word boundaries.
    find: String,
    /// What to write instead.
    write: String,
}

/// The problems found: file, line, the word, and what to write instead.
///
/// # Errors
/// Returns an error when the list or a file cannot be read.
pub fn check() -> anyhow::Result<Vec<String>> {
    let path = repository::root().join("xtask/words.toml");
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let list: List = toml::from_str(&text).with_context(|| format!("cannot parse {}", path.display()))?;
    ensure!(!list.words.is_empty(), "words.toml has no words");
    let words = list.words.iter().map(compile).collect::<anyhow::Result<Vec<_>>>()?;
    let mut problems = Vec::new();
    for file in repository::files()? {
        let name = file.to_string_lossy();
        if list.skip.iter().any(|beginning| name.starts_with(beginning)) {
            continue;
        }
        let bytes = std::fs::read(repository::root().join(&file)).with_context(|| format!("cannot read {name}"))?;
        // Pictures and other binary files have no words.
        if let Ok(text) = String::from_utf8(bytes) {
            problems.extend(of_text(&file, &text, &words));
        }
    }
    Ok(problems)
}

fn compile(word: &Word) -> anyhow::Result<(Regex, String)> {
    let expression = RegexBuilder::new(&format!(r"\b(?:{})\b", word.find)).case_insensitive(true).build();
    Ok((expression.with_context(|| format!("cannot parse the expression {:?}", word.find))?, word.write.clone()))
}

fn of_text(file: &Path, text: &str, words: &[(Regex, String)]) -> Vec<String> {
    let of_line = |(index, line): (usize, &str)| {
        let found = words.iter().filter_map(|(word, instead)| Some((word.find(line)?.as_str().to_owned(), instead)));
        found
            .map(|(word, instead)| format!("{}:{}: \"{word}\": write {instead}", file.display(), index + 1))
            .collect::<Vec<_>>()
    };
    text.lines().enumerate().flat_map(of_line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_only_as_a_word() {
        let words = [compile(&Word { find: "anew".to_owned(), write: "again".to_owned() }).unwrap()];
        let problems = of_text(Path::new("a.md"), "Begin Anew.\nA newer one, renewed.\n", &words);
        assert_eq!(problems, ["a.md:1: \"Anew\": write again"]);
    }
}
