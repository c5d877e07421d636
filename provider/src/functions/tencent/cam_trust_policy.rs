//! `cam_trust_policy(account_ids, external_id)`.

use tfplugin::{
    Model,
    function::{Function, FunctionError},
    model::{Attr, Set},
};

use crate::{
    resources::{shared::role_trust::at_least_one, tencent::cam_role_trust::trust_policy::document},
    rules::tencent as rules,
};

/// Returns the trust policy of a CAM role that DTS of other root accounts can assume. It is the same JSON that `dts_cam_role_trust` sends, for roles that are managed in another way.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct Arguments {
    /// UINs of the root accounts that may run jobs for databases of the role's account.
    #[attr(required, validate(rules::uin(), at_least_one()))]
    account_ids: Attr<Set<String>>,
    /// External ID that these accounts must send when they assume the role, or `null` for none. It is part of the result.
    #[attr(optional, validate(rules::cam_external_id()))]
    external_id: Attr<String>,
}

/// The function.
pub(super) struct CamTrustPolicy;

impl Function for CamTrustPolicy {
    type Arguments = Arguments;
    type Output = String;

    fn name(&self) -> &'static str {
        "cam_trust_policy"
    }

    fn call(&self, arguments: Arguments) -> Result<String, FunctionError> {
        let ids = arguments.account_ids.get().into_iter().flat_map(Set::known).cloned().collect();
        Ok(document(&ids, arguments.external_id.as_str()))
    }
}
