//! A call as the handlers of the services get it.

use std::sync::Arc;

use crate::core::accounts::Caller;
use crate::policy::Circumstances;

use super::parameters::Parameters;

/// A call whose caller is known and whose parameters are separated.
#[derive(Clone)]
pub(crate) struct Call {
    pub(crate) caller: Arc<Caller>,
    pub(crate) action: String,
    pub(crate) parameters: Parameters,
    /// What conditions of policies are evaluated with.
    pub(crate) circumstances: Circumstances,
}
