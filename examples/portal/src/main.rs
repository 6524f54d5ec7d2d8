//! A portal that signs people in through Poort and shows what they may do: what a team builds that has an application behind Poort.
//!
//! It knows Poort by its protocol only (OpenID Connect). Read `provider.rs` for the way to a verified token, `portal.rs` for a page that asks a right.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "it talks to whoever started it")]

mod pages;
mod portal;
mod provider;
mod sessions;
mod settings;

use actix_web::{App, HttpServer, web};

use portal::Portal;
use settings::Settings;

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let settings = Settings::of_process().unwrap_or_else(|error| ended(&error));
    let (listen, signs_in) = (settings.listen, format!("it signs in at {}", settings.issuer));
    let client = settings.client_id.clone();
    let portal = web::Data::new(Portal::new(settings).unwrap_or_else(|error| ended(&error.to_string())));
    let server =
        HttpServer::new(move || App::new().app_data(portal.clone()).configure(portal::routes)).workers(2).bind(listen)?;
    for address in server.addrs() {
        println!("the portal of {client} listens on http://{address}; {signs_in}");
    }
    server.run().await
}

fn ended(error: &str) -> ! {
    eprintln!("portal: {error}");
    std::process::exit(1);
}
