//! Resources that exist in the state only.

use std::marker::PhantomData;

use async_trait::async_trait;
use tfplugin::Model;
use tfplugin::context::Context;
use tfplugin::model::{Attr, List, Model};
use tfplugin::private::Private;
use tfplugin::registry::Registered;
use tfplugin::resource::{Apply, Outcome, Plan, Resource};

/// Both.
pub(crate) fn all() -> Vec<Registered<()>> {
    vec![Registered::new(Kept::<Text>(PhantomData)), Registered::new(Kept::<Trust>(PhantomData))]
}

/// One argument and an id.
#[derive(Clone, Debug, Default, Model)]
struct Text {
    /// Any text.
    #[attr(required)]
    input: Attr<String>,
    /// The same text.
    #[attr(computed)]
    id: Attr<String>,
}

/// A role that other accounts may assume.
#[derive(Clone, Debug, Default, Model)]
struct Trust {
    /// The role's name.
    #[attr(required, replace)]
    role_name: Attr<String>,
    /// Accounts that may assume the role.
    #[attr(required)]
    trusted_account_ids: Attr<List<String>>,
    /// What the role is for.
    #[attr(optional)]
    description: Attr<String>,
    /// The role's name.
    #[attr(computed)]
    id: Attr<String>,
    /// The role's ARN.
    #[attr(computed)]
    arn: Attr<String>,
    /// The trust document as JSON.
    #[attr(computed)]
    trust_policy: Attr<String>,
}

/// The computed values of a resource before and after it is created.
trait Keep: Model + Send + Sync + 'static {
    const TYPE: &'static str;

    fn complete_plan(&mut self) {}

    fn complete(&mut self);
}

impl Keep for Text {
    const TYPE: &'static str = "plain_text";

    fn complete(&mut self) {
        self.id = self.input.clone();
    }
}

impl Keep for Trust {
    const TYPE: &'static str = "plain_trust";

    fn complete_plan(&mut self) {
        let Some(accounts) = self.trusted_account_ids.get().filter(|accounts| !accounts.has_unknown()) else { return };
        let principals: Vec<String> =
            accounts.known().map(|account| format!("\"{account}@dts.aliyuncs.com\"")).collect();
        let document = format!(
            "{{\"Statement\":[{{\"Action\":\"sts:AssumeRole\",\"Effect\":\"Allow\",\
             \"Principal\":{{\"Service\":[{}]}}}}],\"Version\":\"1\"}}",
            principals.join(",")
        );
        self.trust_policy = document.as_str().into();
    }

    fn complete(&mut self) {
        self.complete_plan();
        self.id = self.role_name.clone();
        let arn = format!("acs:ram::1000000000000001:role/{}", self.role_name.as_str().unwrap_or_default());
        self.arn = arn.as_str().into();
    }
}

/// A resource that exists only in the state.
struct Kept<M>(PhantomData<fn() -> M>);

#[async_trait]
impl<M: Keep> Resource for Kept<M> {
    type Model = M;
    type Data = ();

    fn type_name(&self) -> &'static str {
        M::TYPE
    }

    async fn plan(&self, _context: &Context<()>, plan: &mut Plan<M>) {
        plan.planned.complete_plan();
    }

    async fn create(&self, _context: &Context<()>, apply: Apply<M>) -> Outcome<M> {
        let mut state = apply.planned;
        state.complete();
        Outcome::done(state)
    }

    async fn read(&self, _context: &Context<()>, state: M, _private: Private) -> Outcome<M> {
        Outcome::done(state)
    }

    async fn update(&self, context: &Context<()>, apply: Apply<M>) -> Outcome<M> {
        self.create(context, apply).await
    }

    async fn delete(&self, _context: &Context<()>, _state: M, _private: Private) -> Outcome<M> {
        Outcome::gone()
    }
}
