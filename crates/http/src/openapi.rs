//! The OpenAPI document: what the handlers say, completed with what all of them have in common.
//!
//! A handler says what only it knows: its words, its body, its successful answers, its scope. From these follow the problems that it can
//! meet, the header fields, the limits, and a whole example of each body.

#![expect(
    clippy::indexing_slicing,
    reason = "of a JSON value: what is not there is null, or is made; tests make the whole document"
)]

mod examples;
mod headers;
mod operations;
mod problems;
mod rules;
mod schemas;
mod security;
#[cfg(test)]
mod tests;
mod walk;

use std::sync::LazyLock;

use actix_web::App;
use serde_json::Value;
use utoipa::openapi::{ContactBuilder, InfoBuilder, License, OpenApi, OpenApiBuilder, ServerBuilder, tag::TagBuilder};
use utoipa_actix_web::AppExt;

use crate::app::routes;

/// The tags, in the order in which people read them.
const TAGS: [(&str, &str); 13] = [
    ("Persons", "Natural persons: admitted by number from the person register, shown without it."),
    ("Organisations", "Organisations, known by their KBO number."),
    (
        "Werkrelaties",
        "A person at an organisation, in a doelgroep and a category, for a period. What ends ends its rights with it.",
    ),
    ("Toekenningen", "Who holds which right on which werkrelatie, with which contexts, until when and why."),
    ("Applications", "Toepassingen: portals that consume tokens."),
    ("Gebruikersrechten", "The rights that applications define: contexts, durations, windows, constraints."),
    ("Clients", "OAuth clients of applications, and their secrets."),
    ("Access", "What a person may do, and why he may not."),
    ("Mandates", "Who may administer which organisation, within which limits."),
    ("Me", "What a person sees of himself."),
    ("History", "Who did what, when, and on whose word, for platform operators; each thing has a history of its own too."),
    ("Refusals", "What was tried without permission, for platform operators."),
    ("Health", "Is Poort up, and can it work?"),
];

/// The conventions, for who reads only this document.
const ABOUT: &str = include_str!("openapi/about.md");

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    let (_, document) = App::new().into_utoipa_app().openapi(base()).configure(routes).split_for_parts();
    finish(document)
});

/// The whole document, as it is served and checked in.
#[must_use]
pub fn document() -> &'static Value {
    &DOCUMENT
}

/// What stands above the operations.
fn base() -> OpenApi {
    let info = InfoBuilder::new()
        .title("Poort")
        .description(Some(ABOUT))
        .version(env!("CARGO_PKG_VERSION"))
        .contact(Some(ContactBuilder::new().name(Some("The operator of this Poort")).build()))
        .license(Some(License::new("MIT OR Apache-2.0")))
        .build();
    let tags = TAGS.map(|(name, text)| TagBuilder::new().name(name).description(Some(text)).build());
    OpenApiBuilder::new().info(info).tags(Some(tags)).servers(Some([ServerBuilder::new().url("/").build()])).build()
}

/// In this order: names first, then what refers to them, examples of what has become of it last.
fn finish(mut document: OpenApi) -> Value {
    problems::declare(&mut document);
    schemas::declare(&mut document);
    let mut document = serde_json::to_value(document).unwrap_or_default();
    schemas::rename_pages(&mut document);
    security::declare(&mut document);
    headers::declare(&mut document);
    operations::complete(&mut document);
    schemas::tidy(&mut document);
    examples::add(&mut document);
    document
}
