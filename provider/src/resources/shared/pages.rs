//! Lists that a cloud returns in pages.

use std::{collections::BTreeSet, future::Future};

use alibaba::Error;

/// Number of rows in a page.
pub(crate) const PAGE_SIZE: i64 = 50;
/// Number of pages after which a listing ends, whatever the server returns.
const MAX_PAGES: i64 = 1000;

/// One page, and the total number of rows, if the cloud returns it.
pub(crate) type Page<T> = (Vec<T>, Option<i64>);

/// The rows of all pages, each once. `page` fetches one page; the first page is 1. `id` is the ID of a row.
///
/// # Errors
/// A page cannot be fetched.
pub(crate) async fn all<T, F>(page: impl FnMut(i64) -> F, id: impl Fn(&T) -> &str) -> Result<Vec<T>, Error>
where
    F: Future<Output = Result<Page<T>, Error>>,
{
    until(page, id, |_| false).await
}

/// The rows up to the first page that has all that is needed. `is_enough` gets the rows of one page.
///
/// A row that moves to the next page during the listing is returned once. A page without a new row ends the listing, because a server
/// may repeat its last page, and may not return the total.
///
/// # Errors
/// As [`all`].
pub(crate) async fn until<T, F>(
    mut page: impl FnMut(i64) -> F,
    id: impl Fn(&T) -> &str,
    is_enough: impl Fn(&[T]) -> bool,
) -> Result<Vec<T>, Error>
where
    F: Future<Output = Result<Page<T>, Error>>,
{
    let mut rows = Vec::new();
    let mut pages = Pages::default();
    while let Some(number) = pages.next() {
        let found = page(number).await?;
        let is_over = is_enough(&found.0);
        rows.extend(pages.new_rows(found, &id));
        if is_over {
            break;
        }
    }
    Ok(rows)
}

/// The progress of a listing, for a caller that uses each page before it fetches the next one.
#[derive(Debug, Default)]
pub(crate) struct Pages {
    number: i64,
    seen: BTreeSet<String>,
    is_over: bool,
}

impl Pages {
    /// The number of the page to fetch. None if there is no further page.
    pub(crate) fn next(&mut self) -> Option<i64> {
        self.number += 1;
        Some(self.number).filter(|number| !self.is_over && *number <= MAX_PAGES)
    }

    /// The rows of a page that no earlier page has returned.
    pub(crate) fn new_rows<T>(&mut self, (mut rows, total): Page<T>, id: impl Fn(&T) -> &str) -> Vec<T> {
        rows.retain(|row| self.seen.insert(id(row).to_owned()));
        let total = total.and_then(|total| usize::try_from(total).ok());
        self.is_over = rows.is_empty() || total.is_some_and(|total| self.seen.len() >= total);
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The rows, and the number of the last page that was fetched. `of_page` returns the rows of a page.
    async fn fetched(
        total: Option<i64>,
        of_page: impl Fn(i64) -> Vec<i64>,
        is_enough: impl Fn(&[String]) -> bool,
    ) -> (Vec<String>, i64) {
        let mut last = 0;
        let page = |number| {
            last = number;
            let rows = of_page(number).iter().map(ToString::to_string).collect();
            async move { Ok((rows, total)) }
        };
        let rows = until(page, |row: &String| row.as_str(), is_enough).await.unwrap();
        (rows, last)
    }

    /// Pages of two of five rows.
    fn five(number: i64) -> Vec<i64> {
        (1..=5).skip(usize::try_from(2 * (number - 1)).unwrap()).take(2).collect()
    }

    #[tokio::test]
    async fn all_pages_are_fetched_and_no_further_page() {
        let rows = ["1", "2", "3", "4", "5"].map(str::to_owned).to_vec();
        let never = |_: &[String]| false;
        assert_eq!(fetched(Some(5), five, never).await, (rows.clone(), 3));
        assert_eq!(fetched(None, five, never).await, (rows.clone(), 4), "an empty page is the last one");
        assert_eq!(fetched(Some(9), five, never).await, (rows, 4), "also if rows disappear during the listing");
    }

    #[tokio::test]
    async fn a_server_that_repeats_a_page_does_not_keep_the_listing_running() {
        let (rows, last) = fetched(Some(1_000_000), |_| vec![1, 2], |_| false).await;
        assert_eq!((rows.len(), last), (2, 2));
        let (rows, last) = fetched(Some(1_000_000), |number| vec![number], |_| false).await;
        assert_eq!((rows.len(), last), (1000, 1000));
    }

    #[tokio::test]
    async fn a_listing_ends_with_the_page_that_has_what_is_needed() {
        let (rows, last) = fetched(None, five, |page| page.contains(&"3".to_owned())).await;
        assert_eq!((rows.len(), last), (4, 2));
    }
}
