//! The text of the generated files.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use anyhow::{Context as _, bail, ensure};
use serde_json::Value;

use super::clouds::Cloud;
use super::facts::{self, Facts, element, scalar};
use super::requires;
use super::selection::{Action, Answer, Field, Selection};

/// Longest line of the output.
const WIDTH: usize = 120;

/// Name and text of each module of a service.
pub(super) fn service(
    cloud: &Cloud,
    service: &str,
    selection: &Selection,
    facts: &Facts,
) -> anyhow::Result<BTreeMap<String, String>> {
    let structs = Structs::of(selection, facts)?;
    let mut modules: BTreeMap<&str, Module> = BTreeMap::new();
    for action in &selection.actions {
        let fact = facts.get(&action.name).with_context(|| format!("the SDK has no {}", action.name))?;
        let module = modules.entry(&action.module).or_default();
        module.request(service, action, fact, &structs).with_context(|| action.name.clone())?;
    }
    for answer in selection.structs() {
        let module = modules.entry(&answer.module).or_default();
        module.answer(answer, &structs).with_context(|| answer.name.clone())?;
    }
    let list: String = modules.keys().map(|name| format!("mod {name};\n")).collect();
    let exports: String = modules.keys().map(|name| format!("pub use {name}::*;\n")).collect();
    let header = cloud.header();
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    for (name, module) in modules {
        files.insert(name.to_owned(), header.clone() + &module.text(name, selection)?);
    }
    let title = format!("//! Requests and answers of {}, one module for each topic.\n", service.to_uppercase());
    files.insert("mod".to_owned(), format!("{header}\n{title}\n{list}\n{exports}"));
    Ok(files)
}

/// A macro that lists all actions, for the catalogue.
pub(super) fn catalogue(cloud: &Cloud, actions: &[(&str, String)]) -> String {
    let header = cloud.header();
    let mut services = cloud.services;
    services.sort_unstable();
    let services = services.join(", ");
    let rows: String =
        actions.iter().map(|(service, name)| format!("            $with::<{service}::{name}>(),\n")).collect();
    format!(
        "{header}\n//! All actions, as a macro.\n\n/// A function applied to the request type of every action.\n\
         macro_rules! actions {{\n    ($with:ident) => {{{{\n        use $crate::{{{services}}};\n        vec![\n{rows}\
         \x20       ]\n    }}}};\n}}\npub(crate) use actions;\n"
    )
}

/// The structs of a service, with the facts of each: one object for each place where a request or an answer has it.
struct Structs<'a> {
    by_name: BTreeMap<&'a str, &'a Answer>,
    /// The names of those that requests contain.
    sent: BTreeSet<&'a str>,
    facts: BTreeMap<&'a str, Vec<&'a Value>>,
}

impl<'a> Structs<'a> {
    fn of(selection: &'a Selection, facts: &'a Facts) -> anyhow::Result<Self> {
        let mut found = Self {
            by_name: selection.structs().map(|answer| (answer.name.as_str(), answer)).collect(),
            sent: selection.objects.iter().map(|object| object.name.as_str()).collect(),
            facts: BTreeMap::new(),
        };
        for action in &selection.actions {
            let fact = facts.get(&action.name).with_context(|| format!("the SDK has no {}", action.name))?;
            found.add(&action.answer, &fact.answer).with_context(|| format!("answer of {}", action.name))?;
            for field in &action.parameters {
                let Some(parameter) = fact.parameters.get(&field.wire) else { continue };
                if let Some(object) = field.kind.as_deref().filter(|kind| found.sent.contains(kind)) {
                    found.add(object, element(&parameter.kind)).with_context(|| action.name.clone())?;
                }
            }
        }
        if let Some(unused) = found.by_name.keys().find(|name| !found.facts.contains_key(*name)) {
            bail!("no request and no answer contains the struct {unused}");
        }
        Ok(found)
    }

    fn add(&mut self, name: &'a str, facts: &'a Value) -> anyhow::Result<()> {
        let answer = *self.by_name.get(name).with_context(|| format!("there is no struct {name}"))?;
        self.facts.entry(name).or_default().push(facts);
        for field in &answer.fields {
            let inner = facts.get(&field.wire).with_context(|| format!("the SDK has no {} in {name}", field.wire))?;
            let nested = field.kind.as_deref().filter(|kind| self.by_name.contains_key(kind));
            if let Some(nested) = nested {
                self.add(nested, element(inner))?;
            }
        }
        Ok(())
    }

