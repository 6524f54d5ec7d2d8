//! A portal that signs people in through Poort and shows what they may do: what a team builds that has an application behind Poort.
//!
//! It knows Poort by its protocol only (OpenID Connect), so every other library for that would do as well. Read `provider.rs` for what must be
//! checked before a token is believed, `roles.rs` for how a role is written.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "it talks to whoever started it")]

mod pages;
mod portal;
mod provider;
mod roles;
mod sessions;
mod settings;

use actix_web::{App, HttpServer, web};

use portal::Portal;
use settings::Settings;

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let settings = match Settings::of_process() {
        Ok(settings) => settings,
        Err(error) => {
            eprintln!("portal: {error}");
            std::process::exit(1);
        }
    };
    let listen = settings.listen;
    println!("the portal of {} listens on {}; it signs in at {}", settings.client_id, settings.address(), settings.issuer);
    let portal = web::Data::new(Portal::new(settings));
    HttpServer::new(move || App::new().app_data(portal.clone()).configure(portal::routes)).workers(2).bind(listen)?.run().await
}
