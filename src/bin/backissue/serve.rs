//! `backissue serve`: a local server that behaves like a good static host.

mod files;
mod range;
mod rules;

use std::collections::BTreeMap;
use std::io::{Cursor, Write as _};
use std::path::PathBuf;
use std::sync::Arc;

use backissue::{Error, Fault, Result};
use tiny_http::{Header, Method, Request, Response, Server, StatusCode};

use files::{Asked, Found, Site};
use range::Span;

/// Serve a folder as a good static host would
#[derive(clap::Args)]
pub struct Arguments {
    /// The folder
    pub dir: PathBuf,
    /// The port; 0 takes a free one
    #[arg(long, default_value_t = 8080)]
    pub port: u16,
}

/// A browser opens some six connections at a time, and each holds a thread. One that reads slowly, or not at all, holds it long.
const THREADS: usize = 64;

/// No request to a host of files has so long a body.
const BODY_BYTES: usize = 1 << 20;

/// Serves until the program is ended.
pub fn run(arguments: &Arguments) -> Result<()> {
    let site = Arc::new(Site::open(&arguments.dir)?);
    let server = Server::http(("127.0.0.1", arguments.port)).map_err(|error| {
        Error::new(
            Fault::Environment,
            format!("port {}", arguments.port),
            format!("cannot be served on: {error}"),
            "Choose another port with --port N, or let one be chosen with --port 0.",
        )
    })?;
    let port = server.server_addr().to_ip().map_or(arguments.port, |address| address.port());
    say!("Serving {} at http://localhost:{port}/ (end with Ctrl+C)", arguments.dir.display());
    // Whoever reads the address from a pipe waits for it.
    let _ = std::io::stdout().flush();
    let server = Arc::new(server);
    let threads: Vec<_> = (0..THREADS)
        .map(|_| {
            let (server, site) = (Arc::clone(&server), Arc::clone(&site));
            std::thread::spawn(move || {
                while let Ok(request) = server.recv() {
                    answer(&site, request);
                }
            })
        })
        .collect();
    for thread in threads {
        let _ = thread.join();
    }
    Ok(())
}

fn answer(site: &Site, request: Request) {
    let header = |name: &'static str| {
        let found = request.headers().iter().find(|header| header.field.equiv(name));
        found.map(|header| header.value.as_str().to_string())
    };
    let claimed = request.body_length().filter(|&length| length > BODY_BYTES);
    let reply = match request.method() {
        _ if claimed.is_some() => Reply::text(413, "This host serves files, and takes none.\n"),
        Method::Get | Method::Head => {
            let asked = Asked {
                target: request.url(),
                accept_encoding: header("Accept-Encoding").unwrap_or_default(),
                whole_only: header("Range").is_some(),
            };
            reply(site, &asked, &header)
        }
        _ => Reply::text(405, "This host serves files: only GET and HEAD.\n").with("Allow", "GET, HEAD"),
    };
    let reply = match header("Origin").filter(|origin| is_local(origin)) {
        Some(origin) => reply.with("Access-Control-Allow-Origin", origin),
        None => reply,
    };
    let headers = reply
        .headers
        .iter()
        .filter_map(|(name, value)| Header::from_bytes(name.as_bytes(), value.as_bytes()).ok())
        .collect();
    let length = reply.body.len();
    let response =
        Response::new(StatusCode(reply.status), headers, Cursor::new(reply.body), Some(length), None)
            .with_chunked_threshold(usize::MAX);
    // A reader who has left is no failure of the server's.
    match claimed {
        None => drop(request.respond(response)),
        // Behind the answer the rest of the body is read until it ends or the client leaves, which must hold up nobody else.
        Some(length) if can_be_held(length) => {
            let _ = std::thread::Builder::new().spawn(move || request.respond(response));
        }
        // tiny_http has no way to close a connection: dropped, the request would ask for that memory and end the
        // program. So it is not dropped, and a client that claims more than any computer has keeps a thread of
        // tiny_http's and the connection, as it could by saying nothing at all.
        Some(_) => std::mem::forget(request.upgrade("close", response)),
    }
}

/// Whether the system would give as much memory as that. `tiny_http` asks for what is left of a body at once to read it, and uses
/// no more than what comes.
fn can_be_held(length: usize) -> bool {
    let mut body: Vec<u8> = Vec::new();
    let is_given = body.try_reserve_exact(length).is_ok();
    // Memory that nobody looks at need not be asked for.
    std::hint::black_box(&mut body);
    is_given
}

/// Whether pages of this origin are on this computer. They may embed the archive to see how it looks; a page out on the web
/// that happens to be open must not read an issue that is not published yet.
fn is_local(origin: &str) -> bool {
    let Some(host) = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://")) else {
        return false;
    };
    let name = host.trim_end_matches(|c: char| c.is_ascii_digit()).strip_suffix(':').unwrap_or(host);
    matches!(name, "localhost" | "127.0.0.1" | "[::1]")
}

/// What is sent back.
struct Reply {
    status: u16,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

impl Reply {
    fn new(status: u16, body: Vec<u8>) -> Reply {
        let headers = [("X-Content-Type-Options", "nosniff"), ("Vary", "Accept-Encoding, Origin")];
        let headers =
            headers.into_iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
        Reply { status, headers, body }
    }

    fn text(status: u16, message: &str) -> Reply {
        Reply::new(status, message.as_bytes().to_vec()).with("Content-Type", "text/plain; charset=utf-8")
    }

    fn with(mut self, name: &str, value: impl Into<String>) -> Reply {
        self.headers.insert(name.to_string(), value.into());
        self
    }
}

fn reply(site: &Site, asked: &Asked<'_>, header: &dyn Fn(&'static str) -> Option<String>) -> Reply {
    let file = match site.find(asked) {
        Found::File(file) => file,
        Found::Folder(location) => {
            return Reply::text(301, "The folder's address ends with a slash.\n").with("Location", location);
        }
        Found::Nothing(page) => {
            return match page {
                Some(page) => Reply::new(404, page).with("Content-Type", "text/html; charset=utf-8"),
                None => Reply::text(404, "There is no such file.\n"),
            };
        }
    };
    let described = |mut reply: Reply| {
        reply = reply.with("ETag", &file.tag).with("Cache-Control", file.cache_control);
        for (name, value) in &file.extra_headers {
            reply = reply.with(name, value);
        }
        reply
    };
    let matches = header("If-None-Match").is_some_and(|tags| {
        tags.split(',')
            .any(|tag| matches!(tag.trim().trim_start_matches("W/"), t if t == file.tag || t == "*"))
    });
    if matches {
        return described(Reply::new(304, Vec::new()));
    }
    let length = file.bytes.len();
    // A range of a file that has changed since is no range of this file.
    let same = header("If-Range").is_none_or(|tag| tag == file.tag);
    let span = header("Range").filter(|_| same).map_or(Span::Whole, |wanted| range::parse(&wanted, length));
    let reply = match span {
        Span::Whole => Reply::new(200, file.bytes.to_vec()),
        Span::Part(part) => {
            let described = format!("bytes {}-{}/{length}", part.start, part.end - 1);
            Reply::new(206, file.bytes.get(part).unwrap_or_default().to_vec())
                .with("Content-Range", described)
        }
        Span::None => {
            return Reply::text(416, "The file is shorter than that.\n")
                .with("Content-Range", format!("bytes */{length}"));
        }
    };
    let reply = described(reply).with("Content-Type", file.content_type).with("Accept-Ranges", "bytes");
    if file.packed { reply.with("Content-Encoding", "br") } else { reply }
}
