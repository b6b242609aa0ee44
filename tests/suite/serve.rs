//! `backissue serve`: a static host for trying a site out, which nothing from outside brings down.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::cli::{backissue, fails, put};

/// A server on a port of its own, ended with the test.
struct Serving {
    child: Child,
    address: String,
}

impl Serving {
    fn new(dir: &Path) -> Serving {
        let mut child =
            backissue().arg("serve").arg(dir).args(["--port", "0"]).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let port = line.split("localhost:").nth(1).and_then(|rest| rest.split('/').next()).unwrap();
        Serving { address: format!("127.0.0.1:{port}"), child }
    }

    /// Head (lower case) and body of the answer.
    fn ask(&self, method: &str, target: &str, headers: &str) -> (String, Vec<u8>) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(stream, "{method} {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n")
            .unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let end = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n").unwrap();
        (String::from_utf8_lossy(&answer[..end]).to_lowercase(), answer[end + 4..].to_vec())
    }

    fn get(&self, target: &str) -> (String, Vec<u8>) {
        self.ask("GET", target, "")
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn site() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| put(&dir.path().join(name), bytes);
    write("secret.txt", b"secret");
    write("site/index.html", b"<h1>Lamps</h1>");
    write("site/engine.wasm", b"\0asm\x01\0\0\0 and the rest");
    write("site/parts/ab.bi", &[7; 5000]);
    write("site/_headers", b"/index.html\n  X-Policy: strict\n");
    dir
}

#[test]
fn serve_behaves_like_a_good_static_host() {
    let dir = site();
    let server = Serving::new(&dir.path().join("site"));

    let (head, body) = server.get("/");
    assert!(
        head.starts_with("http/1.1 200") && head.contains("content-type: text/html; charset=utf-8"),
        "{head}"
    );
    assert!(head.contains("x-policy: strict") && head.contains("cache-control: no-cache"), "{head}");
    assert_eq!(body, b"<h1>Lamps</h1>");

    let tag = head.lines().find_map(|line| line.strip_prefix("etag: ")).unwrap().to_string();
    let (head, body) = server.ask("GET", "/", &format!("If-None-Match: \"x\", W/{tag}\r\n"));
    assert!(head.starts_with("http/1.1 304") && body.is_empty(), "{head}");

    let (head, body) = server.ask("HEAD", "/engine.wasm", "");
    assert!(head.contains("content-type: application/wasm") && head.contains("content-length: 21"), "{head}");
    assert!(body.is_empty());

    let (head, body) = server.ask("GET", "/engine.wasm", "Range: bytes=1-3\r\nAccept-Encoding: br\r\n");
    assert!(head.starts_with("http/1.1 206") && head.contains("content-range: bytes 1-3/21"), "{head}");
    assert_eq!(body, b"asm");
    assert!(server.ask("GET", "/engine.wasm", "Range: bytes=99-\r\n").0.starts_with("http/1.1 416"));

    let (head, body) = server.ask("GET", "/parts/ab.bi", "Accept-Encoding: gzip, br\r\n");
    assert!(
        head.contains("immutable") && head.contains("content-encoding: br") && body.len() < 100,
        "{head}"
    );
    assert_eq!(server.get("/parts/ab.bi").1.len(), 5000);

    let (head, _) = server.get("/parts");
    assert!(head.starts_with("http/1.1 301") && head.contains("location: /parts/"), "{head}");
    assert!(server.ask("POST", "/", "Content-Length: 0\r\n").0.starts_with("http/1.1 405"));
}

#[test]
fn serve_lets_only_pages_of_this_computer_read_it_from_another_address() {
    let dir = site();
    let server = Serving::new(&dir.path().join("site"));
    let allowed = |origin: &str| {
        let (head, _) = server.ask("GET", "/", &format!("Origin: {origin}\r\n"));
        assert!(head.contains("vary: accept-encoding, origin"), "{head}");
        let found = head.lines().find_map(|line| line.strip_prefix("access-control-allow-origin: "));
        found.map(str::to_owned)
    };
    for origin in [
        "http://localhost:3000",
        "http://localhost",
        "https://127.0.0.1:80",
        "http://127.0.0.1",
        "http://[::1]:9",
    ] {
        assert_eq!(allowed(origin).as_deref(), Some(origin));
    }
    for origin in [
        "https://example.org",
        "null",
        "http://localhost.example.org",
        "http://example.org:80",
        "http://a@localhost:1",
    ] {
        assert_eq!(allowed(origin), None, "{origin}");
    }
}

#[test]
fn serve_outlives_bodies_that_never_come_and_waits_for_no_pipe() {
    let dir = site();
    #[cfg(unix)]
    assert!(Command::new("mkfifo").arg(dir.path().join("site/pipe.txt")).status().unwrap().success());
    let server = Serving::new(&dir.path().join("site"));
    // Requests whose connection stays open, and the first line of the answer if one comes.
    let claim = |length: &str| {
        let mut stream = TcpStream::connect(&server.address).unwrap();
        write!(stream, "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n\r\n").unwrap();
        stream
    };
    for length in ["99999999999999", "18446744073709551615", "1048577"] {
        let mut line = String::new();
        BufReader::new(claim(length)).read_line(&mut line).unwrap();
        assert!(line.starts_with("HTTP/1.1 413"), "{length}: {line}");
    }
    // Nor do they leave anything behind when the client leaves.
    #[cfg(target_os = "linux")]
    {
        let open = || std::fs::read_dir(format!("/proc/{}/fd", server.child.id())).unwrap().count();
        let before = open();
        (0..50).for_each(|_| drop(BufReader::new(claim("50000000")).read_line(&mut String::new())));
        let waits = (0..100).take_while(|_| open() > before + 5);
        waits.for_each(|_| std::thread::sleep(std::time::Duration::from_millis(100)));
        assert!(open() <= before + 5, "{before} before, {} now", open());
    }
    #[cfg(unix)]
    assert!(server.get("/pipe.txt").0.starts_with("http/1.1 404"));
    assert!(server.get("/").0.starts_with("http/1.1 200"));
}

#[test]
fn serve_shows_nothing_outside_the_folder() {
    let dir = site();
    #[cfg(unix)]
    std::os::unix::fs::symlink(dir.path().join("secret.txt"), dir.path().join("site/link.txt")).unwrap();
    let server = Serving::new(&dir.path().join("site"));
    for target in [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/link.txt",
        "/_headers",
        "/none",
        "/parts/",
    ] {
        let (head, body) = server.get(target);
        assert!(head.starts_with("http/1.1 404"), "{target}: {head}");
        assert_eq!(body, b"There is no such file.\n");
    }
    std::fs::write(dir.path().join("site/404.html"), "<h1>Lost</h1>").unwrap();
    assert_eq!(server.get("/none").1, b"<h1>Lost</h1>");
}

#[test]
fn serve_says_what_it_cannot_do() {
    let dir = site();
    let server = Serving::new(dir.path());
    let port = server.address.rsplit(':').next().unwrap();
    let (code, said) = fails(&["serve", dir.path().to_str().unwrap(), "--port", port]);
    assert_eq!(code, 1);
    assert!(
        said.contains(&format!("port {port}: cannot be served on")) && said.contains("--port 0"),
        "{said}"
    );
    let (code, said) = fails(&["serve", dir.path().join("none").to_str().unwrap()]);
    assert_eq!(code, 1);
    assert!(said.contains("none: cannot be served"), "{said}");
    let (code, said) = fails(&["serve", dir.path().join("secret.txt").to_str().unwrap()]);
    assert_eq!(code, 1);
    assert!(said.contains("is not a folder"), "{said}");
}
