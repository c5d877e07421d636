//! A resource of another kind of job, built on the resource of migrations: its arguments are those of the other one and those that the
//! kind adds. All operations are the same code, which takes the kind from the model.

use async_trait::async_trait;
use tfplugin::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    identity::Identified,
    model::{Content, Model, ModelError, nested_attributes},
    path::{AttributePath, PathRef, Step},
    private::Private,
    resource::{Apply, Outcome, Plan, Resource},
    schema::{Block, Nesting, Shape},
    timeouts::DefaultTimeouts,
    validate::rule_id,
    value::{Items, Name, Value},
};

use crate::accounts::{Clouds, suppress_warnings};

/// What a kind adds to the arguments of a resource.
pub(in crate::resources) trait Extension: Model + Clone + Default + Send + Sync + 'static {
    /// The resource whose arguments are extended.
    type Base: Identified + Resource<Model = Self::Model, Data = Clouds>;
    /// Its model.
    type Model: Model + Clone + Send + Sync;

    /// The extended resource.
    const BASE: Self::Base;
    /// Its type, such as `dts_synchronization_task`.
    const TYPE: &'static str;
    /// Arguments that this kind does not have.
    const LEFT_OUT: &'static [&'static str];

    /// Sets what the arguments of the kind mean in the base model, which has been read.
    fn complete(&self, base: &mut Self::Model);

    /// Takes from the base model, before it is written, what the arguments of the kind show.
    fn refresh(&mut self, base: &Self::Model);

    /// A text of the base resource in the words of this kind.
    fn in_words(text: &str) -> String;

    /// The rules of the kind, at validate.
    fn check(&self, base: &Self::Model, diagnostics: &mut Diagnostics);

    /// The warnings of the kind, at plan.
    fn warnings(&self, base: &Self::Model) -> Diagnostics;
}

/// The model of the extended resource.
#[derive(Clone, Debug, Default)]
pub(in crate::resources) struct Extended<E: Extension> {
    pub(in crate::resources) base: E::Model,
    pub(in crate::resources) own: E,
}

impl<E: Extension> Extended<E> {
    fn of(mut own: E, base: E::Model) -> Self {
        own.refresh(&base);
        Self { base, own }
    }

    fn write_parts(base: Value, own: Value) -> Value {
        let items = |value| match value {
            Value::Map(items) => items,
            _ => Items::default(),
        };
        let left_out = |name: &Name| E::LEFT_OUT.contains(&name.as_str());
        let mut all: Items = items(base).into_iter().filter(|(name, _)| !left_out(name)).collect();
        all.extend(items(own));
        Value::Map(all)
    }
}

impl<E: Extension> Content for Extended<E> {
    fn shape() -> Shape {
        Shape::Nested(Nesting::Single, nested_attributes::<Self>())
    }

    fn read(value: &Value, path: &PathRef<'_>) -> Result<Self, ModelError> {
        let (own, mut base) = (E::read(value, path)?, E::Model::read(value, path)?);
        own.complete(&mut base);
        Ok(Self { base, own })
    }

    fn write(&self) -> Value {
        Self::write_parts(self.base.write(), self.own.write())
    }

    fn write_computed(&self) -> Value {
        Self::write_parts(self.base.write_computed(), self.own.write_computed())
    }
}

impl<E: Extension> Model for Extended<E> {
    fn block() -> Block {
        let (own, mut block) = (E::block(), E::Model::block());
        block.attributes.retain(|attribute| {
            let is_own = own.attributes.iter().any(|one| one.name == attribute.name);
            !is_own && !E::LEFT_OUT.contains(&attribute.name)
        });
        in_words_of::<E>(&mut block);
        block.description = own.description;
        block.attributes.extend(own.attributes);
        block.blocks.extend(own.blocks);
        block
    }
}

/// The descriptions of the base resource in the words of the kind.
fn in_words_of<E: Extension>(block: &mut Block) {
    block.description = E::in_words(&block.description);
    for attribute in &mut block.attributes {
        attribute.description = E::in_words(&attribute.description);
        if let Shape::Nested(_, nested) = &mut attribute.shape {
            nested.iter_mut().for_each(|one| one.description = E::in_words(&one.description));
        }
    }
    for nested in &mut block.blocks {
        in_words_of::<E>(&mut nested.block);
    }
}

/// The resource of the kind.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::resources) struct OfKind<E>(std::marker::PhantomData<E>);

impl<E: Extension> OfKind<E> {
    /// The resource.
    pub(in crate::resources) const NEW: Self = Self(std::marker::PhantomData);
}

/// The messages of rules in the words of the kind. Other messages have them already, and can quote answers of DTS.
fn translate<E: Extension>(diagnostics: &mut Diagnostics) {
    let all = std::mem::take(diagnostics);
    diagnostics.extend(all.into_iter().map(|one| match rule_id(&one.detail) {
        Some(_) => Diagnostic {
            summary: E::in_words(&one.summary),
            detail: E::in_words(&one.detail),
            path: path_in_words::<E>(one.path),
            ..one
        },
        None => one,
    }));
}

/// The argument of this kind in place of one that the kind does not have.
fn path_in_words<E: Extension>(path: AttributePath) -> AttributePath {
    match path.steps().first() {
        Some(Step::Attribute(name)) if E::LEFT_OUT.contains(&name.as_str()) => {
            AttributePath::of(&[E::in_words(name).as_str()])
        }
        _ => path,
    }
}

