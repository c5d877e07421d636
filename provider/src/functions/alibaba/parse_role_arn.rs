//! `parse_role_arn(arn)`.

use tfplugin::{
    Model,
    function::{Function, FunctionError},
    model::Attr,
};

use crate::rules::alibaba as rules;

/// Parses the ARN of a RAM role. The result has the two arguments of a `cross_account` block.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct Arguments {
    /// ARN of a role.
    #[attr(required, validate(rules::role_arn()))]
    arn: Attr<String>,
}

/// The parts of a role ARN.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct Parts {
    /// ID of the account that owns the role.
    #[attr(computed)]
    account_id: Attr<String>,
    /// Name of the role.
    #[attr(computed)]
    role_name: Attr<String>,
}

/// The function.
pub(super) struct ParseRoleArn;

impl Function for ParseRoleArn {
    type Arguments = Arguments;
    type Output = Parts;

    fn name(&self) -> &'static str {
        "parse_role_arn"
    }

    fn call(&self, arguments: Arguments) -> Result<Parts, FunctionError> {
        let arn = arguments.arn.or(String::new());
        match rules::parse_role_arn(&arn) {
            Some((account_id, role_name)) => Ok(Parts { account_id: account_id.into(), role_name: role_name.into() }),
            None => Err(FunctionError::on("arn", format!("{arn:?} is not the ARN of a role."))),
        }
    }
}
