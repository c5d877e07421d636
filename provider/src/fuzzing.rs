//! The entry points of the fuzz targets: the two JSON texts in which DTS returns the objects and the settings of a task.

pub use crate::resources::alibaba::migration_task::fuzzing::{objects, reserve};

#[cfg(test)]
#[path = "../../fuzz/saved.rs"]
mod saved;

#[cfg(test)]
mod tests {
    use super::{objects, reserve, saved};

    #[test]
    fn saved_inputs_still_pass() {
        saved::each("objects", objects);
        saved::each("reserve", reserve);
    }
}
