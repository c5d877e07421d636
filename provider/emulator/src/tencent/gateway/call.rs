//! A call as the handlers of the services get it.

use std::sync::Arc;

use crate::core::accounts::Caller;
use crate::policy::Circumstances;

use super::fields::Fields;

/// A call whose caller is known and whose parameters have the right types.
#[derive(Clone)]
pub(crate) struct Call {
    pub(crate) caller: Arc<Caller>,
    pub(crate) action: String,
    /// Empty when the request has none.
    pub(crate) region: String,
    pub(crate) parameters: Fields,
    /// What conditions of policies are evaluated with.
    pub(crate) circumstances: Circumstances,
}
