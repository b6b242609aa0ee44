//! From an address to a file: never outside the folder, with its type, its tag and its compressed form.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use backissue::{Error, Fault, Result};
use sha2::{Digest, Sha256};

use super::rules::Rules;

/// Beyond this, compressing on the way takes longer than sending.
const PACK_BYTES: usize = 8 << 20;

/// Fast enough to do on the way; 11 would take half a second on the wasm.
const PACK_QUALITY: i32 = 6;

/// A folder that is served.
pub struct Site {
    root: PathBuf,
    rules: Rules,
    /// Compressed files, with the time and length of what was compressed.
    packed: Mutex<HashMap<PathBuf, Packed>>,
}

#[derive(Clone)]
struct Packed {
    changed: Option<SystemTime>,
    length: u64,
    bytes: Arc<[u8]>,
}

/// What is asked for.
pub struct Asked<'a> {
    /// The request's target: path and query.
    pub target: &'a str,
    /// Its `Accept-Encoding`.
    pub accept_encoding: String,
    /// Whether a range is wanted, which is one of the file as it is.
    pub whole_only: bool,
}

/// What is there.
pub enum Found {
    /// A file.
    File(File),
    /// A folder, asked for without the slash at its end: its address.
    Folder(String),
    /// Nothing, or nothing that is to be seen; with the site's own page for that, if it has one.
    Nothing(Option<Vec<u8>>),
}

/// A file to send.
pub struct File {
    pub bytes: Arc<[u8]>,
    /// Whether `bytes` are compressed.
    pub packed: bool,
    /// A strong tag, of the bytes as they are sent.
    pub tag: String,
    pub content_type: &'static str,
    pub cache_control: &'static str,
    pub extra_headers: Vec<(String, String)>,
}

impl Site {
    /// Opens a folder.
    pub fn open(dir: &Path) -> Result<Site> {
        let refuse = |problem: String, remedy: &str| {
            Error::new(Fault::Environment, dir.display().to_string(), problem, remedy)
        };
        let root = fs::canonicalize(dir).map_err(|error| {
            refuse(format!("cannot be served: {error}"), "Give the folder that `backissue build` wrote.")
        })?;
        if !root.is_dir() {
            return Err(refuse("is not a folder".into(), "Give the folder that the file is in."));
        }
        let rules = Rules::parse(&fs::read_to_string(root.join("_headers")).unwrap_or_default());
        Ok(Site { root, rules, packed: Mutex::default() })
    }

    /// Looks up what is asked for.
    pub fn find(&self, asked: &Asked<'_>) -> Found {
        let Some(names) = names(asked.target) else { return self.nothing() };
        let inside = self.root.join(names.iter().collect::<PathBuf>());
        // A link inside the folder may lead out of it.
        let Ok(mut path) = fs::canonicalize(&inside) else { return self.nothing() };
        if !path.starts_with(&self.root) {
            return self.nothing();
        }
        let mut address = format!("/{}", names.join("/"));
        if path.is_dir() {
            let target = asked.target.split(['?', '#']).next().unwrap_or_default();
            if !target.ends_with('/') {
                return Found::Folder(encoded(&address));
            }
            address = format!("{}/index.html", address.trim_end_matches('/'));
            path.push("index.html");
        }
        match self.file(&path, &address, asked) {
            Ok(file) => Found::File(file),
            Err(_) => self.nothing(),
        }
    }

    fn nothing(&self) -> Found {
        Found::Nothing(fs::read(self.root.join("404.html")).ok())
    }

    fn file(&self, path: &Path, address: &str, asked: &Asked<'_>) -> std::io::Result<File> {
        // Reading a pipe waits for whoever writes to it.
        if !fs::metadata(path)?.is_file() {
            return Err(std::io::ErrorKind::NotFound.into());
        }
        let plain = fs::read(path)?;
        let (content_type, is_text) = content_type(path);
        let packed = is_text
            && !asked.whole_only
            && plain.len() <= PACK_BYTES
            && accepts_brotli(&asked.accept_encoding);
        let bytes = if packed { self.pack(path, &plain)? } else { plain.into() };
        let mut tag = String::from("\"");
        for byte in Sha256::digest(&bytes).iter().take(12) {
            let _ = write!(tag, "{byte:02x}");
        }
        tag.push('"');
        Ok(File {
            bytes,
            packed,
            tag,
            content_type,
            cache_control: cache_control(address),
            extra_headers: self.rules.of(address),
        })
    }

