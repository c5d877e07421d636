//! `trust_policy(account_ids)`.

use tfplugin::{
    Model,
    function::{Function, FunctionError},
    model::{Attr, Set},
};

use crate::{
    resources::{alibaba::ram_role_trust::trust_policy::document, shared::role_trust::at_least_one},
    rules::alibaba as rules,
};

/// Returns the trust policy of a role that DTS of other accounts can assume. It is the same JSON that `dts_ram_role_trust` sends, for roles that are managed in another way.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct Arguments {
    /// IDs of the accounts that may create tasks for databases of the role's account.
    #[attr(required, validate(rules::account_id(), at_least_one()))]
    account_ids: Attr<Set<String>>,
}

/// The function.
pub(super) struct TrustPolicy;

impl Function for TrustPolicy {
    type Arguments = Arguments;
    type Output = String;

    fn name(&self) -> &'static str {
        "trust_policy"
    }

    fn call(&self, arguments: Arguments) -> Result<String, FunctionError> {
        let ids = arguments.account_ids.get().into_iter().flat_map(Set::known).cloned().collect();
        Ok(document(&ids))
    }
}
