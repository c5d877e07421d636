//! The charts, as SVG inside the page. Each has a text for readers who do not see it.

use jiff::Timestamp;

use super::html::Html;
use crate::report::{
    model::{Delay, Span},
    time,
};

const WIDTH: f64 = 720.0;
/// Where the lines and bars begin; the names of the phases are before it.
const LEFT: f64 = 130.0;
const RIGHT: f64 = WIDTH - 10.0;
const ROW: f64 = 28.0;
/// Height of the delay chart, without the line of the times.
const HEIGHT: f64 = 160.0;
const FOOT: f64 = 22.0;
/// Most points of a line: more cannot be distinguished. Each is the highest delay of its part.
const MOST_POINTS: usize = 360;

/// The phases as bars over a common time; one that continues ends at `now`.
pub(super) fn phases(html: &mut Html, spans: &[Span], now: Timestamp) {
    let end_of = |span: &Span| span.to.unwrap_or(now).max(span.from);
    let (Some(from), Some(to)) = (spans.iter().map(|span| span.from).min(), spans.iter().map(end_of).max()) else {
        return;
    };
    let axis = Axis { from, to };
    let (rows, bottom) = (spans.iter().zip(0_u16..), ROW * f64::from(u16::try_from(spans.len()).unwrap_or(u16::MAX)));
    let names: Vec<&str> = spans.iter().map(|span| span.phase.as_str()).collect();
    svg(html, bottom + FOOT, &format!("The time of each phase: {}", names.join(", ")), |html| {
        for (span, row) in rows {
            let top = ROW * f64::from(row);
            let (begin, end) = (axis.x(span.from), axis.x(end_of(span)));
            html.element("text", &[("x", "0"), ("y", &number(top + 18.0))], &span.phase);
            let class = if span.to.is_some() { "bar" } else { "bar open" };
            let (x, y, width) = (number(begin), number(top + 5.0), number((end - begin).max(2.0)));
            html.nest(
                "rect",
                &[("x", &x), ("y", &y), ("width", &width), ("height", "18"), ("rx", "3"), ("class", class)],
                |html| html.element("title", &[], &format!("{}: {}", span.phase, lasting(span, now))),
            );
        }
        axis.draw(html, bottom);
    });
}

/// How long a phase lasted; of one that continues, how long until now.
pub(super) fn lasting(span: &Span, now: Timestamp) -> String {
    let text = time::duration(span.to.unwrap_or(now).duration_since(span.from));
    if span.to.is_some() { text } else { format!("{text} so far") }
}

/// The delay as a line; nothing for less than two points.
pub(super) fn delays(html: &mut Html, delays: &[Delay]) {
    let [first, .., last] = delays else { return };
    let axis = Axis { from: first.time, to: last.time };
    let points = thinned(delays);
    let most = delays.iter().map(|delay| delay.ms).max().unwrap_or(0).max(1);
    #[expect(clippy::cast_precision_loss, reason = "the place of a point")]
    let y = |ms: i64| 8.0 + (HEIGHT - 8.0) * (1.0 - ms.max(0) as f64 / most as f64);
    let line: Vec<String> =
        points.iter().map(|point| format!("{},{}", number(axis.x(point.time)), number(y(point.ms)))).collect();
    let text = format!("The delay over time: at most {}, {} at the end", time::delay(most), time::delay(last.ms));
    svg(html, HEIGHT + FOOT, &text, |html| {
        for share in [most, most / 2, 0] {
            let at = number(y(share));
            html.element("text", &[("x", "0"), ("y", &number(y(share) + 4.0))], &time::delay(share));
            let (left, right) = (number(LEFT), number(RIGHT));
            html.element("line", &[("x1", &left), ("x2", &right), ("y1", &at), ("y2", &at), ("class", "grid")], "");
        }
        html.element("polyline", &[("points", &line.join(" ")), ("class", "line")], "");
        axis.draw(html, HEIGHT);
    });
}

/// The highest delay of each part, and always the last one.
fn thinned(delays: &[Delay]) -> Vec<Delay> {
    if delays.len() <= MOST_POINTS {
        return delays.to_vec();
    }
    let parts = delays.chunks(delays.len().div_ceil(MOST_POINTS - 1));
    let highest = parts.filter_map(|part| part.iter().max_by_key(|delay| delay.ms));
    highest.chain(delays.last()).copied().collect()
}

/// The horizontal axis.
struct Axis {
    from: Timestamp,
    to: Timestamp,
}

impl Axis {
    #[expect(clippy::cast_precision_loss, reason = "the place of a point")]
    fn x(&self, at: Timestamp) -> f64 {
        let all = self.to.duration_since(self.from).as_millis().max(1);
        LEFT + (RIGHT - LEFT) * (at.duration_since(self.from).as_millis() as f64 / all as f64)
    }

    /// The first and the last time, below the chart.
    fn draw(&self, html: &mut Html, bottom: f64) {
        let [left, right, y] = [LEFT, RIGHT, bottom + 17.0].map(number);
        html.element("text", &[("x", &left), ("y", &y), ("class", "dim")], &time::shown(self.from));
        let end = [("x", right.as_str()), ("y", &y), ("class", "dim"), ("text-anchor", "end")];
        html.element("text", &end, &time::shown(self.to));
    }
}

fn svg(html: &mut Html, height: f64, text: &str, content: impl FnOnce(&mut Html)) {
    let view = format!("0 0 {WIDTH} {height}");
    html.nest("svg", &[("viewBox", &view), ("role", "img"), ("aria-label", text)], content);
}

fn number(value: f64) -> String {
    format!("{value:.1}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn delay(second: i64, ms: i64) -> Delay {
        Delay { time: Timestamp::from_second(1_700_000_000 + second).unwrap(), ms }
    }

    #[test]
    fn a_long_record_keeps_its_highest_and_its_last_delay() {
        let mut all: Vec<Delay> = (0..10_000).map(|second| delay(second, 5)).collect();
        all[4321].ms = 99_999;
        let points = thinned(&all);
        assert!(points.len() <= MOST_POINTS, "{}", points.len());
        assert!(points.contains(&all[4321]) && points.last() == all.last());
        assert_eq!(thinned(&all[..5]), all[..5]);
    }

    #[test]
    fn the_line_is_inside_the_chart() {
        let mut html = Html::new("");
        delays(&mut html, &[delay(0, 100), delay(5, 50), delay(10, 0)]);
        let svg = html.finish();
        assert!(svg.contains("points=\"130.0,8.0 420.0,84.0 710.0,160.0\""), "{svg}");
        let mut html = Html::new("");
        delays(&mut html, &[delay(0, 100)]);
        assert_eq!(html.finish(), "");
    }

    #[test]
    fn times_that_are_all_equal_are_no_division_by_zero() {
        let now = delay(0, 0).time;
        let span = Span { phase: "full".to_owned(), from: now, to: Some(now), recorded: false };
        let mut html = Html::new("");
        phases(&mut html, &[span], now);
        let svg = html.finish();
        assert!(svg.contains("width=\"2.0\"") && !svg.contains("NaN") && !svg.contains("inf"), "{svg}");
    }
}
