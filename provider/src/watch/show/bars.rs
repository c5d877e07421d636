//! Bars on a terminal: one for each phase, with the status and the delay of the job above.

use std::collections::BTreeMap;

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::job_view::{Job, Phase};

const HEAD: &str = "{wide_msg}";
const PHASE: &str = "  {prefix:14} [{bar:20}] {pos:>3} %  {wide_msg}";

/// The bars of one run.
pub(crate) struct Bars {
    all: MultiProgress,
    /// Each bar by its job and its phase; the head of a job has no phase.
    known: BTreeMap<(String, String), ProgressBar>,
}

impl Default for Bars {
    fn default() -> Self {
        Self { all: MultiProgress::with_draw_target(ProgressDrawTarget::stdout()), known: BTreeMap::new() }
    }
}

impl Bars {
    /// Shows the present state of the jobs. After the last one, the bars stay as they are.
    pub(super) fn show(&mut self, jobs: &[Job], is_last: bool) {
        for job in jobs {
            self.bar(&job.id, "", HEAD).set_message(head(job));
            for phase in &job.phases {
                let bar = self.bar(&job.id, &phase.name, PHASE);
                bar.set_prefix(phase.name.clone());
                bar.set_position(phase.percent);
                bar.set_message(message(phase));
            }
        }
        if is_last {
            self.known.values().for_each(ProgressBar::abandon);
        }
    }

    /// The bar of a phase; of a job if the phase is empty.
    fn bar(&mut self, job: &str, phase: &str, template: &str) -> &ProgressBar {
        self.known.entry((job.to_owned(), phase.to_owned())).or_insert_with(|| {
            let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
            self.all.add(ProgressBar::new(100).with_style(style.progress_chars("=> ")))
        })
    }
}

fn head(job: &Job) -> String {
    let direction = job.direction.map(|direction| format!(" ({direction})")).unwrap_or_default();
    let delay = job.delay_ms.map(|delay| format!(", delay {delay} ms")).unwrap_or_default();
    format!("{} {}{direction} {}: {}{delay}", job.title, job.id, job.name, job.status)
}

fn message(phase: &Phase) -> String {
    if phase.detail.is_empty() { phase.status.clone() } else { format!("{}, {}", phase.status, phase.detail) }
}

#[cfg(test)]
mod tests {
    use indicatif::InMemoryTerm;

    use super::*;
    use crate::job_view::{End, sample};

    #[test]
    fn the_bars_show_the_status_and_the_percentage() {
        let terminal = InMemoryTerm::new(12, 100);
        let target = ProgressDrawTarget::term_like(Box::new(terminal.clone()));
        let mut bars = Bars { all: MultiProgress::with_draw_target(target), known: BTreeMap::new() };
        bars.show(&[sample("Migrating", 40, None)], false);
        let job = Job { delay_ms: Some(120), ..sample("Migrating", 100, Some(End::CaughtUp)) };
        bars.show(&[job], true);
        let screen = terminal.contents();
        for piece in ["Migration job1 orders: Migrating, delay 120 ms", "full", "100 %  Migrating, 7"] {
            assert!(screen.contains(piece), "{piece} in {screen}");
        }
        assert_eq!(screen.matches("full").count(), 1, "the bar changes in place: {screen}");
    }
}
