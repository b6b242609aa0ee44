//! The project's own tasks: `cargo xtask demo | test | build | bench`.

fn main() {
    eprintln!("usage: cargo xtask demo|test|build|bench");
    std::process::exit(2);
}