    fn pack(&self, path: &Path, plain: &[u8]) -> std::io::Result<Arc<[u8]>> {
        let metadata = fs::metadata(path)?;
        let (changed, length) = (metadata.modified().ok(), metadata.len());
        // A thread that panicked while it held the map left it whole: entries are inserted at once.
        let known = self.packed.lock().unwrap_or_else(PoisonError::into_inner).get(path).cloned();
        if let Some(known) = known.filter(|known| known.changed == changed && known.length == length) {
            return Ok(known.bytes);
        }
        let parameters = brotli::enc::BrotliEncoderParams { quality: PACK_QUALITY, ..Default::default() };
        let mut out = Vec::new();
        brotli::BrotliCompress(&mut &plain[..], &mut out, &parameters)?;
        let bytes: Arc<[u8]> = out.into();
        let entry = Packed { changed, length, bytes: Arc::clone(&bytes) };
        self.packed.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_path_buf(), entry);
        Ok(bytes)
    }
}

/// The names in a target's path, decoded; `None` for one that could lead elsewhere or to a hidden file.
fn names(target: &str) -> Option<Vec<String>> {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let path = path.strip_prefix('/')?;
    let mut names = Vec::new();
    for part in path.split('/').filter(|part| !part.is_empty()) {
        let name = decoded(part)?;
        // `.` and `..` are hidden files too; `_headers` is for the host, not for readers.
        let plain = !name.starts_with('.') && name != "_headers" && !name.contains(['/', '\\', '\0', ':']);
        if !plain {
            return None;
        }
        names.push(name);
    }
    Some(names)
}

/// Percent-decodes a name; `None` if it is not UTF-8 then.
fn decoded(part: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        let hex = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        match (first, after) {
            (b'%', [high, low, after @ ..]) => {
                bytes.push(hex(*high)? << 4 | hex(*low)?);
                rest = after;
            }
            (b'%', _) => return None,
            _ => bytes.push(*first),
        }
    }
    String::from_utf8(bytes).ok()
}

/// The address of a folder: one slash at either end, so that it cannot be read as another host's.
fn encoded(address: &str) -> String {
    let mut out = String::new();
    for byte in address.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out.push('/');
    out
}

fn accepts_brotli(header: &str) -> bool {
    header.split(',').any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        name.trim() == "br"
            && !matches!(weight.trim().strip_prefix("q="), Some("0" | "0.0" | "0.00" | "0.000"))
    })
}

/// Parts are named by their content: what has such a name never changes.
fn cache_control(address: &str) -> &'static str {
    if address.contains("/parts/") { "public, max-age=31536000, immutable" } else { "no-cache" }
}

/// The type by the file's ending, and whether compressing pays.
fn content_type(path: &Path) -> (&'static str, bool) {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
    match ending.as_str() {
        "html" | "htm" => ("text/html; charset=utf-8", true),
        "js" | "mjs" => ("text/javascript; charset=utf-8", true),
        "css" => ("text/css; charset=utf-8", true),
        "json" | "map" => ("application/json", true),
        "webmanifest" => ("application/manifest+json", true),
        "wasm" => ("application/wasm", true),
        "xml" => ("application/xml", true),
        "atom" => ("application/atom+xml", true),
        "txt" | "md" | "ts" | "toml" => ("text/plain; charset=utf-8", true),
        "svg" => ("image/svg+xml", true),
        "png" => ("image/png", false),
        "jpg" | "jpeg" => ("image/jpeg", false),
        "webp" => ("image/webp", false),
        "avif" => ("image/avif", false),
        "ico" => ("image/x-icon", false),
        "woff2" => ("font/woff2", false),
        "pdf" => ("application/pdf", false),
        // The archive's manifest and parts; a host compresses what is not compressed already.
        "bi" => ("application/octet-stream", true),
        _ => ("application/octet-stream", false),
    }
}

#[cfg(test)]
mod tests {
    use super::{accepts_brotli, decoded, encoded, names};

    #[test]
    fn nothing_leads_out_of_the_folder() {
        for target in [
            "/../x",
            "/a/../../x",
            "/%2e%2e/x",
            "/a/%2E%2E%2Fx",
            "/..%5cx",
            "/.git/config",
            "/a%00b",
            "/_headers",
            "x",
            "http://a.example/x",
            "/%zz",
            "/%",
            "/%ff",
            "/c:x",
        ] {
            assert_eq!(names(target), None, "{target}");
        }
        assert_eq!(names("//a.example//b/?q=../x").unwrap(), ["a.example", "b"]);
        assert_eq!(names("/caf%C3%A9.html#x").unwrap(), ["café.html"]);
        assert!(names("/").unwrap().is_empty());
    }

    #[test]
    fn a_folders_address_stays_on_this_host() {
        assert_eq!(encoded("/a b/é"), "/a%20b/%C3%A9/");
        assert_eq!(decoded("a%20b").as_deref(), Some("a b"));
    }

    #[test]
    fn brotli_is_sent_to_those_who_read_it() {
        assert!(accepts_brotli("gzip, deflate, br"));
        assert!(accepts_brotli("br;q=0.5"));
        assert!(!accepts_brotli("gzip, br;q=0"));
        assert!(!accepts_brotli(""));
    }
}
