//! Whether Terraform started us.

use super::{Env, HandshakeError, MAGIC_COOKIE_KEY, MAGIC_COOKIE_VALUE};

/// Lets a start by Terraform pass. This is a courtesy to people, not a safeguard: the cookie is public.
///
/// # Errors
/// [`HandshakeError::NotAPlugin`] when the cookie is absent or another one.
pub fn check_cookie(env: &Env, binary: &str, address: &str) -> Result<(), HandshakeError> {
    if env.get(MAGIC_COOKIE_KEY) == Some(MAGIC_COOKIE_VALUE) {
        return Ok(());
    }
    Err(HandshakeError::NotAPlugin { binary: binary.to_owned(), address: address.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(env: &Env) -> Result<(), HandshakeError> {
        check_cookie(env, "terraform-provider-dts", "registry.terraform.io/crossaccount/dts")
    }

    #[test]
    fn right_cookie_passes() {
        assert!(check(&Env::from_iter([(MAGIC_COOKIE_KEY, MAGIC_COOKIE_VALUE)])).is_ok());
    }

    #[test]
    fn absent_or_other_cookie_is_answered_with_one_sentence() {
        for env in [Env::default(), Env::from_iter([(MAGIC_COOKIE_KEY, "d602")])] {
            let text = check(&env).unwrap_err().to_string();
            assert!(
                text.starts_with("terraform-provider-dts is the Terraform provider registry.terraform.io"),
                "{text}"
            );
            assert!(text.contains("terraform init") && !text.contains('\n'), "{text}");
        }
    }
}
