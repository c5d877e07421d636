//! Why a plugin refuses to start.

/// The handshake came to nothing. The text is meant for standard error, as one line.
#[derive(Debug, thiserror::Error)]
pub enum HandshakeError {
    /// Somebody ran the binary by hand.
    #[error(
        "{binary} is the Terraform provider {address} and is started by Terraform, not by hand: name it under \
         required_providers, run `terraform init` and then `terraform plan`; to attach a debugger, start it with -debug"
    )]
    NotAPlugin {
        /// File name of the binary.
        binary: String,
        /// Address of the provider, `host/namespace/type`.
        address: String,
    },

    /// The host speaks no protocol we speak.
    #[error(
        "the program that started this provider offers plugin protocol versions \"{offered}\", but the provider speaks \
         version 6: use Terraform 1.0 or OpenTofu 1.6, or a later version"
    )]
    ProtocolVersion {
        /// The list as it was given; empty when there was none.
        offered: String,
    },

    /// `PLUGIN_CLIENT_CERT` holds something else than a certificate. Going on in plain text would let everybody in.
    #[error(
        "PLUGIN_CLIENT_CERT must hold exactly one X.509 certificate in PEM form, found {found}: unset the variable if \
         you set it yourself, otherwise report this to the program that starts the provider"
    )]
    ClientCertificate {
        /// What was found there.
        found: String,
    },

    /// Our own certificate could not be made.
    #[error("making the provider's own TLS certificate failed: {reason}; please report this as a bug of the provider")]
    ServerCertificate {
        /// What the TLS library said.
        reason: String,
    },

    /// A port variable is not a port, or the two are the wrong way round.
    #[error("{name} is \"{value}\": must be a TCP port from 0 to 65535, the minimum not above the maximum")]
    Port {
        /// Name of the variable.
        name: &'static str,
        /// Its value.
        value: String,
    },
}
