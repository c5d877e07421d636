//! Nothing is called without an explicit request.

use alibaba::Environment;

use super::RealError;

/// The variable that requests a run. Its name is not `TF_ACC`, which people set for all commands of a shell.
pub const OPT_IN: &str = "DTS_ACCEPTANCE_REAL";

/// What a run creates, and what that costs.
pub const COSTS: &str = "A run creates real objects in two accounts and costs money: it buys one DTS migration \
    instance of class small, which is billed by use from the purchase until the release at the end of the run, and \
    copies the configured database; besides, it creates a RAM role, which is deleted, and the database at the \
    destination, which stays.";

/// Continues only when the opt-in is exactly `1`.
///
/// # Errors
/// [`RealError::NoConsent`], with what a run costs.
pub fn given(environment: &Environment) -> Result<(), RealError> {
    if environment.get(OPT_IN) == Some("1") {
        return Ok(());
    }
    Err(RealError::NoConsent { opt_in: OPT_IN, costs: COSTS })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_opt_in_itself_opts_in() {
        assert!(given(&Environment::from_iter([(OPT_IN, "1")])).is_ok());
        for other in [(OPT_IN, ""), (OPT_IN, "0"), (OPT_IN, "true"), (OPT_IN, "yes"), ("TF_ACC", "1"), ("X", "1")] {
            let refused = given(&Environment::from_iter([other])).unwrap_err();
            assert!(refused.is_refusal(), "{other:?}");
            let text = refused.to_string();
            for piece in ["nothing was called", "DTS_ACCEPTANCE_REAL=1", "costs money", "migration instance"] {
                assert!(text.contains(piece), "{piece}: {text}");
            }
        }
    }
}
