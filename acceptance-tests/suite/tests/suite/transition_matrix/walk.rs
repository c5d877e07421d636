//! One change through all statuses.

use super::change::Change;
use super::fixture::{Stage, Subject};
use super::measure::Cell;
use super::outcome::Outcome;
use super::status::{ALL, Life, Status};
use super::table::Row;

/// Column of what has no status.
const ALWAYS: &str = "Always";

/// Measures a change at every status its object can have.
pub(super) async fn walk(change: Change) -> Row {
    let stage = Stage::start(&change).await;
    let mut cells = Vec::new();
    if change.resource == "dts_ram_role_trust" {
        let mut subject = stage.subject(&change, Life::Configured).await;
        let cell = Cell { stage: &stage, change: &change, status: None };
        cells.push((ALWAYS, cell.measure(&mut subject).await));
    } else {
        let mut kept: Option<(Life, Subject)> = None;
        for status in ALL {
            let mut subject = match kept.take().filter(|(life, _)| *life == status.life) {
                Some((_, subject)) => subject,
                None => stage.subject(&change, status.life).await,
            };
            let outcome = at(&stage, &mut subject, &change, status).await;
            if is_as_good_as_new(&outcome, &change) {
                kept = Some((status.life, subject));
            }
            cells.push((status.name, outcome));
        }
    }
    Row { resource: change.resource, argument: change.argument, to: change.to, cells }
}

async fn at(stage: &Stage, subject: &mut Subject, change: &Change, status: Status) -> Outcome {
    stage.bring(subject, status).await;
    Cell { stage, change, status: Some(status) }.measure(subject).await
}

/// Whether the next status can be measured with the same object.
fn is_as_good_as_new(outcome: &Outcome, change: &Change) -> bool {
    match outcome {
        Outcome::Refused(_) | Outcome::Replaced => true,
        Outcome::InPlace(_) | Outcome::ProviderOnly => !change.one_way,
        Outcome::Wrong(_) => false,
    }
}
