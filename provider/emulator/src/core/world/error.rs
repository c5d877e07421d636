//! What can be wrong with a world file.

use std::ops::Range;
use std::path::PathBuf;

use crate::core::nearest::nearest;

/// A world file that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum WorldError {
    /// The file could not be read.
    #[error("cannot read the world file {}: {source}; check the path and its permissions", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The content is not valid.
    #[error("{origin}:{line}:{column}: {what}")]
    Content {
        /// The source of the text, usually a path.
        origin: String,
        /// Line, counted from 1.
        line: usize,
        /// Column, counted from 1 in characters.
        column: usize,
        /// What is not valid, and what to do.
        what: String,
    },
}

/// A text with its origin, to turn positions into lines.
pub(super) struct Source<'a> {
    pub(super) text: &'a str,
    pub(super) origin: &'a str,
}

impl Source<'_> {
    /// An error at a place in the text.
    pub(super) fn error(&self, span: Range<usize>, what: impl Into<String>) -> WorldError {
        let (line, column) = self.line_and_column(&span);
        WorldError::Content { origin: self.origin.to_owned(), line, column, what: what.into() }
    }

    /// A place in the text as errors name it.
    pub(super) fn place(&self, span: Range<usize>) -> String {
        let (line, column) = self.line_and_column(&span);
        format!("{}:{line}:{column}", self.origin)
    }

    fn line_and_column(&self, span: &Range<usize>) -> (usize, usize) {
        let before = self.text.get(..span.start).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }

    /// An error of the TOML parser, with the nearest known word for an unknown one.
    pub(super) fn toml_error(&self, error: &toml::de::Error) -> WorldError {
        let message = error.message().lines().collect::<Vec<_>>().join("; ");
        // serde writes the unknown word first and then the known words, all in backticks.
        let words: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
        let hint = match words.split_first() {
            Some((unknown, known)) if message.starts_with("unknown ") => nearest(unknown, known.iter().copied()),
            _ => None,
        };
        let what = match hint {
            Some(word) => format!("{message}; did you mean `{word}`?"),
            None => message.clone(),
        };
        self.error(error.span().unwrap_or(0..0), what)
    }
}
