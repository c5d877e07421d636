//! `parse_qcs_role_arn(arn)`.

use tfplugin::{
    Model,
    function::{Function, FunctionError},
    model::Attr,
};

use crate::rules::tencent as rules;

/// Parses the ARN of a CAM role. The result has the first two arguments of a `cross_account` block.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct Arguments {
    /// ARN of a role: `qcs::cam::uin/<UIN>:roleName/<name>`.
    #[attr(required, validate(rules::cam_role_arn()))]
    arn: Attr<String>,
}

/// The parts of a role ARN.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct Parts {
    /// UIN of the root account that owns the role.
    #[attr(computed)]
    account_id: Attr<String>,
    /// Name of the role.
    #[attr(computed)]
    role_name: Attr<String>,
}

/// The function.
pub(super) struct ParseQcsRoleArn;

impl Function for ParseQcsRoleArn {
    type Arguments = Arguments;
    type Output = Parts;

    fn name(&self) -> &'static str {
        "parse_qcs_role_arn"
    }

    fn call(&self, arguments: Arguments) -> Result<Parts, FunctionError> {
        let arn = arguments.arn.or(String::new());
        match rules::parse_role_arn(&arn) {
            Some((account_id, role_name)) if arn.contains(":roleName/") => {
                Ok(Parts { account_id: account_id.into(), role_name: role_name.into() })
            }
            Some(_) => Err(FunctionError::on(
                "arn",
                format!("{arn:?} has the ID of the role, and not its name. Write qcs::cam::uin/<UIN>:roleName/<name>."),
            )),
            None => Err(FunctionError::on("arn", format!("{arn:?} is not the ARN of a role."))),
        }
    }
}
