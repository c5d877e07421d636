//! What the fuzz targets call: the two JSON texts DTS answers a task's objects and settings in.

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