    /// The Rust type of a field, which must be the same in all places.
    fn rust_type(&self, answer: &Answer, field: &Field) -> anyhow::Result<String> {
        let places = self.facts.get(answer.name.as_str()).map_or(&[][..], Vec::as_slice);
        let is_sent = self.sent.contains(answer.name.as_str());
        let type_in = |facts: &&Value| {
            let fact = &facts[&field.wire];
            if is_sent { self.sent_type(fact, field) } else { self.read_type(fact, field) }
        };
        let types: BTreeSet<String> = places.iter().map(type_in).collect();
        let [one] = types.iter().collect::<Vec<_>>()[..] else { bail!("{} has several types: {types:?}", field.wire) };
        ensure!(one != "?", "no Rust type for {}; add `type`", field.wire);
        Ok(one.clone())
    }

    /// In an answer a text that is absent is empty, and a number that is absent is none.
    fn read_type(&self, fact: &Value, field: &Field) -> String {
        match (field.kind.as_deref(), fact) {
            (Some(kind), Value::Array(_)) if self.facts.contains_key(kind) => format!("Vec<{kind}>"),
            (Some(kind), _) => kind.to_owned(),
            (None, Value::String(name)) => match scalar(name) {
                Some(number @ ("i64" | "f64")) => format!("Option<{number}>"),
                other => other.unwrap_or("?").to_owned(),
            },
            (None, fact) => list_of_scalars(fact).unwrap_or_else(|| "?".to_owned()),
        }
    }

    /// In an object of a request every value may be absent, unless it is required.
    fn sent_type(&self, fact: &Value, field: &Field) -> String {
        let kind = match (field.kind.as_deref(), fact) {
            (Some(kind), _) => Some(kind),
            (None, _) if field.secret => Some("Secret"),
            (None, _) if field.hidden => Some("Hidden"),
            (None, Value::String(name)) => scalar(name),
            _ => None,
        };
        match (kind, fact) {
            (Some(kind), Value::Array(_)) => format!("Vec<{kind}>"),
            (Some(kind), _) if field.required => kind.to_owned(),
            (Some(kind), _) => format!("Option<{kind}>"),
            (None, fact) => list_of_scalars(fact).unwrap_or_else(|| "?".to_owned()),
        }
    }
}

fn list_of_scalars(fact: &Value) -> Option<String> {
    let element = fact.as_array()?.first()?.as_str()?;
    scalar(element).map(|kind| format!("Vec<{kind}>"))
}

/// One file.
#[derive(Default)]
struct Module {
    body: String,
    macros: BTreeSet<&'static str>,
    /// Whether a request says what its answer must have.
    has_requirements: bool,
    /// Type names that the file uses, and those that it defines.
    used: BTreeSet<String>,
    defined: BTreeSet<String>,
}

impl Module {
    fn request(
        &mut self,
        service: &str,
        action: &Action,
        fact: &facts::Action,
        structs: &Structs<'_>,
    ) -> anyhow::Result<()> {
        let Action { name, safety, answer, .. } = action;
        let mut head = format!("{name}: {} {safety:?}", service.to_uppercase());
        if let Some(when) = &action.safety_when_set {
            let fields = action.parameters.iter().filter(|field| when.parameters.contains(&field.wire));
            let fields: Vec<_> = fields.map(Field::rust_name).collect();
            write!(head, ", {:?} when [{}]", when.safety, fields.join(", "))?;
        }
        write!(head, " -> {answer}")?;
        let mut rows = Vec::new();
        for field in &action.parameters {
            let fact = fact.parameters.get(&field.wire).with_context(|| format!("the SDK has no {}", field.wire))?;
            let kind = parameter_type(field, fact, structs).with_context(|| field.wire.clone())?;
            let place = fact.place()?.map_or_else(String::new, |place| format!("{place} "));
            rows.push((field, format!("{kind} = {place}{:?}", field.wire), kind));
        }
        self.macros.insert("request");
        self.used.insert(answer.clone());
        let requires = requires::clause(action, &fact.answer)?;
        self.has_requirements |= !requires.is_empty();
        self.item("request", &action.doc, name, &head, rows, &requires)
    }

    fn answer(&mut self, answer: &Answer, structs: &Structs<'_>) -> anyhow::Result<()> {
        let mut rows = Vec::new();
        for field in &answer.fields {
            let kind = structs.rust_type(answer, field)?;
            rows.push((field, format!("{kind} = {:?}", field.wire), kind));
        }
        let kind = if structs.sent.contains(answer.name.as_str()) { "object" } else { "answer" };
        self.macros.insert(kind);
        self.item(kind, &answer.doc, &answer.name, &answer.name, rows, "")
    }

