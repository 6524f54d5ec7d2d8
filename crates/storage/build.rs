//! The migrations are embedded by a macro, of which cargo does not know the files.

fn main() {
    println!("cargo:rerun-if-changed=../../migrations");
}
