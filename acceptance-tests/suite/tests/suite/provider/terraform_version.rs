//! The Terraform version of the suite.

use std::io::Write as _;

use acceptance_harness::terraform::{Installation, Terraform};

/// The test bypasses the output capture of the test runner, so that every log of the suite shows the version.
#[tokio::test]
async fn the_log_shows_the_version_of_the_real_terraform() {
    let terraform = Terraform::new(Installation::DevOverride).unwrap_or_else(|error| panic!("{error}"));
    let core = terraform.core().await.unwrap();
    writeln!(std::io::stdout(), "acceptance tests run with {core}").unwrap();
    for line in core.lacks() {
        writeln!(std::io::stdout(), "{line}").unwrap();
    }
}
