//! Jobs between two real servers: the engine checks, copies and follows, and the status of the job shows it.
//!
//! | file | subject |
//! |---|---|
//! | `sides` | the two real servers of a job |
//! | `objects` | `DbList` as the engine takes it |
//! | `plan` | the plan of the engine, or why there is none |
//! | `two_way` | what a direction of a two-way synchronization does in addition |
//! | `items` | the findings of the engine as precheck items |
//! | `drive` | what the engine reports, as the status of the job; it is called regularly |

mod drive;
mod items;
mod objects;
mod plan;
mod sides;
mod two_way;

pub(crate) use drive::drive;
pub(crate) use sides::is_rehearsed;
pub(crate) use two_way::cannot_upgrade;
