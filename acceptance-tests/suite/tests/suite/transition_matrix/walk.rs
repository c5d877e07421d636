//! Measures one change at all statuses.

use super::change::Change;
use super::fixture::{Fixture, Subject};
use super::measure::Cell;
use super::outcome::Outcome;
use super::status::{self, Preparation, Status};
use super::table::{self, Row};
use super::tencent;

/// The column of objects that have no status.
const ALWAYS: &str = "Always";

/// Resources whose objects have no status.
const WITHOUT_STATUS: [&str; 3] = ["dts_ram_role_trust", tencent::TRUST, tencent::GRANT];

/// Measures a change at every status that its object can have.
pub(super) async fn walk(change: Change) -> Row {
    let fixture = Fixture::start(&change).await;
    let mut cells = Vec::new();
    if WITHOUT_STATUS.contains(&change.resource.as_str()) {
        let mut subject = fixture.subject(&change, Preparation::Configured).await;
        let cell = Cell { fixture: &fixture, change: &change, status: None };
        cells.push((ALWAYS, cell.measure(&mut subject).await));
    } else {
        let mut kept: Option<(Preparation, Subject)> = None;
        for status in status::of(&change).iter().copied() {
            let mut subject = match kept.take().filter(|(preparation, _)| *preparation == status.preparation) {
                Some((_, subject)) => subject,
                None => fixture.subject(&change, status.preparation).await,
            };
            let outcome = at(&fixture, &mut subject, &change, status).await;
            if can_be_reused(&outcome, &change) {
                kept = Some((status.preparation, subject));
            }
            cells.push((status.name, outcome));
        }
    }
    let requests = if tencent::is_tencent(&change.resource) { fixture.requests().await } else { Vec::new() };
    Row { name: change.name(), head: table::head(&change), cells, requests }
}

async fn at(fixture: &Fixture, subject: &mut Subject, change: &Change, status: Status) -> Outcome {
    fixture.bring(subject, status, change.direction).await;
    Cell { fixture, change, status: Some(status) }.measure(subject).await
}

/// Whether the next status can be measured with the same object.
fn can_be_reused(outcome: &Outcome, change: &Change) -> bool {
    match outcome {
        Outcome::Refused(_) | Outcome::Replaced => true,
        Outcome::InPlace(_) | Outcome::ProviderOnly => !change.one_way,
        Outcome::RefusedAtApply(_) | Outcome::Wrong(_) => false,
    }
}
