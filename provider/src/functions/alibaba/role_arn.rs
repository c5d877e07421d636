//! `role_arn(account_id, name)`.

use tfplugin::{
    Model,
    function::{Function, FunctionError},
    model::Attr,
};

use crate::rules::alibaba as rules;

/// Returns the ARN of a RAM role.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct Arguments {
    /// ID of the account that owns the role.
    #[attr(required, validate(rules::account_id()))]
    account_id: Attr<String>,
    /// Name of the role.
    #[attr(required, validate(rules::role_name()))]
    name: Attr<String>,
}

/// The function.
pub(super) struct RoleArn;

impl Function for RoleArn {
    type Arguments = Arguments;
    type Output = String;

    fn name(&self) -> &'static str {
        "role_arn"
    }

    fn call(&self, arguments: Arguments) -> Result<String, FunctionError> {
        let Arguments { account_id, name } = arguments;
        Ok(format!("acs:ram::{}:role/{}", account_id.or(String::new()), name.or(String::new())))
    }
}
