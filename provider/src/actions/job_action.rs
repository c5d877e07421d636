//! An action on one job: the arguments that every action has, and what happens around its operation.

use std::marker::PhantomData;

use async_trait::async_trait;
use tfplugin::{
    Model,
    action::{Action, Progress},
    context::Context,
    diagnostic::{Diagnostic, Diagnostics},
    model::{Attr, Content, Model, ModelError, join, nested_attributes},
    path::PathRef,
    registry::RegisteredAction,
    schema::{Block, Nesting, Shape},
    validate::duration,
    value::Value,
};

use super::outcome::{diagnostics, session};
use crate::{
    accounts::{AccountOf, Client, Clouds, SessionOf},
    resources::shared::OperationError,
};

/// The argument that names the job: a model with this argument only.
pub(super) trait JobArgument: Model + Send + Sync + 'static {
    /// The client of the cloud of the job.
    type Client: Client;
    /// The name of the argument.
    const NAME: &'static str;

    /// The value.
    fn id(&self) -> &str;

    /// The account of the provider block.
    ///
    /// # Errors
    /// The provider has no such account.
    fn account(context: &Context<Clouds>) -> Result<&AccountOf<Self::Client>, Diagnostic>;
}

/// What one action adds to the others. The struct has the arguments that the other actions do not have.
#[async_trait]
pub(super) trait JobAction: Model + Send + Sync + 'static {
    /// The argument that names the job.
    type Job: JobArgument;
    /// The type of the action in HCL.
    const TYPE: &'static str;

    /// Does the work.
    ///
    /// # Errors
    /// The job cannot be changed, a call failed, the time is up, or the user interrupted Terraform.
    async fn run(&self, session: &SessionOf<'_, ClientOf<Self>>, id: &str) -> Result<(), OperationError>;
}

/// The client of the cloud of an action.
pub(super) type ClientOf<A> = <<A as JobAction>::Job as JobArgument>::Client;

/// How long the action may take.
#[derive(Debug, Default, Model)]
struct Limit {
    /// How long the action may take, such as `45m` or `1h30m`. Default: `60m`.
    #[attr(optional, validate(duration()))]
    timeout: Attr<String>,
}

/// The `config` block of an action: the job, the action's own arguments, and the time limit.
pub(super) struct Config<A: JobAction> {
    job: A::Job,
    own: A,
    limit: Limit,
}

impl<A: JobAction> Content for Config<A> {
    fn shape() -> Shape {
        Shape::Nested(Nesting::Single, nested_attributes::<Self>())
    }

    fn read(value: &Value, path: &PathRef<'_>) -> Result<Self, ModelError> {
        Ok(Self { job: A::Job::read(value, path)?, own: A::read(value, path)?, limit: Limit::read(value, path)? })
    }

    fn write(&self) -> Value {
        join([self.job.write(), self.own.write(), self.limit.write()])
    }
}

impl<A: JobAction> Model for Config<A> {
    fn block() -> Block {
        let own = A::block();
        let parts = [A::Job::block().attributes, own.attributes, Limit::block().attributes];
        Block { description: own.description, attributes: parts.into_iter().flatten().collect(), blocks: own.blocks }
    }
}

/// The action in the provider.
struct OnJob<A>(PhantomData<A>);

/// Registers an action.
pub(super) fn registered<A: JobAction>() -> RegisteredAction<Clouds> {
    RegisteredAction::new(OnJob::<A>(PhantomData))
}

#[async_trait]
impl<A: JobAction> Action for OnJob<A> {
    type Model = Config<A>;
    type Data = Clouds;

    fn type_name(&self) -> &'static str {
        A::TYPE
    }

    async fn invoke(&self, context: &Context<Clouds>, config: Config<A>, progress: &Progress) -> Diagnostics {
        let own: Vec<&str> = A::block().attributes.iter().map(|attribute| attribute.name).collect();
        diagnostics(run(context, &config, progress).await, A::Job::NAME, &own)
    }
}

async fn run<A: JobAction>(
    context: &Context<Clouds>,
    config: &Config<A>,
    progress: &Progress,
) -> Result<(), OperationError> {
    let account = A::Job::account(context)?;
    let session = session(account, context, &config.limit.timeout, progress).await?;
    config.own.run(&session, config.job.id()).await
}