    /// One macro call: documentation, head, a row for each field, and what follows the fields.
    fn item(
        &mut self,
        kind: &str,
        doc: &str,
        name: &str,
        head: &str,
        rows: Vec<(&Field, String, String)>,
        end: &str,
    ) -> anyhow::Result<()> {
        self.defined.insert(name.to_owned());
        write!(self.body, "\n{kind}! {{\n{}    {head} {{", comment(doc, 4))?;
        let empty = rows.is_empty();
        self.body.push_str(if empty { "}\n" } else { "\n" });
        for (field, row, used) in rows {
            writeln!(self.body, "{}        {}: {row},", comment(&field.doc, 8), field.rust_name())?;
            let inner = used.trim_start_matches("Vec<").trim_start_matches("Option<").trim_end_matches('>');
            self.used.insert(inner.to_owned());
        }
        self.body.push_str(if empty { "" } else { "    }\n" });
        writeln!(self.body, "{end}}}")?;
        Ok(())
    }

    /// The file without its first line.
    fn text(&self, name: &str, selection: &Selection) -> anyhow::Result<String> {
        let mut wire: BTreeSet<&str> = BTreeSet::new();
        let mut imports: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for used in self.used.iter().filter(|used| !self.defined.contains(*used)) {
            match used.as_str() {
                "String" | "bool" | "i64" | "f64" | "Secret" | "Hidden" => {}
                "FlatList" | "FlatTags" | "JsonList" | "JsonTags" => drop(wire.insert(used)),
                other => drop(imports.entry(module_of(other, selection)?).or_default().insert(other)),
            }
        }
        let mut text = format!("\n//! {}.\n\n", title(name));
        let kept_out: BTreeSet<&str> =
            ["Hidden", "Secret"].into_iter().filter(|kind| self.used.contains(*kind)).collect();
        if !kept_out.is_empty() {
            text.push_str(&import("cloud_core", &kept_out));
            text.push('\n');
        }
        let (nearby, distant): (Vec<_>, Vec<_>) = imports.iter().partition(|(module, _)| module.starts_with("super"));
        for (module, names) in nearby.into_iter().chain(distant) {
            text.push_str(&import(module, names));
        }
        text.push_str(&import("crate::macros", &self.macros));
        if self.has_requirements {
            text.push_str("use crate::requirements::Requirements;\n");
        }
        if !wire.is_empty() {
            text.push_str(&import("crate::wire", &wire));
        }
        text.push_str(&self.body);
        Ok(text)
    }
}

/// `use module::{a, b};` in the order of rustfmt: types before macros.
fn import(module: &str, names: &BTreeSet<&str>) -> String {
    match names.iter().copied().collect::<Vec<_>>()[..] {
        [one] => format!("use {module}::{one};\n"),
        ref several => format!("use {module}::{{{}}};\n", several.join(", ")),
    }
}

/// The path of the module with a type.
fn module_of(name: &str, selection: &Selection) -> anyhow::Result<String> {
    if let Some(path) = selection.types.get(name) {
        return Ok(path.clone());
    }
    let answer = selection.structs().find(|answer| answer.name == name);
    let answer = answer.with_context(|| format!("there is no type {name}"))?;
    Ok(format!("super::{}", answer.module))
}

fn parameter_type(field: &Field, fact: &facts::Parameter, structs: &Structs<'_>) -> anyhow::Result<String> {
    let kind = match (&field.kind, field.secret, field.hidden) {
        (Some(kind), ..) => kind.as_str(),
        (None, true, _) => "Secret",
        (None, false, true) => "Hidden",
        (None, false, false) => fact.rust_type()?,
    };
    let is_list = fact.is_list_of_elements() && (field.kind.is_none() || structs.sent.contains(kind));
    Ok(match (is_list, field.required || fact.is_list()) {
        (true, _) => format!("Vec<{kind}>"),
        (false, true) => kind.to_owned(),
        (false, false) => format!("Option<{kind}>"),
    })
}

fn title(module: &str) -> String {
    let words = module.replace('_', " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_ascii_uppercase().to_string() + letters.as_str()).unwrap_or_default()
}

/// A documentation comment, wrapped.
fn comment(text: &str, indent: usize) -> String {
    let start = format!("{}///", " ".repeat(indent));
    let mut lines = Vec::from([start.clone()]);
    for word in text.split_whitespace() {
        let fits = lines.last().is_some_and(|line| line.chars().count() + 1 + word.chars().count() <= WIDTH);
        if !fits {
            lines.push(start.clone());
        }
        if let Some(line) = lines.last_mut() {
            line.push(' ');
            line.push_str(word);
        }
    }
    lines.iter().map(|line| format!("{line}\n")).collect()
}
