//! Lists that DTS returns in pages.

use std::future::Future;

use alibaba::Error;

/// Number of rows in a page.
pub(super) const PAGE_SIZE: i64 = 50;

/// One page, and the total number of rows, if the cloud returns it.
pub(super) type Page<T> = (Vec<T>, Option<i64>);

/// The rows of all pages. `page` fetches one page; the first page is 1.
///
/// # Errors
/// A page cannot be fetched.
pub(super) async fn all<T, F>(mut page: impl FnMut(i64) -> F) -> Result<Vec<T>, Error>
where
    F: Future<Output = Result<Page<T>, Error>>,
{
    let mut rows = Vec::new();
    for number in 1.. {
        let (found, total) = page(number).await?;
        let is_last = found.is_empty();
        rows.extend(found);
        let complete = total.and_then(|total| usize::try_from(total).ok()).is_some_and(|total| rows.len() >= total);
        if is_last || complete {
            break;
        }
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn fetched(total: Option<i64>) -> (Vec<i64>, i64) {
        let mut last = 0;
        let rows = all(|number| {
            last = number;
            let rows: Vec<i64> = (1..=5).skip(usize::try_from(2 * (number - 1)).unwrap()).take(2).collect();
            async move { Ok((rows, total)) }
        });
        let rows = rows.await.unwrap();
        (rows, last)
    }

    #[tokio::test]
    async fn all_pages_are_fetched_and_no_further_page() {
        assert_eq!(fetched(Some(5)).await, (vec![1, 2, 3, 4, 5], 3));
        assert_eq!(fetched(None).await, (vec![1, 2, 3, 4, 5], 4), "an empty page is the last one");
        assert_eq!(fetched(Some(9)).await, (vec![1, 2, 3, 4, 5], 4), "also if rows disappear during the listing");
    }
}
