//! A resource of another kind of job, built on the resource of migrations: its arguments are those of the other one and those that the
//! kind adds. All operations are the same code, which takes the kind from the model.

use async_trait::async_trait;
use tfplugin::{
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    identity::Identified,
    model::{Content, Model, ModelError, join, nested_attributes},
    moves::{MoveSource, Moved},
    path::{AttributePath, PathRef, Step},
    private::Private,
    resource::{Apply, Outcome, Plan, Resource},
    schema::{Block, Nesting, Shape},
    timeouts::DefaultTimeouts,
    validate::rule_id,
    value::{Items, Name, Value},
};

use crate::accounts::{Clouds, suppress_warnings};

/// What a kind adds to the arguments and operations of a resource.
#[async_trait]
pub(in crate::resources) trait Extension: Model + Clone + Default + Send + Sync + 'static {
    /// The resource whose arguments are extended.
    type Base: Identified + Resource<Model = Self::Model, Data = Clouds>;
    /// Its model.
    type Model: Model + Clone + Send + Sync;
    /// What a read of the base received besides its state, for [`Extension::shown`].
    type Seen: Default + Send;

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

    /// The state that a resource of another provider becomes.
    ///
    /// # Errors
    /// It cannot be moved here.
    fn move_from(source: &MoveSource) -> Result<Moved<Self::Model>, Diagnostics>;

    /// The rules of the kind, at validate.
    fn check(&self, base: &Self::Model, diagnostics: &mut Diagnostics);

    /// The warnings of the kind, at plan.
    fn warnings(&self, base: &Self::Model) -> Diagnostics;

    /// Completes a plan, after the base.
    async fn plan(_context: &Context<Clouds>, _plan: &mut Plan<Extended<Self>>) {}

    /// Begins a create, before the base.
    fn creating(_context: &Context<Clouds>, _apply: &Apply<Extended<Self>>) {}

    /// Completes the state of a create, after the base. Terraform would replace an object whose create returned errors and a state: with
    /// errors, no state is returned, and the next create continues with the object.
    async fn created(
        _context: &Context<Clouds>,
        _apply: &Apply<Extended<Self>>,
        _state: &mut Extended<Self>,
    ) -> Diagnostics {
        Diagnostics::new()
    }

    /// Whether the state before a read has only the ID of an import.
    fn is_import(_base: &Self::Model) -> bool {
        false
    }

    /// Reads the base.
    async fn read_base(
        context: &Context<Clouds>,
        state: Self::Model,
        private: Private,
    ) -> (Outcome<Self::Model>, Self::Seen) {
        (Self::BASE.read(context, state, private).await, Self::Seen::default())
    }

    /// Completes a state that was read. `seen` is what the read of the base received.
    async fn shown(
        _context: &Context<Clouds>,
        _state: &mut Extended<Self>,
        _seen: Self::Seen,
        _is_import: bool,
    ) -> Diagnostics {
        Diagnostics::new()
    }

    /// A warning that explains why an object could not be read, which then stays as the state has it.
    async fn not_read(_context: &Context<Clouds>, _state: &Extended<Self>) -> Option<Diagnostic> {
        None
    }

    /// Sets in the prior state of the base what the calls of the kind change, and not those of the base.
    fn leave_to_kind(_prior: &mut Extended<Self>, _planned: &Extended<Self>) {}

    /// Makes the changes of the kind, after those of the base. `state` is the planned state.
    async fn updated(
        _context: &Context<Clouds>,
        _apply: &Apply<Extended<Self>>,
        _state: &mut Extended<Self>,
    ) -> Diagnostics {
        Diagnostics::new()
    }

    /// Completes the state of an update of the base that failed.
    fn not_updated(_apply: &Apply<Extended<Self>>, _state: &mut Extended<Self>) {}

    /// What a delete does before the base.
    ///
    /// # Errors
    /// The object must not be deleted.
    async fn before_delete(
        _context: &Context<Clouds>,
        _state: &Extended<Self>,
        _private: &Private,
    ) -> Result<(), Diagnostics> {
        Ok(())
    }
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
        let left_out = |name: &Name| E::LEFT_OUT.contains(&name.as_str());
        let kept = |items: Items| items.into_iter().filter(|(name, _)| !left_out(name)).collect();
        let base = if let Value::Map(items) = base { Value::Map(kept(items)) } else { base };
        join([base, own])
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
        let (mut own, mut block) = (E::block(), E::Model::block());
        block.attributes.retain(|attribute| {
            let is_own = own.attributes.iter().any(|one| one.name == attribute.name);
            !is_own && !E::LEFT_OUT.contains(&attribute.name)
        });
        in_words_of::<E>(&mut block);
        own.blocks.iter_mut().for_each(|nested| in_words_of::<E>(&mut nested.block));
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

