//! Parses the annotated struct.

use syn::{
    Attribute, Data, DeriveInput, Error, Expr, Fields, Ident, LitStr, Result, Token, Type, punctuated::Punctuated,
};

/// The annotated struct.
pub(crate) struct Struct {
    pub(crate) name: Ident,
    pub(crate) docs: String,
    pub(crate) fields: Vec<Field>,
}

/// A field of the struct.
pub(crate) struct Field {
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    pub(crate) docs: String,
    pub(crate) kind: Kind,
}

/// The kind of a field in HCL.
pub(crate) enum Kind {
    Attribute(Box<Words>),
    Block {
        required: bool,
        list: bool,
    },
    /// Not in the schema: reading sets it to its default.
    Skipped,
}

/// The words of `#[attr(…)]`.
#[derive(Default)]
pub(crate) struct Words {
    pub(crate) flags: Vec<Ident>,
    pub(crate) default: Option<Expr>,
    pub(crate) equal: Option<Expr>,
    pub(crate) deprecated: Option<LitStr>,
    pub(crate) validators: Vec<Expr>,
}

const FLAGS: [&str; 8] =
    ["required", "optional", "computed", "sensitive", "write_only", "replace", "volatile", "null_elements"];

impl Struct {
    pub(crate) fn parse(input: &DeriveInput) -> Result<Self> {
        let Data::Struct(data) = &input.data else {
            return Err(Error::new_spanned(input, "Model can only be derived for a struct"));
        };
        let Fields::Named(fields) = &data.fields else {
            return Err(Error::new_spanned(input, "Model requires named fields"));
        };
        let fields = fields.named.iter().map(Field::parse).collect::<Result<_>>()?;
        Ok(Self { name: input.ident.clone(), docs: docs(&input.attrs), fields })
    }
}

impl Field {
    fn parse(field: &syn::Field) -> Result<Self> {
        let ident = field.ident.clone().ok_or_else(|| Error::new_spanned(field, "Model requires named fields"))?;
        let mut kind = None;
        for attribute in &field.attrs {
            if attribute.path().is_ident("attr") {
                kind = Some(Kind::Attribute(Box::new(Words::parse(attribute)?)));
            } else if attribute.path().is_ident("block") {
                kind = Some(parse_block(attribute)?);
            } else if attribute.path().is_ident("skip") {
                kind = Some(Kind::Skipped);
            }
        }
        let kind =
            kind.ok_or_else(|| Error::new_spanned(field, "the field requires #[attr(…)], #[block] or #[skip]"))?;
        Ok(Self { ident, ty: field.ty.clone(), docs: docs(&field.attrs), kind })
    }
}

impl Words {
    fn parse(attribute: &Attribute) -> Result<Self> {
        let mut words = Self::default();
        attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("default") {
                words.default = Some(meta.value()?.parse()?);
            } else if meta.path.is_ident("equal") {
                words.equal = Some(meta.value()?.parse()?);
            } else if meta.path.is_ident("deprecated") {
                words.deprecated = Some(meta.value()?.parse()?);
            } else if meta.path.is_ident("validate") {
                let content;
                syn::parenthesized!(content in meta.input);
                words.validators = Punctuated::<Expr, Token![,]>::parse_terminated(&content)?.into_iter().collect();
            } else if let Some(flag) = meta.path.get_ident().filter(|ident| FLAGS.iter().any(|flag| *ident == flag)) {
                words.flags.push(flag.clone());
            } else {
                return Err(meta.error("unknown word in #[attr(…)]"));
            }
            Ok(())
        })?;
        Ok(words)
    }
}

fn parse_block(attribute: &Attribute) -> Result<Kind> {
    let (mut required, mut list) = (false, false);
    if matches!(attribute.meta, syn::Meta::Path(_)) {
        return Ok(Kind::Block { required, list });
    }
    attribute.parse_nested_meta(|meta| {
        required |= meta.path.is_ident("required");
        list |= meta.path.is_ident("list");
        if meta.path.is_ident("required") || meta.path.is_ident("list") {
            Ok(())
        } else {
            Err(meta.error("unknown word in #[block(…)]"))
        }
    })?;
    Ok(Kind::Block { required, list })
}

/// The doc comment, with one line for each paragraph, so that the registry and the terminal wrap it to their width.
fn docs(attributes: &[Attribute]) -> String {
    let mut text = String::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("doc")) {
        let syn::Meta::NameValue(meta) = &attribute.meta else { continue };
        let Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(line), .. }) = &meta.value else { continue };
        let line = line.value();
        let line = line.strip_prefix(' ').unwrap_or(&line).trim_end().to_owned();
        if line.is_empty() {
            text.push_str("\n\n");
        } else {
            let starts_item = line.starts_with("- ") || line.starts_with('|') || line.starts_with("  ");
            if !text.is_empty() && !text.ends_with('\n') {
                text.push(if starts_item { '\n' } else { ' ' });
            }
            text.push_str(&line);
        }
    }
    text.trim().to_owned()
}
