//! `trust_policy(account_ids)`.

use tfplugin::{
    Model,
    function::{Function, FunctionError},
    model::{Attr, Set},
};

use crate::{
    resources::alibaba::ram_role_trust::{at_least_one, trust_policy::document},
    rules::alibaba as rules,
};

/// Makes the trust policy of a role that DTS of other accounts may use. It is the JSON text `dts_ram_role_trust` writes, for roles that something else manages.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct Arguments {
    /// Accounts that may create tasks on the databases of the role's account.
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
