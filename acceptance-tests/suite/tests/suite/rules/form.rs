//! Case files: one configuration that marks everything that differs between its forms. The format is described in
//! `acceptance-tests/suite/rules/README.md`.

use super::pieces;
use crate::support::hcl::Hcl;

/// The end of the line that the diagnostic must point to.
pub(super) const HERE: &str = "# <- here";
const PATH: &str = "# path: ";

/// The configuration that is created from a case file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Violates the rule.
    Refused,
    /// The twin: does not violate the rule.
    Allowed,
    /// Applied first, if the rule is about a change.
    Before,
    /// Violates the rule with a value that is known only after apply.
    Unknown,
}

/// The content of a case file.
#[derive(Debug)]
pub(super) struct CaseFile {
    /// The ID of the rule.
    pub(super) id: String,
    /// The attribute path, if the file names one.
    pub(super) path: Option<String>,
    parts: Vec<Part>,
}

#[derive(Debug)]
enum Part {
    Text(String),
    Choice(Vec<String>),
    KnownLater(String),
}

impl CaseFile {
    pub(super) fn read(id: &str, text: &str) -> Self {
        let path = text.lines().next().and_then(|line| line.strip_prefix(PATH)).map(str::to_owned);
        let parts = parts(&repeated(&pieces::filled(id, text)));
        assert!(
            parts.iter().any(|part| matches!(part, Part::Choice(_))),
            "{id}.tf marks nothing as refused and allowed"
        );
        Self { id: id.to_owned(), path, parts }
    }

    /// The name of the file in a folder.
    pub(super) fn file(&self) -> String {
        format!("{}.tf", self.id)
    }

    /// Whether the rule is about a change of an applied resource.
    pub(super) fn needs_state(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Choice(forms) if forms.len() == 3))
    }

    /// The configuration.
    pub(super) fn form(&self, form: Form) -> Hcl {
        let named = self.parts.iter().any(|part| matches!(part, Part::KnownLater(_)));
        let (mut text, mut later) = (String::new(), Later::new(&self.id));
        for part in &self.parts {
            match part {
                Part::Text(plain) => text.push_str(plain),
                Part::KnownLater(value) if form == Form::Unknown => text.push_str(&later.value(value)),
                Part::KnownLater(value) => text.push_str(value),
                Part::Choice(forms) => match form {
                    Form::Refused => text.push_str(&forms[0]),
                    Form::Allowed => text.push_str(&forms[1]),
                    Form::Before => text.push_str(forms.get(2).unwrap_or(&forms[1])),
                    Form::Unknown if named => text.push_str(&forms[0]),
                    Form::Unknown => text.push_str(&later.value(&forms[0])),
                },
            }
        }
        text.push_str(&later.resources);
        Hcl::new(text)
    }
}

/// Resources that do not exist yet: their values are known only after apply.
struct Later {
    name: String,
    count: usize,
    resources: String,
}

impl Later {
    fn new(id: &str) -> Self {
        Self { name: pieces::name(id), count: 0, resources: String::new() }
    }

    /// An expression for the value.
    fn value(&mut self, value: &str) -> String {
        self.count += 1;
        let name = format!("{}_{}", self.name, self.count);
        let output = format!("terraform_data.{name}.output");
        // Terraform already knows a null at plan: this one is encoded as JSON.
        let (input, expression) =
            if value == "null" { ("\"null\"", format!("jsondecode({output})")) } else { (value, output) };
        self.resources.push_str(&format!("\nresource \"terraform_data\" \"{name}\" {{\n  input = {input}\n}}\n"));
        expression
    }
}

/// The text with each `«9×…»` expanded.
fn repeated(text: &str) -> String {
    let mut text = text.to_owned();
    while let Some(times) = text.find('×') {
        let from = text[..times].rfind('«').expect("« before ×");
        let to = times + text[times..].find('»').expect("» after ×");
        let count: usize = text[from + '«'.len_utf8()..times].parse().expect("a number before ×");
        let one = text[times + '×'.len_utf8()..to].to_owned();
        let all: String = (1..=count).map(|number| one.replace('#', &number.to_string())).collect();
        text.replace_range(from..to + '»'.len_utf8(), &all);
    }
    text
}

fn parts(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('«') {
        let (marked, after) = after.split_once('»').expect("» after «");
        parts.push(Part::Text(before.to_owned()));
        parts.push(match marked.strip_prefix('?') {
            Some(value) => Part::KnownLater(value.to_owned()),
            None => Part::Choice(marked.split('|').map(str::to_owned).collect()),
        });
        rest = after;
    }
    parts.push(Part::Text(rest.to_owned()));
    parts
}

#[test]
fn a_case_file_has_four_forms() {
    let case = CaseFile::read("a-rule", "# path: b.c\nx = «1|2|3» # <- here\ny = \"«2×a#»\"\n");
    assert_eq!((case.path.as_deref(), case.needs_state()), (Some("b.c"), true));
    for (form, value) in [(Form::Refused, "x = 1 "), (Form::Allowed, "x = 2 "), (Form::Before, "x = 3 ")] {
        let text = case.form(form);
        assert!(text.text().contains(value) && text.text().contains("\"a1a2\""), "{text:?}");
        assert_eq!(text.line_of(HERE), 2);
    }
    let unknown = case.form(Form::Unknown);
    assert!(unknown.text().contains("x = terraform_data.a_rule_1.output # <- here"), "{unknown:?}");
    assert!(unknown.text().contains("input = 1"), "{unknown:?}");

    let other_value = CaseFile::read("a-rule", "x = «null|2»\ny = «?null»\n").form(Form::Unknown);
    assert!(other_value.text().starts_with("x = null\ny = jsondecode(terraform_data.a_rule_1.output)\n"));
}
