//! The calls about functions.

use std::collections::BTreeMap;

use super::{
    convert::{decode_value, documentation, encode_value, function_error},
    server::Server,
};
use crate::{
    diagnostic::Diagnostic,
    generated::tfplugin6 as pb,
    provider::Provider,
    registry::{AnyFunction, Parameter, Signature},
    value::Value,
};

impl<P: Provider> Server<P> {
    pub(super) async fn function_signatures(&self) -> Result<pb::get_functions::Response, Diagnostic> {
        Ok(pb::get_functions::Response { functions: self.signatures(), diagnostics: Vec::new() })
    }

    /// The signatures of all functions, by name.
    pub(super) fn signatures(&self) -> BTreeMap<String, pb::Function> {
        self.functions().iter().map(|(name, known)| ((*name).to_owned(), message(known.0.signature()))).collect()
    }

    pub(super) async fn call(
        &self,
        request: pb::call_function::Request,
    ) -> Result<pb::call_function::Response, Diagnostic> {
        let function = self.function(&request.name)?;
        let arguments = arguments(function, &request.arguments)?;
        Ok(match function.call(arguments) {
            Ok(result) => pb::call_function::Response { result: Some(encode_value(&result)), error: None },
            Err((text, argument)) => {
                pb::call_function::Response { result: None, error: Some(function_error(&text, argument)) }
            }
        })
    }
}

/// Decodes the arguments by the types of their parameters.
fn arguments(function: &dyn AnyFunction, given: &[pb::DynamicValue]) -> Result<Vec<Value>, Diagnostic> {
    let types = function.signature().argument_types(given.len()).ok_or_else(|| {
        let signature = function.signature();
        let at_least = if signature.variadic.is_some() { "at least " } else { "" };
        let required = signature.parameters.len();
        Diagnostic::error(
            "Wrong number of arguments",
            format!("{} requires {at_least}{required}, but the call has {}.", function.name(), given.len()),
        )
    })?;
    given.iter().zip(types).map(|(argument, ty)| decode_value(Some(argument), ty)).collect()
}

fn message(signature: &Signature) -> pb::Function {
    pb::Function {
        parameters: signature.parameters.iter().map(parameter).collect(),
        variadic_parameter: signature.variadic.as_ref().map(parameter),
        r#return: Some(pb::function::Return { r#type: signature.result.to_bytes() }),
        summary: signature.summary.clone(),
        description: signature.description.clone(),
        description_kind: pb::StringKind::Markdown.into(),
        deprecation_message: String::new(),
    }
}

fn parameter(parameter: &Parameter) -> pb::function::Parameter {
    pb::function::Parameter {
        name: parameter.attribute.name.to_owned(),
        r#type: parameter.ty.to_bytes(),
        allow_null_value: !parameter.attribute.required,
        allow_unknown_values: false,
        description: documentation(&parameter.attribute),
        description_kind: pb::StringKind::Markdown.into(),
    }
}
