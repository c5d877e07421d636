//! What the table of the arguments of a resource says of one argument: its value, what is sent for it, how it is read from an answer,
//! how it is compared, and which call changes it in place.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use tfplugin::model::{Attr, Set};

/// A model with arguments: the task, or an endpoint of it.
pub(crate) trait Owner: Sized + 'static {
    /// What a row has to know of the place of the model.
    type At: Copy;
    /// What DTS returned of the model.
    type Answer<'a>;
    /// The request that the rows fill.
    type Draft<'c>;
    /// The calls that change an argument in place.
    type Call: Copy;
}

/// The value of an argument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Text(String),
    Number(i64),
    Switch(bool),
    /// A set of texts.
    Words(BTreeSet<String>),
    /// Limits by their key.
    Limits(BTreeMap<&'static str, i64>),
}

/// What the prior state of a comparison is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// An apply: it has what was configured.
    Configured,
    /// An import: what DTS does not return is taken to be as the configuration says.
    Imported,
}

/// What a plan shows of what is sent for an argument.
pub(crate) enum Preview<M: Owner> {
    /// All of it.
    AsSent,
    /// Nothing.
    LeftOut,
    /// What this function sends in place of the value.
    Masked(Send<M>),
}

/// Fills a request.
pub(crate) type Send<M> = for<'c> fn(&M, <M as Owner>::At, &mut <M as Owner>::Draft<'c>);

/// Compares the values of two models.
pub(crate) type Same<M> = fn(&M, &M, <M as Owner>::At, Origin) -> bool;

/// An argument and what ties it to the API.
pub(crate) struct Row<M: Owner> {
    /// The path in the configuration, from the model on, with dots.
    pub(crate) path: &'static str,
    /// The path in messages, where several arguments stand for each other.
    pub(crate) path_of: Option<fn(&M) -> &'static str>,
    /// The value.
    pub(crate) value: fn(&M) -> Attr<Value>,
    /// The value that DTS takes where none is sent.
    pub(crate) default: fn() -> Option<Value>,
    /// How values are compared, where equality is not enough.
    pub(crate) same: Option<Same<M>>,
    /// Fills the request.
    pub(crate) send: Send<M>,
    /// What a plan shows of it.
    pub(crate) preview: Preview<M>,
    /// Takes the value from an answer; none where DTS does not return it.
    pub(crate) read: Option<for<'a> fn(&mut M, &M::Answer<'a>)>,
    /// The call that changes it once the task has started; none where no call does.
    pub(crate) change: Option<M::Call>,
    /// Whether a purchase before the configuration decides it.
    pub(crate) fixed_by_purchase: bool,
    /// Whether it is the database account or its password, which are changed as one.
    pub(crate) is_credential: bool,
}

impl<M: Owner> Row<M> {
    /// An argument that DTS does not return and does not change once the task has started.
    pub(crate) const fn new(path: &'static str, value: fn(&M) -> Attr<Value>, send: Send<M>) -> Self {
        Self {
            path,
            path_of: None,
            value,
            default: || None,
            same: None,
            send,
            preview: Preview::AsSent,
            read: None,
            change: None,
            fixed_by_purchase: false,
            is_credential: false,
        }
    }

    /// Fills the request as a reviewer may see it.
    pub(crate) fn show(&self, of: &M, at: M::At, draft: &mut M::Draft<'_>) {
        match self.preview {
            Preview::AsSent => (self.send)(of, at, draft),
            Preview::LeftOut => {}
            Preview::Masked(send) => send(of, at, draft),
        }
    }

    /// The path in messages about a model.
    pub(crate) fn path(&self, of: Option<&M>) -> &'static str {
        match (self.path_of, of) {
            (Some(path_of), Some(of)) => path_of(of),
            _ => self.path,
        }
    }

    /// Whether the value of the argument changes.
    pub(crate) fn differs(&self, prior: &M, planned: &M, at: M::At, origin: Origin) -> bool {
        if origin == Origin::Imported && self.read.is_none() {
            return false;
        }
        match self.same {
            Some(same) => !same(prior, planned, at, origin),
            None => self.effective(prior) != self.effective(planned),
        }
    }

    /// The value, or the one that DTS takes where none is sent.
    fn effective(&self, of: &M) -> Attr<Value> {
        match (self.value)(of) {
            Attr::Null => (self.default)().into(),
            value => value,
        }
    }
}

impl<M: Owner> fmt::Debug for Row<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.path)
    }
}

/// A text as a value.
pub(crate) fn text(attribute: &Attr<String>) -> Attr<Value> {
    attribute.clone().map(Value::Text)
}

/// A number as a value.
pub(crate) fn number(attribute: &Attr<i64>) -> Attr<Value> {
    attribute.clone().map(Value::Number)
}

/// A switch as a value.
pub(crate) fn switch(attribute: &Attr<bool>) -> Attr<Value> {
    attribute.clone().map(Value::Switch)
}

/// A set as a value, which is unknown while an element is.
pub(crate) fn words(attribute: &Attr<Set<String>>) -> Attr<Value> {
    match attribute {
        Attr::Known(set) if set.has_unknown() => Attr::Unknown,
        Attr::Known(set) => Attr::Known(Value::Words(set.known().cloned().collect())),
        Attr::Unknown => Attr::Unknown,
        Attr::Null => Attr::Null,
    }
}

/// An attribute of a block.
pub(crate) fn nested<B, T: Clone>(block: &Attr<B>, attribute: fn(&B) -> &Attr<T>) -> Attr<T> {
    match block {
        Attr::Known(block) => attribute(block).clone(),
        Attr::Unknown => Attr::Unknown,
        Attr::Null => Attr::Null,
    }
}
