//! Texts, booleans, and values of another type than the key needs.

use tfplugin::{model::Attr, path::PathRef};

use super::{
    Form, Parser, ProblemKind,
    keys::Level,
    node::{Kind, Node},
    problem::{hcl_key, quoted},
};

impl Parser {
    /// A text that must not be empty.
    pub(super) fn text(&mut self, node: Node<'_>, place: &PathRef<'_>) -> Attr<String> {
        let text = self.any_text(node, place);
        // The JSON that DTS returns has empty texts for what is not set.
        if text.as_str() == Some("") {
            if self.form == Form::Hcl {
                self.add(ProblemKind::Type, place, "is empty.", "text that is not empty", "remove the key".to_owned());
            }
            return Attr::Null;
        }
        text
    }

    /// The name of an object at the destination. The same name as at the source is no other name.
    pub(super) fn rename(&mut self, source: &str, node: Node<'_>, place: &PathRef<'_>) -> Attr<String> {
        let name = self.any_text(node, place);
        if name.as_str() == Some("") {
            let fix = match self.form {
                Form::Hcl => "write the name at the destination, or remove the key to keep the name",
                Form::Json => "write the name at the destination",
            };
            self.add(ProblemKind::Name, place, "is empty.", "names with at least one character", fix.to_owned());
            return Attr::Null;
        }
        if let Some(name) = name.as_str() {
            self.white_space(place, name);
        }
        match self.form {
            Form::Json if name.as_str() == Some(source) => Attr::Null,
            _ => name,
        }
    }

    fn any_text(&mut self, node: Node<'_>, place: &PathRef<'_>) -> Attr<String> {
        match (node.kind(), node.text()) {
            (Kind::Unknown, _) => Attr::Unknown,
            // The optional attributes of a module's variable.
            (Kind::Null, _) if self.form == Form::Hcl => Attr::Null,
            (_, Some(text)) => Attr::Known(text.into_owned()),
            (kind, None) => {
                let found = format!("is {}.", kind.words());
                self.add(ProblemKind::Type, place, &found, "text", "write a text in quotation marks".to_owned());
                Attr::Null
            }
        }
    }

    pub(super) fn boolean(&mut self, node: Node<'_>, place: &PathRef<'_>) -> Attr<bool> {
        match (node.kind(), node.boolean()) {
            (Kind::Unknown, _) => Attr::Unknown,
            (Kind::Null, _) if self.form == Form::Hcl => Attr::Null,
            (_, Some(boolean)) => Attr::Known(boolean),
            (kind, None) => {
                let found = format!("is {}.", kind.words());
                let fix = "write true or false, without quotation marks".to_owned();
                self.add(ProblemKind::Type, place, &found, "true or false", fix);
                Attr::Null
            }
        }
    }

    /// A value where an object has to be. `element` is an example of an element of that object in HCL.
    pub(super) fn not_an_object(&mut self, node: Node<'_>, place: &PathRef<'_>, element: &str) {
        let texts = node.texts();
        let fix = match self.form {
            Form::Hcl if !texts.is_empty() => {
                let items = texts
                    .iter()
                    .take(3)
                    .map(|name| format!("{} = {}", hcl_key(name), element.replace("<name>", &quoted(name))));
                let more = if texts.len() > 3 { ", …" } else { "" };
                format!("write {{ {}{more} }}", items.collect::<Vec<_>>().join(", "))
            }
            Form::Hcl => format!("write an object with the names as its keys, such as {{ orders = {} }}", {
                element.replace("<name>", "\"orders\"")
            }),
            Form::Json => "write an object with the names at the source as its keys".to_owned(),
        };
        let found = format!("is {}.", node.kind().words());
        self.add(ProblemKind::Type, place, &found, "an object", fix);
    }

    /// A key that the level does not have. Only the JSON can have keys that the provider does not know.
    pub(super) fn unknown_key(&mut self, level: Level, key: &str, place: &PathRef<'_>) {
        let meant = level.meant(self.form, key);
        if meant.is_none() && self.form == Form::Json {
            self.complete = false;
            return;
        }
        let keys = level.keys(self.form);
        let found = format!("has the key {}, which a {} does not have.", quoted(key), level.word());
        let fix = meant.unwrap_or_else(|| "use one of these keys".to_owned());
        self.add(ProblemKind::Key, place, &found, &keys.join(", "), fix);
    }
}
