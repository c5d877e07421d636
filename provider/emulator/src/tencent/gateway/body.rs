//! The parameters of a request: a JSON body, or the query of a GET request, in which lists are flat (`Tags.0.TagKey`).

use serde_json::{Map, Value};

use crate::core::http::Incoming;

use super::answer::Refusal;

/// Longest query in bytes.
const QUERY_LIMIT: usize = 32 * 1024;

/// Reads the parameters.
///
/// # Errors
///
/// The request has another method or another content type, or its body is not a JSON object.
pub(crate) fn read(request: &Incoming) -> Result<Map<String, Value>, Refusal> {
    match request.method.as_str() {
        "POST" => json_body(request),
        "GET" if request.raw_query.len() > QUERY_LIMIT => {
            Err(Refusal::new("RequestSizeLimitExceeded", "The query is longer than 32 KB."))
        }
        "GET" => Ok(of_query(&request.query)),
        _ => Err(Refusal::new("UnsupportedProtocol", "The HTTP method must be POST or GET.")),
    }
}

fn json_body(request: &Incoming) -> Result<Map<String, Value>, Refusal> {
    let content_type = request.headers.get("content-type").unwrap_or_default();
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    if !media_type.eq_ignore_ascii_case("application/json") {
        let message = format!("The content type of a POST request must be application/json, not `{content_type}`.");
        return Err(Refusal::new("UnsupportedProtocol", message));
    }
    if request.body.is_empty() {
        return Ok(Map::new());
    }
    match serde_json::from_slice(&request.body) {
        Ok(Value::Object(parameters)) => Ok(parameters),
        Ok(_) => Err(Refusal::new("InvalidParameter", "The body is not a JSON object.")),
        Err(error) => Err(Refusal::new("InvalidParameter", format!("The body is not JSON: {error}."))),
    }
}

/// A tree of the flat names; a level whose names are all numbers is a list.
fn of_query(query: &[(String, String)]) -> Map<String, Value> {
    let mut tree = Map::new();
    for (name, value) in query {
        insert(&mut tree, name, value);
    }
    tree.into_iter().map(|(name, value)| (name, listed(value))).collect()
}

/// More levels than any parameter has.
const MOST_LEVELS: usize = 16;

fn insert(tree: &mut Map<String, Value>, path: &str, value: &str) {
    let parts: Vec<&str> = path.splitn(MOST_LEVELS, '.').collect();
    let Some((last, levels)) = parts.split_last() else { return };
    let mut at = tree;
    for level in levels {
        let next = at.entry((*level).to_owned()).or_insert_with(|| Value::Object(Map::new()));
        let Value::Object(next) = next else { return };
        at = next;
    }
    at.insert((*last).to_owned(), Value::String(value.to_owned()));
}

fn listed(value: Value) -> Value {
    let Value::Object(fields) = value else { return value };
    let index = |name: &String| name.parse::<u32>().ok();
    if fields.keys().all(|name| index(name).is_some()) {
        let mut elements: Vec<(Option<u32>, Value)> =
            fields.into_iter().map(|(name, value)| (index(&name), listed(value))).collect();
        elements.sort_by_key(|(index, _)| *index);
        return Value::Array(elements.into_iter().map(|(_, value)| value).collect());
    }
    Value::Object(fields.into_iter().map(|(name, value)| (name, listed(value))).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::read;
    use crate::core::http::{Headers, Incoming};

    fn request(method: &str, query: &str, content_type: &str, body: &str) -> Incoming {
        let mut headers = Headers::default();
        headers.add("content-type", content_type);
        Incoming::new(method, "/", query, headers, body.as_bytes().to_vec())
    }

    #[test]
    fn flat_names_of_a_query_become_lists_and_objects() {
        let query = "Tags.0.TagKey=k&Tags.0.TagValue=v&Tags.1.TagKey=l&Status.0=a&Status.1=b&JobId=j";
        let read = read(&request("GET", query, "application/x-www-form-urlencoded", "")).unwrap();
        let expected = json!({"JobId": "j", "Status": ["a", "b"],
            "Tags": [{"TagKey": "k", "TagValue": "v"}, {"TagKey": "l"}]});
        assert_eq!(Value::Object(read), expected);
    }

    #[test]
    fn a_body_is_a_json_object_of_its_content_type() {
        let good = request("POST", "", "application/json; charset=utf-8", r#"{"A":1}"#);
        assert_eq!(read(&good).unwrap().len(), 1);
        for (method, content_type, body, code) in [
            ("PUT", "application/json", "{}", "UnsupportedProtocol"),
            ("POST", "text/plain", "{}", "UnsupportedProtocol"),
            ("POST", "application/jsonp", "{}", "UnsupportedProtocol"),
            ("POST", "application/json", "[]", "InvalidParameter"),
            ("POST", "application/json", "{", "InvalidParameter"),
        ] {
            assert_eq!(read(&request(method, "", content_type, body)).unwrap_err().code, code, "{method} {body}");
        }
    }
}
