//! Generates the implementation.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::parse::{Field, Kind, Struct, Words};

/// The `Content` and `Model` implementations of the struct.
pub(crate) fn expand(model: &Struct) -> TokenStream {
    let name = &model.name;
    let docs = &model.docs;
    let attributes = model.fields.iter().filter_map(attribute);
    let blocks = model.fields.iter().filter_map(block);
    let reads = model.fields.iter().map(read);
    let in_schema = || model.fields.iter().filter(|field| !matches!(field.kind, Kind::Skipped));
    let writes = in_schema().map(write);
    let computed = in_schema().filter_map(write_computed);
    quote! {
        #[automatically_derived]
        impl ::tfplugin::model::Content for #name {
            fn shape() -> ::tfplugin::schema::Shape {
                ::tfplugin::schema::Shape::Nested(
                    ::tfplugin::schema::Nesting::Single,
                    ::tfplugin::model::nested_attributes::<Self>(),
                )
            }

            fn read(
                value: &::tfplugin::value::Value,
                path: &::tfplugin::path::PathRef<'_>,
            ) -> ::core::result::Result<Self, ::tfplugin::model::ModelError> {
                ::core::result::Result::Ok(Self { #(#reads),* })
            }

            fn write(&self) -> ::tfplugin::value::Value {
                let mut items = ::tfplugin::value::Items::default();
                #(#writes)*
                ::tfplugin::value::Value::Map(items)
            }

            fn write_computed(&self) -> ::tfplugin::value::Value {
                let mut items = ::tfplugin::value::Items::default();
                #(#computed)*
                ::tfplugin::value::Value::Map(items)
            }
        }

        #[automatically_derived]
        impl ::tfplugin::model::Model for #name {
            fn block() -> ::tfplugin::schema::Block {
                ::tfplugin::schema::Block {
                    description: #docs.to_owned(),
                    attributes: ::std::vec![#(#attributes),*],
                    blocks: ::std::vec![#(#blocks),*],
                }
            }
        }
    }
}

fn hcl_name(field: &Field) -> String {
    field.ident.to_string().trim_start_matches("r#").to_owned()
}

fn attribute(field: &Field) -> Option<TokenStream> {
    let Kind::Attribute(words) = &field.kind else { return None };
    let name = hcl_name(field);
    let ty = &field.ty;
    let docs = &field.docs;
    let properties = properties(words);
    Some(quote! {{
        let mut attribute = ::tfplugin::schema::Attribute::new(
            #name,
            <#ty as ::tfplugin::model::Field>::shape(),
            #docs,
        );
        #properties
        attribute
    }})
}

fn properties(words: &Words) -> TokenStream {
    let flags = words.flags.iter().map(|flag| {
        let flag = format_ident!("{flag}");
        quote!(attribute.#flag = true;)
    });
    let default = words.default.iter().map(|value| {
        quote! {
            attribute.default = ::core::option::Option::Some(::tfplugin::value::Value::from(#value));
            attribute.optional = true;
            attribute.computed = true;
        }
    });
    let equal = words.equal.iter().map(|function| quote!(attribute.equal = ::core::option::Option::Some(#function);));
    let deprecated =
        words.deprecated.iter().map(|why| quote!(attribute.deprecated = ::core::option::Option::Some(#why);));
    let validators = words.validators.iter().map(|validator| quote!(attribute.validate(#validator);));
    quote!(#(#flags)* #(#default)* #(#equal)* #(#deprecated)* #(#validators)*)
}

fn block(field: &Field) -> Option<TokenStream> {
    let Kind::Block { required, list } = &field.kind else { return None };
    let name = hcl_name(field);
    let ty = &field.ty;
    let docs = &field.docs;
    let (nesting, content) = if *list {
        (quote!(List), quote!(::tfplugin::model::field_block_list::<#ty>()))
    } else {
        (quote!(Single), quote!(::tfplugin::model::field_block::<#ty>()))
    };
    Some(quote! {
        ::tfplugin::schema::NestedBlock {
            name: #name,
            nesting: ::tfplugin::schema::BlockNesting::#nesting,
            required: #required,
            block: ::tfplugin::schema::Block { description: #docs.to_owned(), ..#content },
        }
    })
}

fn read(field: &Field) -> TokenStream {
    let ident = &field.ident;
    if matches!(field.kind, Kind::Skipped) {
        return quote!(#ident: ::core::default::Default::default());
    }
    let name = hcl_name(field);
    quote!(#ident: ::tfplugin::model::Field::read(value.attribute(#name), &path.attribute(#name))?)
}

fn write(field: &Field) -> TokenStream {
    let ident = &field.ident;
    let name = hcl_name(field);
    quote!(items.insert(::tfplugin::value::Name::fixed(#name), ::tfplugin::model::Field::write(&self.#ident));)
}

/// Writes computed attributes, and blocks, because they may contain computed attributes.
fn write_computed(field: &Field) -> Option<TokenStream> {
    let Kind::Attribute(words) = &field.kind else {
        let (ident, name) = (&field.ident, hcl_name(field));
        return Some(
            quote!(items.insert(::tfplugin::value::Name::fixed(#name), ::tfplugin::model::Field::write_computed(&self.#ident));),
        );
    };
    let computed = words.default.is_some() || words.flags.iter().any(|flag| flag == "computed");
    computed.then(|| write(field))
}
