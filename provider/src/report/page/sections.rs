//! What the page says of a job, one section for each question.

use jiff::Timestamp;

use super::{chart, html::Html};
use crate::report::{
    model::{Check, Endpoint, JobReport, Outcome, Rows, Span},
    time,
};

/// All sections of a job.
pub(super) fn job(html: &mut Html, report: &JobReport) {
    let now = Timestamp::now();
    let job = &report.job;
    html.nest("article", &[], |html| {
        if let Some(direction) = job.direction {
            html.element("h2", &[("class", "direction")], &format!("Direction {direction}"));
        }
        if !job.reason.is_empty() {
            html.element("p", &[("class", "failed")], &job.reason);
        }
        facts(html, report);
        section(html, "What was checked", |html| checks(html, &report.checks));
        section(html, "What was moved", |html| objects(html, report));
        section(html, "How long it took", |html| times(html, report, now));
        section(html, "Delay over time", |html| delays(html, report));
        section(html, "Verification", |html| verification(html, report));
    });
}

fn section(html: &mut Html, title: &'static str, content: impl FnOnce(&mut Html)) {
    html.nest("section", &[], |html| {
        html.element("h2", &[], title);
        content(html);
    });
}

/// A table with a separate scroll bar where it is too wide.
fn table(html: &mut Html, headings: &[&'static str], content: impl FnOnce(&mut Html)) {
    html.nest("div", &[("class", "wide")], |html| {
        html.nest("table", &[], |html| {
            html.nest("thead", &[], |html| {
                html.nest("tr", &[], |html| {
                    for heading in headings {
                        html.element("th", &[("scope", "col")], heading);
                    }
                });
            });
            html.nest("tbody", &[], content);
        });
    });
}

fn facts(html: &mut Html, report: &JobReport) {
    let job = &report.job;
    let instance = match (report.instance_id.as_str(), report.class.as_str()) {
        ("", _) => "not purchased".to_owned(),
        (id, "") => id.to_owned(),
        (id, class) => format!("{id}, class {class}"),
    };
    let shown = |time: Option<Timestamp>| time.map(time::shown);
    let rows = [
        ("Job", Some(job.id.clone())),
        ("Name", Some(job.name.clone()).filter(|name| !name.is_empty())),
        ("Status", Some(job.status.clone())),
        ("Source", Some(endpoint(&report.source))),
        ("Destination", Some(endpoint(&report.destination))),
        ("Instance", Some(instance)),
        ("Created", shown(report.created_at)),
        ("Started", shown(report.started_at)),
        ("Ended", shown(report.ended_at)),
    ];
    html.nest("dl", &[], |html| {
        for (name, value) in rows {
            if let Some(value) = value {
                html.element("dt", &[], name);
                html.element("dd", &[], &value);
            }
        }
    });
}

fn endpoint(endpoint: &Endpoint) -> String {
    let parts = [endpoint.engine.as_str(), &endpoint.at, &endpoint.region];
    let text = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    match (endpoint.owner.as_str(), endpoint.role.as_str()) {
        ("", _) => text,
        (owner, "") => format!("{text}; of account {owner}"),
        (owner, role) => format!("{text}; of account {owner} through role {role}"),
    }
}

/// The items that need attention first; those that passed have no other details than their names.
fn checks(html: &mut Html, checks: &[Check]) {
    if checks.is_empty() {
        html.element("p", &[], "No precheck has run.");
        return;
    }
    let passed = checks.iter().filter(|check| check.outcome == Outcome::Passed).count();
    html.element("p", &[], &format!("{passed} of {} items passed.", checks.len()));
    let mut sorted: Vec<&Check> = checks.iter().collect();
    sorted.sort_by_key(|check| check.outcome);
    table(html, &["Item", "Result", "Found"], |html| {
        for check in sorted {
            html.nest("tr", &[], |html| {
                html.element("th", &[("scope", "row"), ("class", "id")], &check.code);
                let (class, ignored) = match check.outcome {
                    Outcome::Failed => ("failed", ""),
                    Outcome::Warning => ("warning", ""),
                    Outcome::Ignored => ("warning", ", ignored"),
                    Outcome::Pending => ("dim", ""),
                    Outcome::Passed => ("passed", ""),
                };
                html.element("td", &[("class", class)], &format!("{}{ignored}", check.state));
                html.element("td", &[], &check.message);
            });
        }
    });
}

fn objects(html: &mut Html, report: &JobReport) {
    if report.objects.is_empty() {
        html.element("p", &[], "No object is configured, or DTS does not return the objects.");
        return;
    }
    let rows = report.rows().map(|rows| format!("; rows copied by the full phase: {}", of(rows))).unwrap_or_default();
    let count = report.all_objects.unwrap_or(report.objects.len());
    html.element("p", &[], &format!("Objects: {}{rows}.", grouped(as_u64(count))));
    if report.all_objects.is_some() {
        let listed = grouped(as_u64(report.objects.len()));
        html.element("p", &[("class", "dim")], &format!("The first {listed} are listed and counted."));
    }
    let counted = report.rows().is_some();
    let headings: &[&str] =
        if counted { &["Source", "Destination", "State", "Rows"] } else { &["Source", "Destination", "State"] };
    table(html, headings, |html| {
        for object in &report.objects {
            html.nest("tr", &[], |html| {
                html.element("th", &[("scope", "row"), ("class", "id")], &object.source);
                html.element("td", &[("class", "id")], &object.destination);
                html.element("td", &[], &object.state);
                if counted {
                    html.element("td", &[("class", "number")], &object.rows.map(of).unwrap_or_default());
                }
            });
        }
    });
}

fn times(html: &mut Html, report: &JobReport, now: Timestamp) {
    if let Some(started) = report.started_at {
        let (end, so_far) = report.ended_at.map_or((now, " so far"), |end| (end, ""));
        html.element("p", &[], &format!("In total {}{so_far}.", time::duration(end.duration_since(started))));
    }
    chart::phases(html, &report.spans, now);
    table(html, &["Phase", "State", "Done", "Details", "Begin", "Duration"], |html| {
        let precheck = report.spans.iter().filter(|span| span.phase == "precheck");
        for span in precheck {
            phase(html, &span.phase, ["", "", ""], Some(span), now);
        }
        for known in &report.job.phases {
            let span = report.spans.iter().find(|span| span.phase == known.name);
            let done = format!("{} %", known.percent);
            let detail = if known.has_begun() { known.detail.as_str() } else { "" };
            phase(html, &known.name, [&known.status, &done, detail], span, now);
        }
    });
    let (missing, recorded) = (
        report
            .job
            .phases
            .iter()
            .any(|phase| phase.has_begun() && !report.spans.iter().any(|it| it.phase == phase.name)),
        report.spans.iter().any(|span| span.recorded),
    );
    if recorded {
        html.element(
            "p",
            &[("class", "dim")],
            "~ The time of a look of watch: the phase may have begun or ended up to one interval earlier.",
        );
    }
    if missing {
        html.element(
            "p",
            &[("class", "dim")],
            "DTS does not return when the other phases began and ended. A record of watch --json has it.",
        );
    }
}

fn phase(html: &mut Html, name: &str, values: [&str; 3], span: Option<&Span>, now: Timestamp) {
    html.nest("tr", &[], |html| {
        html.element("th", &[("scope", "row")], name);
        let [state, done, detail] = values;
        html.element("td", &[], state);
        html.element("td", &[("class", "number")], done);
        html.element("td", &[], detail);
        let sign = if span.is_some_and(|span| span.recorded) { "~ " } else { "" };
        html.element("td", &[], &span.map(|span| format!("{sign}{}", time::shown(span.from))).unwrap_or_default());
        html.element("td", &[], &span.map(|span| format!("{sign}{}", chart::lasting(span, now))).unwrap_or_default());
    });
}

fn delays(html: &mut Html, report: &JobReport) {
    let all = &report.delays;
    let Some(last) = all.last() else {
        html.element("p", &[], "No delay yet: the incremental phase has not begun, or the job has none.");
        return;
    };
    if all.len() == 1 {
        html.element("p", &[], &format!("{} at {}.", time::delay(last.ms), time::shown(last.time)));
        html.element(
            "p",
            &[("class", "dim")],
            "DTS returns only the present delay. A record of watch --json has the others.",
        );
        return;
    }
    let most = all.iter().map(|delay| delay.ms).max().unwrap_or_default();
    let last_text = time::delay(last.ms);
    let text = format!("{} measurements: at most {}, {last_text} at the end.", all.len(), time::delay(most));
    html.element("p", &[], &text);
    chart::delays(html, all);
}

fn verification(html: &mut Html, report: &JobReport) {
    match &report.verification {
        None => html.element("p", &[], "No verification is configured."),
        Some(result) => {
            html.element("p", &[], &format!("State: {}.", result.state));
            if !result.detail.is_empty() {
                html.element("p", &[], &format!("DTS returns: {}.", result.detail));
            }
        }
    }
}

fn of(rows: Rows) -> String {
    format!("{} of {}", grouped(rows.done), grouped(rows.total))
}

fn as_u64(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

/// `1,234,567`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        for (number, expected) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(number), expected);
        }
    }
}
