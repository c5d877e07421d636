//! How a Rust value becomes JSON.

use cloud_core::{Hidden, Secret};

use super::json::{Json, ToJson};

impl ToJson for String {
    fn to_json(&self) -> Option<Json> {
        Some(Json::Text(self.clone()))
    }
}

impl ToJson for Secret {
    fn to_json(&self) -> Option<Json> {
        Some(Json::Secret(self.clone()))
    }
}

impl ToJson for Hidden {
    fn to_json(&self) -> Option<Json> {
        Some(Json::Hidden(self.clone()))
    }
}

impl ToJson for bool {
    fn to_json(&self) -> Option<Json> {
        Some(Json::Bool(*self))
    }
}

impl ToJson for i64 {
    fn to_json(&self) -> Option<Json> {
        Some(Json::Whole(*self))
    }
}

impl ToJson for f64 {
    fn to_json(&self) -> Option<Json> {
        Some(Json::Number(*self))
    }
}

impl<T: ToJson> ToJson for Option<T> {
    fn to_json(&self) -> Option<Json> {
        self.as_ref().and_then(T::to_json)
    }

    fn names(prefix: &str, names: &mut Vec<String>) {
        T::names(prefix, names);
    }
}

/// An empty list counts as not set.
impl<T: ToJson> ToJson for Vec<T> {
    fn to_json(&self) -> Option<Json> {
        let values: Vec<Json> = self.iter().filter_map(T::to_json).collect();
        (!values.is_empty()).then_some(Json::List(values))
    }

    fn names(prefix: &str, names: &mut Vec<String>) {
        T::names(prefix, names);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unset_value_is_absent_and_an_empty_text_is_not() {
        assert_eq!(None::<String>.to_json(), None);
        assert_eq!(Some(String::new()).to_json(), Some(Json::Text(String::new())));
        assert_eq!(Some(false).to_json(), Some(Json::Bool(false)));
        assert_eq!(Vec::<String>::new().to_json(), None);
        assert_eq!(vec![1_i64, 2].to_json(), Some(Json::List(vec![Json::Whole(1), Json::Whole(2)])));
        assert_eq!(0.5_f64.to_json(), Some(Json::Number(0.5)));
    }
}
