//! Why a plugin refuses to start.

/// The handshake failed. The text is one line for standard error.
#[derive(Debug, thiserror::Error)]
pub enum HandshakeError {
    /// The binary was not started by Terraform.
    #[error(
        "{binary} is a Terraform provider ({address}) and cannot be run directly: add it to required_providers, then run \
         `terraform init` and `terraform plan`; to attach a debugger, start it with -debug"
    )]
    NotAPlugin {
        /// File name of the binary.
        binary: String,
        /// Address of the provider, `host/namespace/type`.
        address: String,
    },

    /// The host does not support protocol version 6.
    #[error(
        "the program that started this provider supports the plugin protocol versions \"{offered}\", but the provider \
         requires version 6: use Terraform 1.0 or OpenTofu 1.6, or a later version"
    )]
    ProtocolVersion {
        /// The host's list as it was given; empty when the host gave none.
        offered: String,
    },

    /// `PLUGIN_CLIENT_CERT` does not hold a certificate. Continuing without TLS would accept every local client.
    #[error(
        "PLUGIN_CLIENT_CERT holds {found}, but must hold exactly one X.509 certificate in PEM form: unset the variable if \
         you set it yourself, otherwise report this to the maintainers of the program that starts the provider"
    )]
    ClientCertificate {
        /// What the variable holds instead.
        found: String,
    },

    /// The provider's own certificate could not be created.
    #[error("creating the provider's TLS certificate failed: {reason}; please report this as a bug of the provider")]
    ServerCertificate {
        /// The error of the TLS library.
        reason: String,
    },

    /// A port variable is not a port number, or the minimum is above the maximum.
    #[error(
        "{name} is \"{value}\": it must be a TCP port from 0 to 65535, and the minimum must not exceed the maximum"
    )]
    Port {
        /// Name of the variable.
        name: &'static str,
        /// Its value.
        value: String,
    },
}
