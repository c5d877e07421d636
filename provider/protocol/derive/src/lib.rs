//! The derive macro `Model`, which creates the schema, the typed conversion and the registry documentation from one annotated
//! struct. See [`derive_model`].

mod expand;
mod parse;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Implements `tfplugin::model::Model` for a struct.
///
/// The doc comment of the struct is the description of the block. Each field has the type `Attr<…>` and an attribute
/// `#[attr(…)]` or `#[block]`; its doc comment is its description in the registry. The name of the field is its name in HCL.
///
/// | word in `#[attr(…)]` | meaning |
/// |---|---|
/// | `required`, `optional`, `computed` | who sets the value: the user must, the user may, the provider does |
/// | `default = value` | the planned value if the user sets none; implies `optional` and `computed` |
/// | `sensitive` | Terraform hides the value in its output |
/// | `write_only` | Terraform stores the value neither in plans nor in the state |
/// | `replace` | changing the value forces a new resource |
/// | `volatile` | computed, and any change of the object can change it: unknown in the plan of an update |
/// | `validate(validator, …)` | validators, which check known values |
/// | `null_elements` | an element of the collection may be null; otherwise it is an error |
/// | `equal = function` | a function that compares values by their meaning |
/// | `deprecated = "…"` | why the attribute should not be used any more |
///
/// `#[block]` is a block that may occur once, `#[block(required)]` must occur once, and `#[block(list)]` may occur any number
/// of times; its field has the type `Attr<List<…>>`. A field with `#[skip]` is not in the schema: it has any type with a default,
/// which reading sets.
///
/// The module `tfplugin::model` has an example.
#[proc_macro_derive(Model, attributes(attr, block, skip))]
pub fn derive_model(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    parse::Struct::parse(&input)
        .map(|model| expand::expand(&model))
        .unwrap_or_else(|error| error.to_compile_error())
        .into()
}
