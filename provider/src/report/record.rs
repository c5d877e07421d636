//! What `watch --json` has recorded of a job: its delay and its phases over time. DTS returns only the present ones.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context as _, bail};
use jiff::Timestamp;
use serde::Deserialize;

use super::model::{Delay, JobReport, Report, Span};
use crate::job_view::Phase;

/// The looks of a file, in their order.
#[derive(Debug)]
pub(super) struct Record {
    file: String,
    looks: Vec<Look>,
}

/// One look at a job.
#[derive(Debug, Deserialize)]
struct Look {
    time: Timestamp,
    id: String,
    #[serde(default)]
    phases: Vec<Phase>,
    delay_ms: Option<i64>,
}

impl Record {
    /// Reads a file.
    ///
    /// # Errors
    /// The file cannot be read, or a line is not a look at a job.
    pub(super) fn read(path: &Path) -> anyhow::Result<Self> {
        let file = path.display().to_string();
        let text = fs::read_to_string(path).with_context(|| format!("Cannot read the record {file}"))?;
        Self::parse(file, &text)
    }

    fn parse(file: String, text: &str) -> anyhow::Result<Self> {
        let mut looks = Vec::new();
        for (position, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let look: Look = serde_json::from_str(line).with_context(|| {
                format!(
                    "Line {} of the record {file} is not a look at a job; write the record with watch JOB --json > FILE",
                    position + 1
                )
            })?;
            looks.push(look);
        }
        looks.sort_by_key(|look| look.time);
        Ok(Self { file, looks })
    }

    /// Adds the delay over time, and the times of the phases for which DTS returns none.
    ///
    /// # Errors
    /// The record has no look at any of the jobs.
    pub(super) fn add_to(&self, report: &mut Report) -> anyhow::Result<()> {
        let mut found = false;
        for job in &mut report.jobs {
            let looks: Vec<&Look> = self.looks.iter().filter(|look| look.id == job.job.id).collect();
            found |= !looks.is_empty();
            let delays = looks.iter().filter_map(|look| Some(Delay { time: look.time, ms: look.delay_ms? }));
            let mut delays: Vec<Delay> = delays.chain(job.delays.iter().copied()).collect();
            delays.sort_by_key(|delay| delay.time);
            job.delays = delays;
            add_spans(job, spans(&looks));
        }
        if !found {
            let job = report.jobs.first().map(|job| job.job.id.as_str()).unwrap_or_default();
            let known = self.looks.first().map_or("is empty".to_owned(), |look| format!("is about job {}", look.id));
            bail!(
                "The record {} {known}, and has no look at job {job}: write the record of this job to --record",
                self.file
            );
        }
        Ok(())
    }
}

/// A phase lasts from the first look at which it has begun to the first one at which it is complete.
fn spans(looks: &[&Look]) -> BTreeMap<String, Span> {
    let mut spans: BTreeMap<String, Span> = BTreeMap::new();
    for look in looks {
        for phase in look.phases.iter().filter(|phase| phase.has_begun()) {
            let new = || Span { phase: phase.name.clone(), from: look.time, to: None, recorded: true };
            let span = spans.entry(phase.name.clone()).or_insert_with(new);
            if span.to.is_none() && phase.is_complete() {
                span.to = Some(look.time);
            }
        }
    }
    // A phase that was complete at the first look lasted for an unknown time.
    spans.retain(|_, span| span.to != Some(span.from));
    spans
}

fn add_spans(job: &mut JobReport, mut recorded: BTreeMap<String, Span>) {
    let known = |job: &JobReport, phase: &str| job.spans.iter().any(|span| span.phase == phase);
    let names: Vec<String> = job.job.phases.iter().map(|phase| phase.name.clone()).collect();
    let missing = names.iter().filter(|name| !known(job, name)).filter_map(|name| recorded.remove(name));
    let missing: Vec<Span> = missing.collect();
    job.spans.extend(missing);
    job.spans.sort_by_key(|span| span.from);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::model::sample;

    fn look(second: u32, id: &str, full: &str, delay: &str) -> String {
        format!(
            r#"{{"time":"2026-01-01T00:05:{second:02}Z","id":"{id}","name":"orders","status":"Migrating","phases":[{{"name":"full","status":"{full}","percent":7}}],"delay_ms":{delay},"end":null}}"#
        )
    }

    #[test]
    fn the_delay_and_the_phases_come_from_the_looks_at_the_job() {
        let text = [
            look(0, "job1", "NotStarted", "null"),
            look(10, "job1", "Migrating", "null"),
            look(12, "other", "Finished", "9"),
            String::new(),
            look(20, "job1", "Finished", "7000"),
            look(30, "job1", "Finished", "3"),
        ];
        let mut report = sample();
        report.jobs[0].spans.clear();
        Record::parse("r".to_owned(), &text.join("\n")).unwrap().add_to(&mut report).unwrap();
        let delays: Vec<i64> = report.jobs[0].delays.iter().map(|delay| delay.ms).collect();
        assert_eq!(delays, [900, 40, 7000, 3]);
        let [span] = &report.jobs[0].spans[..] else { panic!("{:?}", report.jobs[0].spans) };
        assert_eq!(span.to.unwrap().duration_since(span.from).as_secs(), 10);
        assert!(span.recorded);
    }

    #[test]
    fn the_times_of_dts_are_kept() {
        let mut report = sample();
        let before = report.jobs[0].spans.clone();
        let text = [look(0, "job1", "Migrating", "1"), look(5, "job1", "Finished", "1")].join("\n");
        Record::parse("r".to_owned(), &text).unwrap().add_to(&mut report).unwrap();
        assert_eq!(report.jobs[0].spans, before);
    }

    #[test]
    fn a_record_of_another_job_and_another_file_are_refused() {
        let other = Record::parse("r.jsonl".to_owned(), &look(0, "other", "Finished", "9")).unwrap();
        let error = other.add_to(&mut sample()).unwrap_err().to_string();
        assert!(error.contains("r.jsonl is about job other") && error.contains("job1"), "{error}");
        let error = Record::parse("r.jsonl".to_owned(), "").unwrap().add_to(&mut sample()).unwrap_err().to_string();
        assert!(error.contains("r.jsonl is empty"), "{error}");
        let wrong = format!("{}\n12:00:00Z job1: Migrating", look(0, "job1", "Finished", "9"));
        let error = Record::parse("r.jsonl".to_owned(), &wrong).unwrap_err().to_string();
        assert!(error.contains("Line 2") && error.contains("watch JOB --json"), "{error}");
    }
}