/// The prior state of the base, for its plan and its update.
fn prior_of<E: Extension>(prior: Option<&Extended<E>>, planned: &Extended<E>) -> Option<E::Model> {
    prior.cloned().map(|mut prior| {
        E::leave_to_kind(&mut prior, planned);
        prior.base
    })
}

fn base_of<E: Extension>(apply: &Apply<Extended<E>>) -> Apply<E::Model> {
    Apply {
        prior: prior_of(apply.prior.as_ref(), &apply.planned),
        config: apply.config.base.clone(),
        planned: apply.planned.base.clone(),
        private: apply.private.clone(),
    }
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

    fn move_from(&self, source: &MoveSource) -> Result<Moved<Extended<E>>, Diagnostics> {
        let Moved { state, private, warnings } = E::move_from(source)?;
        Ok(Moved { state: Extended::of(E::default(), state), private, warnings })
    }

    async fn plan(&self, context: &Context<Clouds>, plan: &mut Plan<Extended<E>>) {
        let mut base = Plan {
            prior: prior_of(plan.prior.as_ref(), &plan.planned),
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
        E::plan(context, plan).await;
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
        E::creating(context, &apply);
        let mut outcome = outcome_of(apply.planned.own.clone(), E::BASE.create(context, base_of(&apply)).await);
        if let Some(state) = outcome.state.as_mut().filter(|_| !outcome.diagnostics.has_errors()) {
            outcome.diagnostics.extend(E::created(context, &apply, state).await);
            if outcome.diagnostics.has_errors() {
                outcome.state = None;
            }
        }
        outcome
    }

    async fn read(&self, context: &Context<Clouds>, state: Extended<E>, private: Private) -> Outcome<Extended<E>> {
        let is_import = E::is_import(&state.base);
        let before = (state.clone(), private.clone());
        let (base, seen) = E::read_base(context, state.base, private).await;
        let mut outcome = outcome_of(state.own, base);
        if outcome.diagnostics.has_errors()
            && let Some(warning) = E::not_read(context, &before.0).await
        {
            let (state, private) = before;
            return Outcome::with_state(state, warning).with_private(private);
        }
        if let Some(state) = outcome.state.as_mut().filter(|_| !outcome.diagnostics.has_errors()) {
            outcome.diagnostics.extend(E::shown(context, state, seen, is_import).await);
        }
        outcome
    }

    async fn update(&self, context: &Context<Clouds>, apply: Apply<Extended<E>>) -> Outcome<Extended<E>> {
        let mut outcome = outcome_of(apply.planned.own.clone(), E::BASE.update(context, base_of(&apply)).await);
        match outcome.state.as_mut() {
            Some(state) if outcome.diagnostics.has_errors() => E::not_updated(&apply, state),
            Some(state) => outcome.diagnostics.extend(E::updated(context, &apply, state).await),
            None => {}
        }
        outcome
    }

    async fn delete(&self, context: &Context<Clouds>, state: Extended<E>, private: Private) -> Outcome<Extended<E>> {
        if let Err(diagnostics) = E::before_delete(context, &state, &private).await {
            return Outcome::with_state(state, diagnostics).with_private(private);
        }
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
