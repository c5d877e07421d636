//! Patterns with wildcards.

/// Whether a text matches a pattern: `*` stands for any number of characters, `?` for one character.
pub(super) fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut at, mut from) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while at < text.len() {
        if pattern.get(from) == Some(&b'*') {
            retry = Some((from, at));
            from += 1;
        } else if pattern.get(from).is_some_and(|byte| *byte == b'?' || *byte == text[at]) {
            from += 1;
            at += 1;
        } else if let Some((star, covered)) = retry {
            retry = Some((star, covered + 1));
            from = star + 1;
            at = covered + 1;
        } else {
            return false;
        }
    }
    pattern[from..].iter().all(|byte| *byte == b'*')
}
