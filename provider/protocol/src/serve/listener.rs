//! The socket of the provider: a Unix socket, or TCP on the loopback interface on systems without Unix sockets.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use tokio::net::TcpListener;

use super::ServeError;
use super::connection::Connection;
use crate::handshake::{Address, Env, HandshakeError, MAX_PORT_KEY, MIN_PORT_KEY, UNIX_SOCKET_DIR_KEY};

/// Name of the socket in its folder, and the beginning of the folder's name: a path has at most 104 bytes.
const SOCKET: &str = "s";
const FOLDER_PREFIX: &str = "tfp";

/// A listening socket and, if it is a Unix socket, its file.
pub(super) struct Listener {
    socket: Socket,
    address: Address,
    file: Option<SocketFile>,
}

/// The folder of a Unix socket, which has a random name and is private to this user from its creation: no other user can reach the
/// socket, not even before its own permissions are set. Dropping this value removes the folder with the socket.
#[cfg_attr(not(unix), expect(dead_code, reason = "used with Unix sockets"))]
pub(super) struct SocketFile {
    _folder: TempDir,
}

enum Socket {
    #[cfg(unix)]
    Unix(tokio::net::UnixListener),
    Tcp(TcpListener),
}

impl Listener {
    /// Opens the kind of socket that go-plugin uses on this system.
    pub(super) fn bind(env: &Env) -> Result<Self, ServeError> {
        #[cfg(unix)]
        return Self::bind_unix(env);
        #[cfg(not(unix))]
        return Self::bind_tcp(env);
    }

    /// Returns the socket file, so that the caller decides when it is removed.
    pub(super) fn take_file(&mut self) -> Option<SocketFile> {
        self.file.take()
    }

    pub(super) fn address(&self) -> &Address {
        &self.address
    }

    /// Opens a Unix socket to which only this user can connect, in the folder that the host specifies.
    #[cfg(unix)]
    fn bind_unix(env: &Env) -> Result<Self, ServeError> {
        use std::os::unix::fs::PermissionsExt as _;

        let dir = env.get(UNIX_SOCKET_DIR_KEY).map_or_else(std::env::temp_dir, PathBuf::from);
        let private = std::fs::Permissions::from_mode(0o700);
        let folder = tempfile::Builder::new().prefix(FOLDER_PREFIX).permissions(private).tempdir_in(&dir);
        let folder = folder.map_err(|source| unix_error(&dir, source))?;
        let path = folder.path().join(SOCKET);
        let listener = tokio::net::UnixListener::bind(&path).map_err(|source| unix_error(&path, source))?;
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600))
            .map_err(|source| unix_error(&path, source))?;
        let file = Some(SocketFile { _folder: folder });
        Ok(Self { socket: Socket::Unix(listener), address: Address::Unix(path), file })
    }

    /// Opens a TCP socket on the loopback interface, at the first free port of the range that the host specifies.
    #[cfg_attr(all(unix, not(test)), expect(dead_code, reason = "used on systems without Unix sockets"))]
    pub(super) fn bind_tcp(env: &Env) -> Result<Self, ServeError> {
        let (first, last) = (port(env, MIN_PORT_KEY)?.unwrap_or(0), port(env, MAX_PORT_KEY)?.unwrap_or(0));
        if first > last {
            return Err(HandshakeError::Port { name: MIN_PORT_KEY, value: first.to_string() }.into());
        }
        let mut last_error = None;
        for port in first..=last {
            match try_port(port) {
                Ok((listener, address)) => {
                    let address = Address::Tcp(address);
                    return Ok(Self { socket: Socket::Tcp(listener), address, file: None });
                }
                Err(source) => last_error = Some(source),
            }
        }
        Err(ServeError::Listen {
            address: format!("127.0.0.1, ports {first} to {last}"),
            source: last_error.unwrap_or_else(|| io::ErrorKind::AddrInUse.into()),
            advice: "make a port of this range available, or set a larger range with PLUGIN_MIN_PORT and PLUGIN_MAX_PORT",
        })
    }

    /// Waits for the next connection.
    pub(super) async fn accept(&self) -> io::Result<Connection> {
        match &self.socket {
            #[cfg(unix)]
            Socket::Unix(listener) => Ok(Connection::new(listener.accept().await?.0)),
            Socket::Tcp(listener) => {
                let stream = listener.accept().await?.0;
                // Otherwise each response waits about 40 ms for the peer's delayed acknowledgement.
                stream.set_nodelay(true)?;
                Ok(Connection::new(stream))
            }
        }
    }
}

