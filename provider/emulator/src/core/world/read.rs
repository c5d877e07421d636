//! Reads the text of a world file.

use super::check;
use super::error::{Source, WorldError};
use super::file::File;
use super::model::World;
use super::vocabulary::Vocabularies;

impl World {
    /// Reads a world from TOML; errors name `origin`.
    ///
    /// # Errors
    ///
    /// [`WorldError::Content`] with line and column of the first mistake.
    pub(crate) fn read(text: &str, origin: &str, vocabularies: &Vocabularies) -> Result<Self, WorldError> {
        let source = Source { text, origin };
        let file = toml::from_str::<File>(text).map_err(|error| source.toml_error(&error))?;
        check::check(file, &source, vocabularies)
    }
}
