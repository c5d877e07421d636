//! The world as users of this crate give it: the built-in one, a text, or a file.

#[cfg(test)]
mod tests;

use std::path::Path;

use crate::alibaba::VOCABULARY as ALIBABA;
use crate::core::world::{Vocabularies, World, WorldError};
use crate::tencent::VOCABULARY as TENCENT;

/// The words of the clouds.
pub(crate) static VOCABULARIES: Vocabularies = Vocabularies { alibaba: &ALIBABA, tencent: &TENCENT };

const BUILTIN: &str = include_str!("builtin.toml");

impl World {
    /// Three accounts with databases of every access method and many engines: see [`World::builtin_toml`].
    #[must_use]
    #[expect(clippy::expect_used, reason = "the built-in world is part of the program and read by a test")]
    pub fn builtin() -> Self {
        Self::parse(BUILTIN, "the built-in world").expect("the built-in world is well-formed")
    }

    /// The text of the built-in world, from which you can start your own.
    #[must_use]
    pub fn builtin_toml() -> &'static str {
        BUILTIN
    }

    /// Reads a world from TOML; errors name `origin`.
    ///
    /// # Errors
    ///
    /// [`WorldError::Content`] with line and column of the first mistake.
    pub fn parse(text: &str, origin: &str) -> Result<Self, WorldError> {
        Self::read(text, origin, &VOCABULARIES)
    }

    /// Reads a world file.
    ///
    /// # Errors
    ///
    /// [`WorldError::Read`] when the file cannot be read, otherwise as [`World::parse`].
    pub fn load(path: &Path) -> Result<Self, WorldError> {
        let text =
            std::fs::read_to_string(path).map_err(|source| WorldError::Read { path: path.to_owned(), source })?;
        Self::parse(&text, &path.display().to_string())
    }
}
