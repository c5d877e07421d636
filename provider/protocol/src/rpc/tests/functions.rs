//! The calls about functions.

use super::*;
use crate::{
    function::{Any, Function, FunctionError},
    model::List,
    registry::RegisteredFunction,
    validate::length,
    value::Type,
};

/// Joins words. Without a separator if that is null.
#[derive(Clone, Debug, Default, Model)]
struct JoinArguments {
    /// The text between the words.
    #[attr(optional, validate(length(1..=3)))]
    separator: Attr<String>,
    /// The words.
    #[attr(required)]
    words: Attr<List<String>>,
}

struct Join;

impl Function for Join {
    type Arguments = JoinArguments;
    type Output = String;

    fn name(&self) -> &'static str {
        "join"
    }

    fn is_variadic(&self) -> bool {
        true
    }

    fn call(&self, arguments: JoinArguments) -> Result<String, FunctionError> {
        let words: Vec<&String> = arguments.words.get().into_iter().flat_map(List::known).collect();
        assert!(words.len() < 4, "the call panics");
        if words.is_empty() {
            return Err(FunctionError::on("words", "there are no words."));
        }
        let words: Vec<&str> = words.into_iter().map(String::as_str).collect();
        Ok(words.join(arguments.separator.as_str().unwrap_or_default()))
    }
}

/// Whether a value is text.
#[derive(Clone, Debug, Default, Model)]
struct IsTextArguments {
    /// The value.
    #[attr(required)]
    value: Attr<Any>,
}

struct IsText;

impl Function for IsText {
    type Arguments = IsTextArguments;
    type Output = bool;

    fn name(&self) -> &'static str {
        "is_text"
    }

    fn call(&self, arguments: IsTextArguments) -> Result<bool, FunctionError> {
        Ok(arguments.value.get().is_some_and(|value| value.0.as_str().is_some()))
    }
}

struct FunctionProvider;

#[async_trait]
impl Provider for FunctionProvider {
    type Config = Block;
    type Data = ();

    async fn configure(&self, _: Configure<Block>) -> (Option<()>, Diagnostics) {
        (Some(()), Diagnostics::new())
    }

    fn resources(&self) -> Vec<Registered<()>> {
        Vec::new()
    }

    fn functions(&self) -> Vec<RegisteredFunction> {
        vec![RegisteredFunction::new(Join), RegisteredFunction::new(IsText)]
    }
}

fn server() -> Server<FunctionProvider> {
    Server::new(FunctionProvider, CancellationToken::new())
}

async fn call(name: &str, arguments: &[Value]) -> Result<pb::DynamicValue, pb::FunctionError> {
    let arguments = arguments.iter().map(convert::encode_value).collect();
    let request = pb::call_function::Request { name: name.into(), arguments };
    let response = server().call_function(Request::new(request)).await.unwrap().into_inner();
    response.error.map_or_else(|| Ok(response.result.unwrap()), Err)
}

async fn join(arguments: &[Value]) -> Value {
    convert::decode_value(Some(&call("join", arguments).await.unwrap()), &Type::String).unwrap()
}

#[tokio::test]
async fn arguments_are_passed_in_order_and_a_variadic_parameter_takes_all_further_ones() {
    assert_eq!(join(&["-".into(), "a".into()]).await, "a".into());
    assert_eq!(join(&["-".into(), "a".into(), "b".into(), "c".into()]).await, "a-b-c".into());
    assert_eq!(join(&[Value::Null, "a".into(), "b".into()]).await, "ab".into());
}

#[tokio::test]
async fn an_error_has_the_index_of_the_argument_and_no_full_stop() {
    let none = call("join", &["-".into()]).await.unwrap_err();
    assert_eq!((none.text.as_str(), none.function_argument), ("there are no words", Some(1)));
    let long = call("join", &["----".into(), "a".into()]).await.unwrap_err();
    assert_eq!(long.function_argument, Some(0));
    assert_eq!(long.text, "it must be 1 to 3 characters long. It has 4 characters.\n\nRule: text-length");
}

#[tokio::test]
async fn unknown_arguments_give_an_unknown_result() {
    assert!(join(&[Value::unknown(), "a".into()]).await.is_unknown());
    assert!(join(&["-".into(), "a".into(), Value::unknown()]).await.is_unknown());
}

#[tokio::test]
async fn a_dynamic_parameter_accepts_every_type_and_a_required_parameter_rejects_null() {
    let of = |value: Value, ty: Type| async move {
        let given = Value::Dynamic(Box::new(ty), Box::new(value));
        let result = call("is_text", &[given]).await.unwrap();
        convert::decode_value(Some(&result), &Type::Bool).unwrap()
    };
    assert_eq!(of("a".into(), Type::String).await, true.into());
    assert_eq!(of(Value::List(vec!["a".into()]), Type::Tuple(vec![Type::String])).await, false.into());
    let error = call("is_text", &[Value::Null]).await.unwrap_err();
    assert_eq!(
        (error.text.as_str(), error.function_argument),
        ("it must not be null. Write the value.\n\nRule: required-not-null", Some(0))
    );
}

#[tokio::test]
async fn a_panic_an_unknown_name_and_a_wrong_number_of_arguments_are_errors() {
    let many: Vec<Value> = ["-", "a", "b", "c", "d"].map(Value::from).into();
    for (name, arguments, expected) in [
        ("join", many.as_slice(), "the call panics"),
        ("divide", &[], "Valid values: is_text, join"),
        ("join", &[], "join requires at least 1, but the call has 0"),
        ("is_text", &["a".into(), "b".into()], "is_text requires 1, but the call has 2"),
    ] {
        let error = call(name, arguments).await.unwrap_err();
        assert!(error.text.contains(expected), "{error:?}");
        assert_eq!(error.function_argument, None);
    }
}

#[tokio::test]
async fn malformed_arguments_are_errors() {
    let arguments = vec![pb::DynamicValue { msgpack: vec![0xc1], json: Vec::new() }];
    let request = pb::call_function::Request { name: "is_text".into(), arguments };
    let response = server().call_function(Request::new(request)).await.unwrap().into_inner();
    assert!(response.error.unwrap().text.contains("Unreadable value"));
}

#[tokio::test]
async fn get_functions_the_schema_and_the_metadata_agree() {
    let server = server();
    let functions = server.get_functions(Request::new(Default::default())).await.unwrap().into_inner().functions;
    let schema = server.get_provider_schema(Request::new(Default::default())).await.unwrap().into_inner();
    assert_eq!(schema.functions, functions);
    let metadata = server.get_metadata(Request::new(Default::default())).await.unwrap().into_inner();
    let names: Vec<_> = metadata.functions.iter().map(|function| function.name.as_str()).collect();
    assert_eq!(names, ["is_text", "join"]);

    let join = &functions["join"];
    assert_eq!(join.summary, "Joins words");
    assert_eq!(join.parameters.len(), 1);
    assert!(join.parameters[0].allow_null_value);
    assert!(join.parameters[0].description.ends_with("Must be 1 to 3 characters long."));
    let variadic = join.variadic_parameter.as_ref().unwrap();
    assert_eq!(
        (variadic.name.as_str(), variadic.r#type.as_slice(), variadic.allow_null_value),
        ("words", &b"\"string\""[..], false)
    );
    assert_eq!(functions["is_text"].parameters[0].r#type, b"\"dynamic\"");
}
