//! Functions.

use super::*;
use crate::{
    function::{Any, Function, FunctionError},
    model::List,
    registry::RegisteredFunction,
    validate::length,
    value::Type,
};

/// Puts words together. With nothing between them where that is null.
#[derive(Clone, Debug, Default, Model)]
struct Words {
    /// What stands between them.
    #[attr(optional, validate(length(1..=3)))]
    between: Attr<String>,
    /// The words.
    #[attr(required)]
    words: Attr<List<String>>,
}

struct Joined;

impl Function for Joined {
    type Arguments = Words;
    type Output = String;

    fn name(&self) -> &'static str {
        "joined"
    }

    fn is_variadic(&self) -> bool {
        true
    }

    fn call(&self, arguments: Words) -> Result<String, FunctionError> {
        let words: Vec<&String> = arguments.words.get().into_iter().flat_map(List::known).collect();
        assert!(words.len() < 4, "too many for the test");
        if words.is_empty() {
            return Err(FunctionError::on("words", "there are none."));
        }
        let words: Vec<&str> = words.into_iter().map(String::as_str).collect();
        Ok(words.join(arguments.between.as_str().unwrap_or_default()))
    }
}

/// Tells what a thing is.
#[derive(Clone, Debug, Default, Model)]
struct Thing {
    /// Anything.
    #[attr(required)]
    thing: Attr<Any>,
}

struct IsText;

impl Function for IsText {
    type Arguments = Thing;
    type Output = bool;

    fn name(&self) -> &'static str {
        "is_text"
    }

    fn call(&self, arguments: Thing) -> Result<bool, FunctionError> {
        Ok(arguments.thing.get().is_some_and(|thing| thing.0.as_str().is_some()))
    }
}

struct Toolbox;

#[async_trait]
impl Provider for Toolbox {
    type Config = Block;
    type Data = ();

    async fn configure(&self, _: Configure<Block>) -> (Option<()>, Diagnostics) {
        (Some(()), Diagnostics::new())
    }

    fn resources(&self) -> Vec<Registered<()>> {
        Vec::new()
    }

    fn functions(&self) -> Vec<RegisteredFunction> {
        vec![RegisteredFunction::new(Joined), RegisteredFunction::new(IsText)]
    }
}

fn toolbox() -> Server<Toolbox> {
    Server::new(Toolbox, CancellationToken::new())
}

async fn call(name: &str, arguments: &[Value]) -> Result<pb::DynamicValue, pb::FunctionError> {
    let arguments = arguments.iter().map(convert::dynamic).collect();
    let request = pb::call_function::Request { name: name.into(), arguments };
    let answer = toolbox().call_function(Request::new(request)).await.unwrap().into_inner();
    answer.error.map_or_else(|| Ok(answer.result.unwrap()), Err)
}

async fn text(arguments: &[Value]) -> Value {
    convert::value(Some(&call("joined", arguments).await.unwrap()), &Type::String).unwrap()
}

#[tokio::test]
async fn arguments_come_in_order_and_the_last_parameter_takes_the_rest() {
    assert_eq!(text(&["-".into(), "a".into()]).await, "a".into());
    assert_eq!(text(&["-".into(), "a".into(), "b".into(), "c".into()]).await, "a-b-c".into());
    assert_eq!(text(&[Value::Null, "a".into(), "b".into()]).await, "ab".into());
}

#[tokio::test]
async fn an_error_names_its_argument_and_leaves_the_full_stop_to_the_core() {
    let none = call("joined", &["-".into()]).await.unwrap_err();
    assert_eq!((none.text.as_str(), none.function_argument), ("there are none", Some(1)));
    let long = call("joined", &["----".into(), "a".into()]).await.unwrap_err();
    assert_eq!(long.function_argument, Some(0));
    assert_eq!(long.text, "it must be 1 to 3 characters long. It has 4 characters.\n\nRule: text-length");
}

#[tokio::test]
async fn what_is_not_known_gives_nothing_known() {
    assert!(text(&[Value::unknown(), "a".into()]).await.is_unknown());
    assert!(text(&["-".into(), "a".into(), Value::unknown()]).await.is_unknown());
}

#[tokio::test]
async fn any_type_is_taken_and_null_where_nothing_is_allowed_is_refused() {
    let of = |value: Value, ty: Type| async move {
        let given = Value::Dynamic(Box::new(ty), Box::new(value));
        let result = call("is_text", &[given]).await.unwrap();
        convert::value(Some(&result), &Type::Bool).unwrap()
    };
    assert_eq!(of("a".into(), Type::String).await, true.into());
    assert_eq!(of(Value::List(vec!["a".into()]), Type::Tuple(vec![Type::String])).await, false.into());
    let refused = call("is_text", &[Value::Null]).await.unwrap_err();
    assert_eq!((refused.text.as_str(), refused.function_argument), ("it is null", Some(0)));
}

#[tokio::test]
async fn a_panic_a_strange_name_and_a_wrong_count_are_errors() {
    let many: Vec<Value> = ["-", "a", "b", "c", "d"].map(Value::from).into();
    for (name, arguments, said) in [
        ("joined", many.as_slice(), "too many for the test"),
        ("divided", &[], "It has: is_text, joined"),
        ("joined", &[], "joined takes 1, and 0 came"),
        ("is_text", &["a".into(), "b".into()], "is_text takes 1, and 2 came"),
    ] {
        let error = call(name, arguments).await.unwrap_err();
        assert!(error.text.contains(said), "{error:?}");
        assert_eq!(error.function_argument, None);
    }
}

#[tokio::test]
async fn malformed_arguments_are_errors() {
    let arguments = vec![pb::DynamicValue { msgpack: vec![0xc1], json: Vec::new() }];
    let request = pb::call_function::Request { name: "is_text".into(), arguments };
    let answer = toolbox().call_function(Request::new(request)).await.unwrap().into_inner();
    assert!(answer.error.unwrap().text.contains("Unreadable value"));
}

#[tokio::test]
async fn the_core_is_told_the_same_in_all_three_ways() {
    let toolbox = toolbox();
    let functions = toolbox.get_functions(Request::new(Default::default())).await.unwrap().into_inner().functions;
    let schema = toolbox.get_provider_schema(Request::new(Default::default())).await.unwrap().into_inner();
    assert_eq!(schema.functions, functions);
    let metadata = toolbox.get_metadata(Request::new(Default::default())).await.unwrap().into_inner();
    let names: Vec<_> = metadata.functions.iter().map(|function| function.name.as_str()).collect();
    assert_eq!(names, ["is_text", "joined"]);

    let joined = &functions["joined"];
    assert_eq!(joined.summary, "Puts words together");
    assert_eq!(joined.parameters.len(), 1);
    assert!(joined.parameters[0].allow_null_value);
    assert!(joined.parameters[0].description.ends_with("Must be 1 to 3 characters long."));
    let rest = joined.variadic_parameter.as_ref().unwrap();
    assert_eq!(
        (rest.name.as_str(), rest.r#type.as_slice(), rest.allow_null_value),
        ("words", &b"\"string\""[..], false)
    );
    assert_eq!(functions["is_text"].parameters[0].r#type, b"\"dynamic\"");
}
