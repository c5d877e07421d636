//! Requests that are too long, and clients that are too slow. The clock is paused while the server works, so that no
//! test has to wait.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::setup::Stage;

/// Sends the beginning of a request and reads until the server closes the connection.
async fn closed_after(address: SocketAddr, beginning: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    // The server can close the connection before it has received everything.
    let _ = stream.write_all(beginning).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8(answer).unwrap()
}

/// If the server closes the connection while the client is still sending, the answer can be lost.
fn refused(answer: &str, status: &str) -> bool {
    answer.is_empty() || answer.starts_with(&format!("HTTP/1.1 {status} "))
}

#[tokio::test(start_paused = true)]
async fn a_client_that_does_not_complete_the_head_is_disconnected() {
    let stage = Stage::new().await;
    for beginning in ["", "POST / HTTP/1.1\r\nhost: 127.0.0.1\r\n"] {
        let begun = tokio::time::Instant::now();
        let answer = closed_after(stage.emulator.addr(), beginning.as_bytes()).await;
        assert!(!answer.contains("200 OK"), "{answer}");
        assert_eq!(begun.elapsed().as_secs(), 30, "{beginning:?}");
    }
    assert!(stage.control("GET", "requests", "").await.body.as_array().unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_client_that_does_not_complete_the_body_is_disconnected() {
    let stage = Stage::new().await;
    for path in ["/", "/_control/faults"] {
        let begun = tokio::time::Instant::now();
        let half = format!("POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 100\r\n\r\nAction=");
        let answer = closed_after(stage.emulator.addr(), half.as_bytes()).await;
        assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
        assert!(answer.ends_with("the body did not come within 30 s"), "{answer}");
        assert_eq!(begun.elapsed().as_secs(), 30);
    }
    assert!(stage.control("GET", "requests", "").await.body.as_array().unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn one_slow_client_delays_no_other() {
    let stage = Stage::new().await;
    let _idle = TcpStream::connect(stage.emulator.addr()).await.unwrap();
    let begun = tokio::time::Instant::now();
    stage.source_owner().sts("GetCallerIdentity", &[]).await.ok();
    assert_eq!(begun.elapsed().as_secs(), 0);
}

#[tokio::test]
async fn long_heads_and_bodies_are_refused_and_somewhat_shorter_ones_are_read() {
    let stage = Stage::new().await;
    let head = |length: usize| {
        format!(
            "GET /_control/state HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\nx-long: {}\r\n\r\n",
            "x".repeat(length)
        )
    };
    let answer = closed_after(stage.emulator.addr(), head(200 << 10).as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    let answer = closed_after(stage.emulator.addr(), head(1 << 20).as_bytes()).await;
    assert!(refused(&answer, "431"), "{answer}");

    let body = |length: usize| {
        let text = "x".repeat(length);
        format!(
            "POST /_control/faults HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{text}"
        )
    };
    let answer = closed_after(stage.emulator.addr(), body(8 << 20).as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 400 ") && answer.contains("the body is not valid for this call"), "{answer}");
    // Chunked: the length is not known in advance.
    let chunk = format!("{:x}\r\n{}\r\n", 1 << 20, "x".repeat(1 << 20));
    let endless =
        format!("POST / HTTP/1.1\r\nhost: 127.0.0.1\r\ntransfer-encoding: chunked\r\n\r\n{}", chunk.repeat(9));
    let answer = closed_after(stage.emulator.addr(), endless.as_bytes()).await;
    assert!(refused(&answer, "413"), "{answer}");
    stage.source_owner().sts("GetCallerIdentity", &[]).await.ok();
}

/// The memory for bodies is bounded although no signature has been checked yet.
#[tokio::test(start_paused = true)]
async fn only_a_few_large_bodies_are_read_at_the_same_time() {
    let stage = Stage::new().await;
    let address = stage.emulator.addr();
    let large = "x".repeat(100 * 1024);
    let length = large.len();
    let head = format!("POST / HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n");
    let mut begun = Vec::new();
    for _ in 0..4 {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(head.as_bytes()).await.unwrap();
        begun.push(stream);
    }
    // The server has to see the four requests first.
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    let started = tokio::time::Instant::now();
    stage.source_owner().sts("GetCallerIdentity", &[]).await.ok();
    assert_eq!(started.elapsed().as_secs(), 0, "small bodies do not wait");
    let answer = closed_after(address, format!("{head}{large}").as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 400 ") && answer.contains("MissingSignature"), "{answer}");
    assert!(started.elapsed().as_secs() >= 28, "it waited until the time of the first four was over");
    for mut stream in begun {
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    }
}
