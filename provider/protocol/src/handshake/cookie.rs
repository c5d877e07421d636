//! The magic cookie, by which the provider recognizes that Terraform started it.

use super::{Env, HandshakeError, MAGIC_COOKIE_KEY, MAGIC_COOKIE_VALUE};

/// Checks that Terraform started the process. This helps users who run the binary directly; it is not a security check,
/// because the cookie is public.
///
/// # Errors
/// [`HandshakeError::NotAPlugin`] when the cookie is missing or has another value.
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
    fn the_cookie_of_terraform_is_accepted() {
        assert!(check(&Env::from_iter([(MAGIC_COOKIE_KEY, MAGIC_COOKIE_VALUE)])).is_ok());
    }

    #[test]
    fn a_missing_or_different_cookie_gives_a_one_line_error() {
        for env in [Env::default(), Env::from_iter([(MAGIC_COOKIE_KEY, "d602")])] {
            let text = check(&env).unwrap_err().to_string();
            assert!(
                text.starts_with("terraform-provider-dts is a Terraform provider (registry.terraform.io"),
                "{text}"
            );
            assert!(text.contains("terraform init") && !text.contains('\n'), "{text}");
        }
    }
}
