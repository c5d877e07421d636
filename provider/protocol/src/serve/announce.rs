//! The only text that goes to standard output.

use std::io::{self, Write as _};

use serde_json::json;

use super::ServeOptions;
use crate::handshake::{Address, PROTOCOL_VERSION};

/// Prints one text and flushes it: the host waits for the line end.
pub(super) fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{text}")?;
    out.flush()
}

/// How to attach Terraform to a provider that runs in a debugger.
pub(super) fn attach_instructions(options: &ServeOptions, address: &Address, pid: u32) -> String {
    let reattach = json!({
        &options.address: {
            "Protocol": "grpc",
            "ProtocolVersion": PROTOCOL_VERSION,
            "Pid": pid,
            // "Test" tells Terraform that the process is not its own to end.
            "Test": true,
            "Addr": { "Network": address.network(), "String": address.to_string() },
        }
    });
    // In single quotes for the shell; a quote inside ends the string, adds itself, and begins again.
    let quoted = reattach.to_string().replace('\'', r"'\''");
    let binary = &options.binary;
    format!(
        "{binary} waits for Terraform. In the shell that runs Terraform:\n\n\texport TF_REATTACH_PROVIDERS='{quoted}'\n\n\
         Interrupt with Ctrl-C."
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attach_help_holds_what_terraform_parses() {
        let options = ServeOptions::new("terraform-provider-dts", "registry.terraform.io/crossaccount/dts");
        let text = attach_instructions(&options, &Address::Unix("/tmp/it's.sock".into()), 42);
        let quoted = text.split_once("TF_REATTACH_PROVIDERS='").unwrap().1.split_once("'\n").unwrap().0;
        let value: serde_json::Value = serde_json::from_str(&quoted.replace(r"'\''", "'")).unwrap();
        let wanted = json!({ "registry.terraform.io/crossaccount/dts": {
            "Protocol": "grpc", "ProtocolVersion": 6, "Pid": 42, "Test": true,
            "Addr": { "Network": "unix", "String": "/tmp/it's.sock" },
        }});
        assert_eq!(value, wanted);
    }
}
