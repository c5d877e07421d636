//! A function without the types of its arguments: values in, a value out.

use std::sync::OnceLock;

use crate::{
    function::{Function, FunctionError},
    model::{Content, Model},
    path::PathRef,
    schema::Attribute,
    validate::with_rule_id,
    value::{Type, Value},
};

/// What the core is told of a function.
pub(crate) struct Signature {
    pub(crate) summary: String,
    pub(crate) description: String,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) variadic: Option<Parameter>,
    pub(crate) result: Type,
}

/// One parameter, and the type of one argument for it.
pub(crate) struct Parameter {
    pub(crate) attribute: Attribute,
    pub(crate) ty: Type,
}

/// Why there is no result, and the argument to blame, counted from 0.
pub(crate) type CallFailure = (String, Option<usize>);

pub(crate) trait AnyFunction: Send + Sync {
    fn name(&self) -> &'static str;
    fn signature(&self) -> &Signature;
    /// `arguments` are as many as [`Signature::types`] allows.
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

    fn refused(&self, error: FunctionError) -> CallFailure {
        let FunctionError { text, parameter } = error;
        let all = self.signature().all();
        (text, parameter.and_then(|name| all.into_iter().position(|known| known.attribute.name == name)))
    }
}

impl Signature {
    fn of<F: Function>(function: &F) -> Self {
        let block = F::Arguments::block();
        let parameter = |attribute: Attribute| Parameter { ty: attribute.shape.ty(), attribute };
        let mut parameters: Vec<Parameter> = block.attributes.into_iter().map(parameter).collect();
        let variadic = if function.is_variadic() { parameters.pop() } else { None };
        Self {
            summary: summary(&block.description).to_owned(),
            description: block.description,
            parameters,
            variadic: variadic.map(|parameter| Parameter { ty: element(parameter.ty), ..parameter }),
            result: F::Output::shape().ty(),
        }
    }

    fn all(&self) -> Vec<&Parameter> {
        self.parameters.iter().chain(&self.variadic).collect()
    }

    /// The types of so many arguments; none where the function does not take so many.
    pub(crate) fn types(&self, count: usize) -> Option<Vec<&Type>> {
        let all = self.parameters.iter().chain(self.variadic.iter().cycle());
        let types: Vec<&Type> = all.take(count).map(|parameter| &parameter.ty).collect();
        (types.len() == count && count >= self.parameters.len()).then_some(types)
    }
}

/// The first sentence.
fn summary(text: &str) -> &str {
    let end = text.find(". ").or_else(|| text.find("\n\n")).unwrap_or(text.len());
    text[..end].trim_end_matches('.')
}

fn element(ty: Type) -> Type {
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
        self.signature.get_or_init(|| Signature::of(&self.function))
    }

    fn call(&self, mut arguments: Vec<Value>) -> Result<Value, CallFailure> {
        let signature = self.signature();
        // The core asks when all is known; where one does not, there is no result yet.
        if !arguments.iter().all(Value::is_wholly_known) {
            return Ok(Value::unknown());
        }
        if signature.variadic.is_some() {
            let further = arguments.split_off(signature.parameters.len());
            arguments.push(Value::List(further));
        }
        for (at, (parameter, value)) in signature.all().into_iter().zip(&arguments).enumerate() {
            check(&parameter.attribute, value).map_err(|text| (text, Some(at)))?;
        }
        let names = signature.all().into_iter().map(|parameter| parameter.attribute.name.to_owned());
        let arguments = Value::Map(names.zip(arguments).collect());
        let arguments = F::Arguments::read(&arguments, &PathRef::root()).map_err(|error| (error.to_string(), None))?;
        match self.function.call(arguments) {
            Ok(output) => Ok(output.write()),
            Err(error) => Err(self.refused(error)),
        }
    }
}

/// The checks of one argument; the core puts the parameter's name before the text.
fn check(attribute: &Attribute, value: &Value) -> Result<(), String> {
    if value.is_null() {
        return if attribute.required { Err("it is null".to_owned()) } else { Ok(()) };
    }
    for validator in &attribute.validators {
        if let Err(problem) = validator.check(value) {
            return Err(with_rule_id(&format!("it {}. {problem}", validator.describe()), validator.rule()));
        }
    }
    Ok(())
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
