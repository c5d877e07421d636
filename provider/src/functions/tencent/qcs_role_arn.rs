//! `qcs_role_arn(account_id, name)`.

use tfplugin::{
    Model,
    function::{Function, FunctionError},
    model::Attr,
};

use crate::rules::tencent as rules;

/// Returns the ARN of a CAM role, as policies and STS AssumeRole need it.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct Arguments {
    /// UIN of the root account that owns the role.
    #[attr(required, validate(rules::uin()))]
    account_id: Attr<String>,
    /// Name of the role.
    #[attr(required, validate(rules::role_name()))]
    name: Attr<String>,
}

/// The function.
pub(super) struct QcsRoleArn;

impl Function for QcsRoleArn {
    type Arguments = Arguments;
    type Output = String;

    fn name(&self) -> &'static str {
        "qcs_role_arn"
    }

    fn call(&self, arguments: Arguments) -> Result<String, FunctionError> {
        let Arguments { account_id, name } = arguments;
        Ok(rules::role_arn(&account_id.or(String::new()), &name.or(String::new())))
    }
}
