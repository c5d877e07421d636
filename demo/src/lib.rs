//! What the programs `demo` and `rehearsal` share: how they print, and how they are interrupted.

mod interrupted;
mod screen;

pub use interrupted::interrupted;
pub use screen::Screen;
