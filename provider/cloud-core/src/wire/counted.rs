//! How many elements the list of an answer must have: an answer says how many there are on all pages. A list with fewer elements would
//! hide objects that exist.

use serde_json::Value;

use super::read::find;

/// What a call has sent.
pub trait Sent {
    /// The value of a parameter that is a text.
    fn text(&self, parameter: &str) -> Option<&str>;

    /// The value of a parameter that is a whole number.
    fn number(&self, parameter: &str) -> Option<i64>;
}

/// A field that says how many elements there are on all pages.
struct Count {
    field: &'static str,
    /// Whether it is documented as the number of the elements of the list. If not, it shows only whether a page has any.
    is_exact: bool,
}

/// The fields of both clouds.
const COUNTS: [Count; 3] = [
    Count { field: "TotalRecordCount", is_exact: false },
    Count { field: "TotalCount", is_exact: true },
    Count { field: "TotalNum", is_exact: true },
];

/// The parameters with the number of the page, from 1.
const PAGES: [&str; 3] = ["Page", "PageNumber", "PageNo"];
/// The parameters with the most elements of a page.
const SIZES: [&str; 3] = ["Rp", "Limit", "PageSize"];
/// The parameter with the number of the elements before the page, in place of its number.
const OFFSET: &str = "Offset";

/// Checks the number of the elements on the page that was requested.
///
/// # Errors
/// The answer says that the page has more.
pub(super) fn check_count(sent: &impl Sent, answer: &Value, list: &str, found: usize) -> Result<(), String> {
    let Some((count, total)) = counted(answer) else { return Ok(()) };
    let (size, preceding) = page(sent);
    let left = total.saturating_sub(preceding).max(0);
    let least = match size {
        Some(size) if count.is_exact => left.min(size),
        _ => left.min(1),
    };
    if i64::try_from(found).is_ok_and(|found| found < least) {
        return Err(format!("its {list} has {found} elements on this page, and its {} is {total}", count.field));
    }
    Ok(())
}

/// Whether the answer says that there are no elements.
pub(super) fn is_counted_as_empty(answer: &Value) -> bool {
    counted(answer).is_some_and(|(_, total)| total == 0)
}

fn counted(answer: &Value) -> Option<(&'static Count, i64)> {
    let fields = answer.as_object()?;
    COUNTS.iter().find_map(|count| {
        let value = find(fields, count.field)?;
        let total = value.as_i64().or_else(|| value.as_str()?.parse().ok())?;
        Some((count, total))
    })
}

/// The most elements of the page, if the call has sent it, and the number of the elements before the page.
fn page(sent: &impl Sent) -> (Option<i64>, i64) {
    let first = |names: &[&str]| names.iter().find_map(|name| sent.number(name));
    let size = first(&SIZES);
    let preceding = sent.number(OFFSET).or_else(|| Some(first(&PAGES)?.saturating_sub(1).saturating_mul(size?)));
    (size, preceding.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    struct Parameters(&'static [(&'static str, i64)]);

    impl Sent for Parameters {
        fn text(&self, _: &str) -> Option<&str> {
            None
        }

        fn number(&self, parameter: &str) -> Option<i64> {
            self.0.iter().find(|(name, _)| *name == parameter).map(|(_, number)| *number)
        }
    }

    fn is_complete(sent: &'static [(&'static str, i64)], answer: &Value, found: usize) -> bool {
        check_count(&Parameters(sent), answer, "List", found).is_ok()
    }

    #[test]
    fn a_page_has_as_many_elements_as_are_left() {
        let answer = json!({"TotalNum": 230});
        for (page, found) in [(1, 100), (2, 100), (3, 30), (4, 0)] {
            let sent: &'static [(&str, i64)] = match page {
                1 => &[("Page", 1), ("Rp", 100)],
                2 => &[("Page", 2), ("Rp", 100)],
                3 => &[("Page", 3), ("Rp", 100)],
                _ => &[("Page", 4), ("Rp", 100)],
            };
            assert!(is_complete(sent, &answer, found), "page {page}");
            assert!(found == 0 || !is_complete(sent, &answer, found - 1), "page {page}");
        }
        let offset = &[("Offset", 200), ("Limit", 100)];
        assert!(is_complete(offset, &json!({"TotalCount": 230}), 30));
        assert!(!is_complete(offset, &json!({"TotalCount": 230}), 29));
        let reason = check_count(&Parameters(&[]), &json!({"TotalNum": 1}), "List", 0).unwrap_err();
        assert_eq!(reason, "its List has 0 elements on this page, and its TotalNum is 1");
    }

    #[test]
    fn a_number_that_does_not_count_the_list_shows_only_that_a_page_is_not_empty() {
        let page = &[("PageNumber", 2), ("PageSize", 50)];
        let total = |total: i64| json!({ "TotalRecordCount": total });
        assert!(is_complete(page, &total(60), 1) && !is_complete(page, &total(60), 0));
        assert!(is_complete(page, &total(50), 0), "there is no second page");
        assert!(is_complete(&[], &json!({"TotalNum": 30}), 20) && !is_complete(&[], &json!({"TotalNum": 30}), 0));
        assert!(is_complete(page, &json!({}), 0), "an answer may not count");
        assert!(is_counted_as_empty(&json!({"TotalRecordCount": "0"})) && !is_counted_as_empty(&json!({})));
    }
}
