//! `control_trust`: a resource with the arguments of `dts_ram_role_trust` that calls no API.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use tf_provider::schema::{Attribute, AttributeConstraint, AttributeType, Block, Description, Schema};
use tf_provider::value::{Value, ValueEmpty, ValueList, ValueString};
use tf_provider::{AttributePath, Diagnostics, Resource, map};

/// The state of the resource.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct State<'a> {
    #[serde(borrow = "'a")]
    id: ValueString<'a>,
    role_name: ValueString<'a>,
    trusted_account_ids: ValueList<ValueString<'a>>,
    description: ValueString<'a>,
    arn: ValueString<'a>,
    trust_policy: ValueString<'a>,
}

/// The resource.
pub struct Trust;

fn attribute(attr_type: AttributeType, constraint: AttributeConstraint, description: &str) -> Attribute {
    Attribute { attr_type, constraint, description: Description::plain(description), ..Attribute::default() }
}

/// The trust policy, or unknown if an account is unknown.
fn trust_policy<'a>(accounts: &ValueList<ValueString<'_>>) -> ValueString<'a> {
    let Value::Value(accounts) = accounts else { return ValueString::Unknown };
    let mut principals = Vec::with_capacity(accounts.len());
    for account in accounts {
        let Value::Value(account) = account else { return ValueString::Unknown };
        principals.push(format!("\"{account}@dts.aliyuncs.com\""));
    }
    let principals = principals.join(",");
    ValueString::from(format!(
        "{{\"Statement\":[{{\"Action\":\"sts:AssumeRole\",\"Effect\":\"Allow\",\
         \"Principal\":{{\"Service\":[{principals}]}}}}],\"Version\":\"1\"}}"
    ))
}

/// An example ARN with the name of the role, or unknown if the name is unknown.
fn arn<'a>(role_name: &ValueString<'_>) -> ValueString<'a> {
    match role_name {
        Value::Value(name) => ValueString::from(format!("acs:ram::1000000000000001:role/{name}")),
        Value::Null | Value::Unknown => ValueString::Unknown,
    }
}

#[async_trait]
impl Resource for Trust {
    type State<'a> = State<'a>;
    type PrivateState<'a> = ValueEmpty;
    type ProviderMetaState<'a> = ValueEmpty;

    fn schema(&self, _diags: &mut Diagnostics) -> Option<Schema> {
        use AttributeConstraint::{Computed, Optional, Required};

        let text = || AttributeType::String;
        let attributes = map! {
            "id" => attribute(text(), Computed, "The name of the role."),
            "role_name" => attribute(text(), Required, "The name of the role."),
            "trusted_account_ids" =>
                attribute(AttributeType::List(text().into()), Required, "Accounts that may assume the role."),
            "description" => attribute(text(), Optional, "The description of the role."),
            "arn" => attribute(text(), Computed, "The ARN of the role."),
            "trust_policy" => attribute(text(), Computed, "The trust policy as JSON."),
        };
        let description = Description::plain("A role that other accounts may assume.");
        Some(Schema { version: 0, block: Block { attributes, description, ..Block::default() } })
    }

    async fn read<'a>(
        &self,
        _diags: &mut Diagnostics,
        state: State<'a>,
        private: ValueEmpty,
        _meta: ValueEmpty,
    ) -> Option<(State<'a>, ValueEmpty)> {
        Some((state, private))
    }

    async fn plan_create<'a>(
        &self,
        _diags: &mut Diagnostics,
        proposed: State<'a>,
        _config: State<'a>,
        _meta: ValueEmpty,
    ) -> Option<(State<'a>, ValueEmpty)> {
        let trust_policy = trust_policy(&proposed.trusted_account_ids);
        let planned = State { id: ValueString::Unknown, arn: ValueString::Unknown, trust_policy, ..proposed };
        Some((planned, ValueEmpty::default()))
    }

    async fn plan_update<'a>(
        &self,
        _diags: &mut Diagnostics,
        prior: State<'a>,
        proposed: State<'a>,
        _config: State<'a>,
        private: ValueEmpty,
        _meta: ValueEmpty,
    ) -> Option<(State<'a>, ValueEmpty, Vec<AttributePath>)> {
        let replaced = prior.role_name != proposed.role_name;
        let trust_policy = trust_policy(&proposed.trusted_account_ids);
        let planned = State { trust_policy, ..proposed };
        Some((planned, private, replaced.then(|| AttributePath::new("role_name")).into_iter().collect()))
    }

    async fn plan_destroy<'a>(
        &self,
        _diags: &mut Diagnostics,
        _prior: State<'a>,
        private: ValueEmpty,
        _meta: ValueEmpty,
    ) -> Option<ValueEmpty> {
        Some(private)
    }

    async fn create<'a>(
        &self,
        _diags: &mut Diagnostics,
        planned: State<'a>,
        _config: State<'a>,
        private: ValueEmpty,
        _meta: ValueEmpty,
    ) -> Option<(State<'a>, ValueEmpty)> {
        let (id, arn) = (planned.role_name.clone(), arn(&planned.role_name));
        let trust_policy = trust_policy(&planned.trusted_account_ids);
        Some((State { id, arn, trust_policy, ..planned }, private))
    }

    async fn update<'a>(
        &self,
        _diags: &mut Diagnostics,
        _prior: State<'a>,
        planned: State<'a>,
        _config: State<'a>,
        private: ValueEmpty,
        _meta: ValueEmpty,
    ) -> Option<(State<'a>, ValueEmpty)> {
        let trust_policy = trust_policy(&planned.trusted_account_ids);
        Some((State { trust_policy, ..planned }, private))
    }

    async fn destroy<'a>(
        &self,
        _diags: &mut Diagnostics,
        _state: State<'a>,
        _private: ValueEmpty,
        _meta: ValueEmpty,
    ) -> Option<()> {
        Some(())
    }
}