/// The warnings of the configuration that the prior state does not have.
fn new_warnings<E: Extension>(plan: &Plan<Extended<E>>, context: &Context<Clouds>) -> Diagnostics {
    let of = |model: &Extended<E>| model.own.warnings(&model.base);
    let known: Vec<Diagnostic> = plan.prior.as_ref().map(of).into_iter().flatten().collect();
    let mut new: Diagnostics = of(&plan.config).into_iter().filter(|one| !known.contains(one)).collect();
    suppress_warnings(context, &mut new);
    new
}

fn outcome_of<E: Extension>(own: E, base: Outcome<E::Model>) -> Outcome<Extended<E>> {
    let Outcome { state, mut diagnostics, private } = base;
    translate::<E>(&mut diagnostics);
    Outcome { state: state.map(|base| Extended::of(own, base)), diagnostics, private }
}

fn base_of<E: Extension>(apply: Apply<Extended<E>>) -> (E, Apply<E::Model>) {
    let Apply { prior, config, planned, private } = apply;
    let base = Apply { prior: prior.map(|prior| prior.base), config: config.base, planned: planned.base, private };
    (planned.own, base)
}

#[async_trait]
impl<E: Extension> Resource for OfKind<E> {
    type Model = Extended<E>;
    type Data = Clouds;

    fn type_name(&self) -> &'static str {
        E::TYPE
    }

    fn timeouts(&self) -> Option<DefaultTimeouts> {
        E::BASE.timeouts()
    }

    fn validate(&self, config: &Extended<E>, diagnostics: &mut Diagnostics) {
        let mut found = Diagnostics::new();
        E::BASE.validate(&config.base, &mut found);
        translate::<E>(&mut found);
        config.own.check(&config.base, &mut found);
        diagnostics.extend(found);
    }

    async fn plan(&self, context: &Context<Clouds>, plan: &mut Plan<Extended<E>>) {
        let mut base = Plan {
            prior: plan.prior.as_ref().map(|prior| prior.base.clone()),
            config: plan.config.base.clone(),
            planned: plan.planned.base.clone(),
            replace: std::mem::take(&mut plan.replace),
            private: std::mem::take(&mut plan.private),
            diagnostics: std::mem::take(&mut plan.diagnostics),
        };
        E::BASE.plan(context, &mut base).await;
        translate::<E>(&mut base.diagnostics);
        base.diagnostics.extend(new_warnings(plan, context));
        let Plan { planned, replace, private, diagnostics, .. } = base;
        plan.planned.base = planned;
        (plan.replace, plan.private, plan.diagnostics) = (replace, private, diagnostics);
    }

    async fn plan_destroy(
        &self,
        context: &Context<Clouds>,
        prior: &Extended<E>,
        private: &mut Private,
        diagnostics: &mut Diagnostics,
    ) {
        E::BASE.plan_destroy(context, &prior.base, private, diagnostics).await;
        translate::<E>(diagnostics);
    }

    async fn create(&self, context: &Context<Clouds>, apply: Apply<Extended<E>>) -> Outcome<Extended<E>> {
        let (own, base) = base_of(apply);
        outcome_of(own, E::BASE.create(context, base).await)
    }

    async fn read(&self, context: &Context<Clouds>, state: Extended<E>, private: Private) -> Outcome<Extended<E>> {
        outcome_of(state.own, E::BASE.read(context, state.base, private).await)
    }

    async fn update(&self, context: &Context<Clouds>, apply: Apply<Extended<E>>) -> Outcome<Extended<E>> {
        let (own, base) = base_of(apply);
        outcome_of(own, E::BASE.update(context, base).await)
    }

    async fn delete(&self, context: &Context<Clouds>, state: Extended<E>, private: Private) -> Outcome<Extended<E>> {
        outcome_of(state.own, E::BASE.delete(context, state.base, private).await)
    }

    async fn import(&self, context: &Context<Clouds>, id: &str) -> Result<Extended<E>, Diagnostics> {
        imported::<E>(E::BASE.import(context, id).await)
    }
}

#[async_trait]
impl<E: Extension> Identified for OfKind<E> {
    type Identity = <E::Base as Identified>::Identity;

    async fn identity(
        &self,
        context: &Context<Clouds>,
        state: &Extended<E>,
        private: &Private,
    ) -> Option<Self::Identity> {
        E::BASE.identity(context, &state.base, private).await
    }

    async fn import_by_identity(
        &self,
        context: &Context<Clouds>,
        identity: Self::Identity,
    ) -> Result<Extended<E>, Diagnostics> {
        imported::<E>(E::BASE.import_by_identity(context, identity).await)
    }
}

/// An import has only an ID: the read that follows has the kind.
fn imported<E: Extension>(base: Result<E::Model, Diagnostics>) -> Result<Extended<E>, Diagnostics> {
    let in_words = |one: Diagnostic| Diagnostic { detail: E::in_words(&one.detail), ..one };
    base.map(|base| Extended { base, own: E::default() })
        .map_err(|diagnostics| diagnostics.into_iter().map(in_words).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resources::alibaba::synchronization_task::Synchronization;

    #[test]
    fn a_message_points_to_the_argument_of_the_kind() {
        let path = |names: &[&str]| path_in_words::<Synchronization>(AttributePath::of(names));
        assert_eq!(path(&["migration_types"]), AttributePath::of(&["initial_phases"]));
        assert_eq!(path(&["source", "region"]), AttributePath::of(&["source", "region"]));
    }
}
