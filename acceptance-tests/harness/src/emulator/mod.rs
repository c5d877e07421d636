//! The emulator: as a process, and through its control API.

mod control;
mod process;

pub use control::Control;
pub use process::EmulatorProcess;
