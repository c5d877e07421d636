//! "Did you mean": the known word closest to a misspelled one.

use strsim::osa_distance;

/// The known word nearest to `word`, if it is near enough that `word` is probably misspelled.
pub(crate) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (word.chars().count() / 3).max(1) + 1;
    known
        .into_iter()
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Edit distance without regard to letter case; two letters in the wrong order are one edit.
fn distance(left: &str, right: &str) -> usize {
    osa_distance(&left.to_lowercase(), &right.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn finds_the_likely_word_and_nothing_when_none_is_likely() {
        let known = ["username", "password", "region"];
        assert_eq!(nearest("user_name", known), Some("username"));
        assert_eq!(nearest("Regoin", known), Some("region"));
        assert_eq!(nearest("rgeino", known), Some("region"));
        assert_eq!(nearest("completely_different", known), None);
    }
}
