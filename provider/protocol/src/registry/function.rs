//! A function without the types of its arguments. It takes and returns values.

use std::sync::OnceLock;

use crate::{
    diagnostic::{Diagnostic, Diagnostics},
    function::{Function, FunctionError},
    model::{Content, Model},
    path::PathRef,
    schema::{Attribute, validate_attribute},
    value::{Type, Value},
};

/// The signature of a function, as Terraform receives it.
pub(crate) struct Signature {
    pub(crate) summary: String,
    pub(crate) description: String,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) variadic: Option<Parameter>,
    pub(crate) result: Type,
}

/// A parameter, and the type of one argument for it.
pub(crate) struct Parameter {
    pub(crate) attribute: Attribute,
    pub(crate) ty: Type,
}

/// Why a call has no result, and the index of the argument that is wrong, counted from 0.
pub(crate) type CallFailure = (String, Option<usize>);

pub(crate) trait AnyFunction: Send + Sync {
    fn name(&self) -> &'static str;
    fn signature(&self) -> &Signature;
    /// Calls the function. [`Signature::argument_types`] must allow the number of arguments.
    fn call(&self, arguments: Vec<Value>) -> Result<Value, CallFailure>;
}

pub(super) struct Erased<F> {
    function: F,
    signature: OnceLock<Signature>,
}

impl<F: Function> Erased<F> {
    pub(super) fn new(function: F) -> Self {
        Self { function, signature: OnceLock::new() }
    }

    fn failure(&self, error: FunctionError) -> CallFailure {
        let FunctionError { text, parameter } = error;
        let parameters = self.signature().all_parameters();
        (text, parameter.and_then(|name| parameters.into_iter().position(|known| known.attribute.name == name)))
    }
}

impl Signature {
    fn from_function<F: Function>(function: &F) -> Self {
        let block = F::Arguments::block();
        let parameter = |attribute: Attribute| Parameter { ty: attribute.shape.ty(), attribute };
        let mut parameters: Vec<Parameter> = block.attributes.into_iter().map(parameter).collect();
        let variadic = if function.is_variadic() { parameters.pop() } else { None };
        Self {
            summary: summary(&block.description).to_owned(),
            description: block.description,
            parameters,
            variadic: variadic.map(|parameter| Parameter { ty: element_type(parameter.ty), ..parameter }),
            result: F::Output::shape().ty(),
        }
    }

    fn all_parameters(&self) -> Vec<&Parameter> {
        self.parameters.iter().chain(&self.variadic).collect()
    }

    /// The types of `count` arguments, or `None` if the function does not accept this number of arguments.
    pub(crate) fn argument_types(&self, count: usize) -> Option<Vec<&Type>> {
        let parameters = self.parameters.iter().chain(self.variadic.iter().cycle());
        let types: Vec<&Type> = parameters.take(count).map(|parameter| &parameter.ty).collect();
        (types.len() == count && count >= self.parameters.len()).then_some(types)
    }
}

/// The first sentence, without its full stop.
fn summary(text: &str) -> &str {
    let end = text.find(". ").or_else(|| text.find("\n\n")).unwrap_or(text.len());
    text[..end].trim_end_matches('.')
}

fn element_type(ty: Type) -> Type {
    match ty {
        Type::List(element) => *element,
        other => other,
    }
}

impl<F: Function> AnyFunction for Erased<F> {
    fn name(&self) -> &'static str {
        self.function.name()
    }

    fn signature(&self) -> &Signature {
        self.signature.get_or_init(|| Signature::from_function(&self.function))
    }

    fn call(&self, mut arguments: Vec<Value>) -> Result<Value, CallFailure> {
        let signature = self.signature();
        // Terraform calls with known arguments only. For other callers, the result of unknown arguments is unknown.
        if !arguments.iter().all(Value::is_wholly_known) {
            return Ok(Value::unknown());
        }
        if signature.variadic.is_some() {
            let further = arguments.split_off(signature.parameters.len());
            arguments.push(Value::List(further));
        }
        for (index, (parameter, value)) in signature.all_parameters().into_iter().zip(&arguments).enumerate() {
            check_argument(&parameter.attribute, value).map_err(|text| (text, Some(index)))?;
        }
        let names = signature.all_parameters().into_iter().map(|parameter| parameter.attribute.name.to_owned());
        let arguments = Value::Map(names.zip(arguments).collect());
        let arguments = F::Arguments::read(&arguments, &PathRef::root()).map_err(|error| (error.to_string(), None))?;
        match self.function.call(arguments) {
            Ok(output) => Ok(output.write()),
            Err(error) => Err(self.failure(error)),
        }
    }
}

/// Checks an argument. Terraform shows the name of the parameter before the text of the error.
fn check_argument(attribute: &Attribute, value: &Value) -> Result<(), String> {
    let mut problems = Diagnostics::new();
    let root = PathRef::root();
    validate_attribute(attribute, value, &root.attribute(attribute.name), &mut problems);
    match problems.into_iter().next() {
        Some(Diagnostic { path, detail, .. }) if path.steps().len() == 1 => {
            Err(detail.strip_prefix(attribute.name).map(|text| format!("it{text}")).unwrap_or(detail))
        }
        Some(problem) => Err(problem.detail),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::summary;

    #[test]
    fn the_summary_is_the_first_sentence() {
        assert_eq!(summary("One, e.g.a b. Two."), "One, e.g.a b");
        assert_eq!(summary("One\n\nTwo. Three."), "One\n\nTwo");
        assert_eq!(summary("Only one."), "Only one");
    }
}
