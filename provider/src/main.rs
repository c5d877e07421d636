//! terraform-provider-dts: database migrations and synchronizations between cloud accounts, with Alibaba Cloud DTS and Tencent Cloud DTS, as Terraform resources.
//!
//! Terraform starts the binary without arguments and speaks plugin protocol 6 with it. `emulator` starts a local
//! emulator of the cloud's APIs instead.

use std::process::ExitCode;

fn main() -> ExitCode {
    terraform_provider_dts::run()
}