fn unix_error(path: &Path, source: io::Error) -> ServeError {
    ServeError::Listen {
        address: path.display().to_string(),
        source,
        advice: "set TMPDIR to a folder in which you may create files and whose path is short (at most about 70 characters)",
    }
}

fn port(env: &Env, name: &'static str) -> Result<Option<u16>, HandshakeError> {
    let parse = |value: &str| value.parse().map_err(|_| HandshakeError::Port { name, value: value.to_owned() });
    env.get(name).map(parse).transpose()
}

fn try_port(port: u16) -> io::Result<(TcpListener, SocketAddr)> {
    let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    Ok((TcpListener::from_std(listener)?, address))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error_text(result: Result<Listener, ServeError>) -> String {
        result.err().unwrap().to_string()
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn the_unix_socket_is_private_and_removed_on_drop() {
        use std::os::unix::fs::PermissionsExt as _;

        let dir = tempfile::tempdir().unwrap();
        let env = Env::from_iter([(UNIX_SOCKET_DIR_KEY, dir.path().to_str().unwrap())]);
        let (first, second) = (Listener::bind(&env).unwrap(), Listener::bind(&env).unwrap());
        assert_ne!(first.address(), second.address());
        let Address::Unix(path) = first.address().clone() else { panic!("not a Unix socket") };
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(path.parent().unwrap().metadata().unwrap().permissions().mode() & 0o777, 0o700);
        drop((first, second));
        assert_eq!(dir.path().read_dir().unwrap().count(), 0);
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn a_missing_folder_or_too_long_path_is_reported_with_advice() {
        for dir in ["/nonexistent/folder".to_owned(), format!("/tmp/{}", "x".repeat(200))] {
            let text = error_text(Listener::bind(&Env::from_iter([(UNIX_SOCKET_DIR_KEY, dir.clone())])));
            assert!(text.contains(&dir) && text.contains("TMPDIR"), "{text}");
        }
    }

    #[tokio::test]
    async fn tcp_uses_a_free_loopback_port_or_one_of_the_range() {
        let any = Listener::bind_tcp(&Env::default()).unwrap();
        let Address::Tcp(taken) = *any.address() else { panic!("not TCP") };
        assert!(taken.ip().is_loopback());

        let range =
            |min: u16, max: u16| Env::from_iter([(MIN_PORT_KEY, min.to_string()), (MAX_PORT_KEY, max.to_string())]);
        assert!(error_text(Listener::bind_tcp(&range(taken.port(), taken.port()))).contains("set a larger range"));
        drop(any);
        let reopened = Listener::bind_tcp(&range(taken.port(), taken.port())).unwrap();
        assert_eq!(*reopened.address(), Address::Tcp(taken));
    }

    #[tokio::test]
    async fn invalid_ports_and_a_reversed_range_are_rejected() {
        for (min, max) in [("x", "10"), ("1", "70000"), ("20", "10")] {
            let env = Env::from_iter([(MIN_PORT_KEY, min), (MAX_PORT_KEY, max)]);
            assert!(error_text(Listener::bind_tcp(&env)).contains("must be a TCP port"), "{min} {max}");
        }
    }

    #[tokio::test]
    async fn an_accepted_tcp_connection_transfers_bytes() {
        use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

        let listener = Listener::bind_tcp(&Env::default()).unwrap();
        let Address::Tcp(address) = *listener.address() else { panic!("not TCP") };
        let mut client = tokio::net::TcpStream::connect(address).await.unwrap();
        let mut server = listener.accept().await.unwrap();
        client.write_all(b"ping").await.unwrap();
        let mut got = [0; 4];
        server.read_exact(&mut got).await.unwrap();
        assert_eq!(&got, b"ping");
    }
}
