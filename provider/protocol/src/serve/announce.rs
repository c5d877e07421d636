//! The only text that the provider prints to standard output.

use std::io::{self, Write as _};

use serde_json::json;

use super::ServeOptions;
use crate::handshake::{Address, PROTOCOL_VERSION};

/// Prints a text and flushes it, because the host waits for the end of the line.
pub(super) fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{text}")?;
    out.flush()
}

/// Instructions to attach Terraform to a provider that runs in a debugger.
pub(super) fn attach_instructions(options: &ServeOptions, address: &Address, pid: u32) -> String {
    let reattach = json!({
        &options.address: {
            "Protocol": "grpc",
            "ProtocolVersion": PROTOCOL_VERSION,
            "Pid": pid,
            // "Test" makes Terraform leave the process running when a command has finished.
            "Test": true,
            "Addr": { "Network": address.network(), "String": address.to_string() },
        }
    });
    // The value is in single quotes for the shell. A quote inside closes the string, adds a quote, and opens it again.
    let quoted = reattach.to_string().replace('\'', r"'\''");
    let binary = &options.binary;
    format!(
        "{binary} is waiting for Terraform. In the shell in which you run Terraform, set:\n\n\t\
         export TF_REATTACH_PROVIDERS='{quoted}'\n\nPress Ctrl-C to stop."
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_attach_instructions_contain_the_variable_as_terraform_parses_it() {
        let options = ServeOptions::new("terraform-provider-dts", "registry.terraform.io/crossaccount/dts");
        let text = attach_instructions(&options, &Address::Unix("/tmp/it's.sock".into()), 42);
        let quoted = text.split_once("TF_REATTACH_PROVIDERS='").unwrap().1.split_once("'\n").unwrap().0;
        let value: serde_json::Value = serde_json::from_str(&quoted.replace(r"'\''", "'")).unwrap();
        let expected = json!({ "registry.terraform.io/crossaccount/dts": {
            "Protocol": "grpc", "ProtocolVersion": 6, "Pid": 42, "Test": true,
            "Addr": { "Network": "unix", "String": "/tmp/it's.sock" },
        }});
        assert_eq!(value, expected);
    }
}
