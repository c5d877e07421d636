//! What to say about a response that is not an answer of an API: a page of a proxy, a redirect.

/// A redirect. Redirects are not followed, and their body is not the API's. Continues the sentence "the answer cannot be read".
pub fn redirect(location: Option<&str>) -> String {
    // The query may contain a token.
    let target = location.and_then(|location| location.split(['?', '#']).next());
    format!("it is a redirect{}", target.map_or_else(String::new, |target| format!(" to {target}")))
}

/// A body that is not a JSON object, with its beginning, which is probably that of a page.
pub fn not_json(body: &[u8]) -> String {
    format!("it is not a JSON object but {}", excerpt(body))
}

fn excerpt(body: &[u8]) -> String {
    if body.is_empty() {
        return "an empty body".to_owned();
    }
    let start: String = String::from_utf8_lossy(body).chars().take(200).collect();
    let words: Vec<&str> =
        start.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()).collect();
    format!("{} bytes starting with {:?}", body.len(), words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_redirect_is_named_without_its_query() {
        assert_eq!(
            redirect(Some("https://login.example.com/?token=canary")),
            "it is a redirect to https://login.example.com/"
        );
        assert_eq!(redirect(None), "it is a redirect");
    }

    #[test]
    fn the_beginning_of_a_page_is_one_line() {
        let page = not_json(b"<html>\n<title>Bad  Gateway</title>");
        assert_eq!(page, "it is not a JSON object but 34 bytes starting with \"<html> <title>Bad Gateway</title>\"");
        assert_eq!(not_json(b""), "it is not a JSON object but an empty body");
    }
}
