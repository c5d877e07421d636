//! The HTML page: one file that loads nothing and runs nothing.
//!
//! | module | subject |
//! |---|---|
//! | `html` | a writer that escapes every value |
//! | `chart` | the charts, as SVG |
//! | `sections` | what the page says of a job |

mod chart;
mod html;
mod sections;

use self::html::Html;
use super::{
    model::{JobReport, Report},
    time::shown,
};
use crate::job_view::Cloud;

const STYLE: &str = include_str!("page.css");

/// A browser loads and runs nothing for this page, whatever a value contains.
const HEAD: &str = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
    <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
    <meta name=\"color-scheme\" content=\"light dark\">\n";

/// The page.
pub(super) fn page(report: &Report) -> String {
    let mut html = Html::new(HEAD);
    let title = title(report);
    html.element("title", &[], &title);
    html.style(STYLE);
    html.close("head");
    html.nest("body", &[], |html| {
        html.nest("header", &[], |html| {
            html.element("h1", &[], &title);
            html.element("p", &[("class", "dim")], &origin(report));
        });
        html.nest("main", &[], |html| {
            for job in &report.jobs {
                sections::job(html, job);
            }
        });
    });
    html.close("html");
    html.finish()
}

fn title(report: &Report) -> String {
    let of = |job: &JobReport| {
        let name = if job.job.name.is_empty() { &job.job.id } else { &job.job.name };
        format!("{} {name}: {}", job.job.title, job.job.status)
    };
    report.jobs.first().map(of).unwrap_or_default()
}

fn origin(report: &Report) -> String {
    let cloud = match report.cloud {
        Cloud::Alibaba => "Alibaba Cloud",
        Cloud::Tencent => "Tencent Cloud",
    };
    let version = env!("CARGO_PKG_VERSION");
    format!(
        "{cloud} DTS, region {}. Read on {} by terraform-provider-dts {version}.",
        report.region,
        shown(report.created)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::model::sample;

    /// Does harm where a value becomes markup, the end of an attribute, or the end of the style sheet.
    const HOSTILE: &str =
        "</style></title><script>alert(1)</script><img src=x onerror=alert(2)>\" onload='x' &lt; \u{0}\u{202e}";

    #[test]
    fn the_page_says_what_was_checked_moved_timed_and_compared() {
        let page = page(&sample());
        for piece in [
            "<title>Migration orders: Migrating</title>",
            "Alibaba Cloud DTS, region cn-hangzhou",
            "CHECK_CONN_SRC",
            "1 of 1 items passed",
            "shop.orders",
            "1,500 of 2,000",
            "30 s",
            "Delay over time",
            "at most 900 ms",
            "Verification",
            "NotStarted",
        ] {
            assert!(page.contains(piece), "{piece} in {page}");
        }
    }

    /// The only addresses of a page are those of the namespace of SVG.
    #[test]
    fn the_page_loads_nothing() {
        let page = page(&sample());
        for outside in ["<script", "<link", "<img", "src=", "href=", "url(", "@import", "http://", "https://"] {
            assert!(!page.contains(outside), "{outside} in {page}");
        }
    }

    #[test]
    fn hostile_values_are_text() {
        let mut report = sample();
        let harmless = tags(&page(&report));
        let job = &mut report.jobs[0];
        let (phase, check, object) = (&mut job.job.phases[0], &mut job.checks[0], &mut job.objects[0]);
        for value in [
            &mut job.job.id,
            &mut job.job.name,
            &mut job.job.status,
            &mut job.job.reason,
            &mut phase.status,
            &mut phase.detail,
            &mut job.instance_id,
            &mut job.class,
            &mut job.source.engine,
            &mut job.source.at,
            &mut job.destination.owner,
            &mut job.destination.role,
            &mut check.code,
            &mut check.state,
            &mut object.source,
            &mut object.destination,
            &mut object.state,
            &mut job.spans[0].phase,
            &mut report.region,
        ] {
            HOSTILE.clone_into(value);
        }
        let verification = job.verification.as_mut().unwrap();
        HOSTILE.clone_into(&mut verification.state);
        HOSTILE.clone_into(&mut verification.detail);
        let page = page(&report);
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{page}");
        assert!(!page.contains('\u{0}'), "a control character is no text of HTML");
        // The fields that were empty add elements, but no other kind of element.
        let known: std::collections::BTreeSet<String> = harmless.into_iter().collect();
        for tag in tags(&page) {
            assert!(known.contains(&tag) || ["<p>", "<dt>", "<dd>", "<td>"].contains(&tag.as_str()), "{tag} in {page}");
        }
    }

    /// The names of all elements, as `<name>`.
    fn tags(page: &str) -> Vec<String> {
        let starts = page.match_indices('<').map(|(at, _)| &page[at + 1..]);
        let name = |text: &str| text.chars().take_while(|c| c.is_ascii_alphanumeric()).collect::<String>();
        starts.map(name).filter(|name| !name.is_empty()).map(|name| format!("<{name}>")).collect()
    }

    #[test]
    fn a_job_of_which_little_is_known_has_a_page_too() {
        let mut report = sample();
        let job = &mut report.jobs[0];
        (job.checks, job.objects, job.spans, job.delays) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        (job.created_at, job.started_at, job.verification) = (None, None, None);
        let page = page(&report);
        for piece in ["No precheck has run", "No object is configured", "No verification is configured"] {
            assert!(page.contains(piece), "{piece} in {page}");
        }
        assert!(!page.contains("<svg"), "{page}");
    }
}
