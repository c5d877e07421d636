//! The readable request log: one line for each call, in columns.

use jiff::Timestamp;

use crate::core::time::to_seconds;

/// Longest object that a line shows completely, in characters.
const OBJECT: usize = 80;

/// The fields of a line.
pub(crate) struct Line<'a> {
    pub(crate) at: Timestamp,
    /// Name of the caller's account.
    pub(crate) account: &'a str,
    pub(crate) action: &'a str,
    pub(crate) object: &'a str,
    pub(crate) outcome: &'a str,
    pub(crate) ms: u128,
    pub(crate) warnings: &'a [String],
}

impl Line<'_> {
    /// The line. Whatever a caller sent, it is one line with one word in each column; a long word moves the columns
    /// after it. A value that can be secret is never shown as the object. Error messages are left out because they can
    /// quote a request.
    pub(crate) fn text(&self) -> String {
        let [account, action, object] = [self.account, self.action, self.object].map(word);
        // For an answer that was lost, the emulator writes two words.
        let outcome = self.outcome.replace(char::is_control, "?");
        let warnings: String = self.warnings.iter().map(|warning| format!("; warning: {warning}")).collect();
        let ms = self.ms.to_string();
        let columns = columns(&[&to_seconds(self.at), &account, &action, &object, &outcome, &ms]);
        format!("{columns} ms{}", warnings.replace(char::is_control, " "))
    }
}

/// The headings of the columns.
pub(crate) fn headings() -> String {
    columns(&["time", "account", "action", "object", "outcome", "took"])
}

fn columns([at, account, action, object, outcome, ms]: &[&str; 6]) -> String {
    format!("{at:<20} {account:<17} {action:<24} {object:<18} {outcome:<24} {ms:>4}")
}

/// The text as one word.
fn word(text: &str) -> String {
    let shown = text.chars().map(|c| if c.is_control() || c.is_whitespace() { '?' } else { c });
    let shown: String = shown.take(OBJECT).collect();
    if shown.is_empty() { "-".to_owned() } else { shown }
}

#[cfg(test)]
mod tests {
    use super::{Line, headings};

    fn line(action: &str, object: &str, outcome: &str, ms: u128) -> String {
        let at = "2024-06-01T08:30:00Z".parse().unwrap();
        Line { at, account: "source-owner", action, object, outcome, ms, warnings: &[] }.text()
    }

    #[test]
    fn columns_are_below_their_headings() {
        let heads = headings();
        for line in [
            line("CreateRole", "ram-for-dts", "OK", 3),
            line("DescribeDtsJobDetail", "dtsk3h5j2l1m4n6b7v8", "OK", 1234),
            line("GetRole", "", "EntityNotExist.Role", 0),
        ] {
            for (heading, word) in heads.split_whitespace().zip(line.split_whitespace()).take(3) {
                assert_eq!(heads.find(heading), line.find(word), "{line}");
            }
            assert!(line.ends_with(" ms"), "{line}");
        }
        let [short, long] = [line("A", "o", "OK", 7), line("DescribePreCheckStatus", "k3h5j2l1m4n6b7v", "OK", 70)];
        assert_eq!((short.len(), short.find(" OK ")), (long.len(), long.find(" OK ")), "{short}\n{long}");
    }

    #[test]
    fn a_line_is_one_line_whatever_the_caller_sends() {
        let warnings = ["odd\nname".to_owned()];
        let object = format!("r\u{1b} {}", "x".repeat(200));
        let at = "2024-06-01T08:30:00Z".parse().unwrap();
        let line =
            Line { at, account: "", action: "Get\nRole", object: &object, outcome: "OK", ms: 0, warnings: &warnings };
        let text = line.text();
        let words: Vec<&str> = text.split_whitespace().collect();
        assert_eq!(words[..3], ["2024-06-01T08:30:00Z", "-", "Get?Role"]);
        assert!(words[3].starts_with("r??xxx") && words[3].len() == 80, "{text}");
        assert!(text.ends_with("OK                          0 ms; warning: odd name"), "{text}");
        assert!(!text.contains('\n') && text.len() < 220, "{text}");
    }
}
