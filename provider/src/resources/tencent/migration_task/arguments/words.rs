//! The words of a configuration and those of the API: `full_and_increment` is `fullAndIncrement`.

/// The word of the API for one of a configuration.
pub(crate) fn to_api(word: &str) -> String {
    let mut parts = word.split('_');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |mut name, part| {
        let mut letters = part.chars();
        name.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
        name.push_str(letters.as_str());
        name
    })
}

/// The word of a configuration for one of the API.
pub(crate) fn from_api(name: &str) -> String {
    let mut word = String::with_capacity(name.len() + 3);
    for letter in name.chars() {
        if letter.is_ascii_uppercase() {
            word.push('_');
        }
        word.push(letter.to_ascii_lowercase());
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_converted_in_both_directions() {
        for (word, name) in [("full", "full"), ("full_and_increment", "fullAndIncrement"), ("no_check", "noCheck")] {
            assert_eq!((to_api(word).as_str(), from_api(name).as_str()), (name, word));
        }
    }
}
