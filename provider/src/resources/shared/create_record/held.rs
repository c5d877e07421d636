//! Notes about the objects that a run has found in its state. The provider processes that apply a plan do not refresh: they learn from
//! these notes which objects the resources of the state manage.

use std::{
    collections::BTreeSet,
    fs::File,
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use super::{private_file::open_private, process::TerraformProcess};

/// Ending of the files. Each provider process that refreshes has one: the Terraform process, and then a line for each object.
const ENDING: &str = "held";

/// The notes of this provider process.
#[derive(Debug, Default)]
pub(super) struct HeldNotes(Mutex<Option<Notes>>);

#[derive(Debug)]
struct Notes {
    file: File,
    written: BTreeSet<String>,
}

impl HeldNotes {
    /// Notes that the state holds the object. `name` is the name of the file without its ending.
    ///
    /// # Errors
    /// The file cannot be written.
    pub(super) fn add(
        &self,
        folder: &Path,
        name: &str,
        terraform: &TerraformProcess,
        object: String,
    ) -> io::Result<()> {
        let mut notes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if notes.is_none() {
            std::fs::create_dir_all(folder)?;
            remove_old(folder);
            let mut file = open_private(&folder.join(format!("{name}.{ENDING}")))?;
            writeln!(file, "{}", serde_json::to_string(terraform)?)?;
            *notes = Some(Notes { file, written: BTreeSet::new() });
        }
        if let Some(notes) = notes.as_mut().filter(|notes| !notes.written.contains(&object)) {
            writeln!(notes.file, "{object}")?;
            notes.written.insert(object);
        }
        Ok(())
    }
}

/// Whether a run has found the object in its state. `runs` is whether a Terraform process counts.
pub(super) fn is_held(folder: &Path, object: &str, runs: impl Fn(&TerraformProcess) -> bool) -> bool {
    files(folder).iter().filter_map(|path| std::fs::read_to_string(path).ok()).any(|text| {
        let mut lines = text.lines();
        let terraform = lines.next().and_then(|line| serde_json::from_str(line).ok());
        terraform.is_some_and(|terraform| runs(&terraform)) && lines.any(|line| line == object)
    })
}

/// Removes the notes of runs that have ended. What fails is left for the next run.
fn remove_old(folder: &Path) {
    for path in files(folder) {
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        let terraform = text.lines().next().and_then(|line| serde_json::from_str::<TerraformProcess>(line).ok());
        if terraform.is_some_and(|terraform| terraform.has_ended()) {
            let _ = std::fs::remove_file(path);
        }
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|ending| ending == ENDING)).collect()
}
