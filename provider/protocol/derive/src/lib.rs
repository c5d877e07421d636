//! `#[derive(Model)]`: schema, typed reading and writing, and registry text from one annotated struct.
//!
//! Every field is an `Attr<…>` with either `#[attr(…)]` or `#[block(…)]`; its doc comment is its registry text.
//!
//! | `#[attr(…)]` word | meaning |
//! |---|---|
//! | `required`, `optional`, `computed` | who sets it |
//! | `default = value` | shown in the plan where the user sets nothing (implies optional and computed) |
//! | `sensitive`, `write_only` | hidden; stored nowhere |
//! | `replace` | a change makes a new object |
//! | `volatile` | computed, and any change may change it |
//! | `validate(check, …)` | checks of a known value |
//! | `equal = function` | compares by meaning |
//! | `deprecated = "…"` | why not to use it any more |
//!
//! `#[block]`: a block that may stand once; `#[block(required)]`: must stand; `#[block(list)]`: may be repeated.

mod expand;
mod parse;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// See the crate description.
#[proc_macro_derive(Model, attributes(attr, block))]
pub fn derive_model(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    parse::Struct::parse(&input)
        .map(|model| expand::expand(&model))
        .unwrap_or_else(|error| error.to_compile_error())
        .into()
}
