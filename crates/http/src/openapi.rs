//! The OpenAPI document: what the handlers say, and what all of them have in common.

mod problems;

use actix_web::App;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{ContactBuilder, InfoBuilder, License, OpenApi, OpenApiBuilder, ServerBuilder, tag::TagBuilder};
use utoipa_actix_web::AppExt;

use crate::app::routes;

/// The tags, in the order in which people read them.
const TAGS: [(&str, &str); 11] = [
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
    ("Health", "Is Poort up?"),
];

/// The whole document, as it is served and checked in.
#[must_use]
pub fn document() -> OpenApi {
    let (_, document) = App::new().into_utoipa_app().openapi(base()).configure(routes).split_for_parts();
    finish(document)
}

/// What stands above the operations.
pub(crate) fn base() -> OpenApi {
    let info = InfoBuilder::new()
        .title("Poort")
        .description(Some(
            "Toegangs- en gebruikersbeheer: who may do what in which application, for which organisation, until when.",
        ))
        .version(env!("CARGO_PKG_VERSION"))
        .contact(Some(ContactBuilder::new().name(Some("The operator of this Poort")).build()))
        .license(Some(License::new("MIT OR Apache-2.0")))
        .build();
    let tags = TAGS.map(|(name, text)| TagBuilder::new().name(name).description(Some(text)).build());
    OpenApiBuilder::new().info(info).tags(Some(tags)).servers(Some([ServerBuilder::new().url("/").build()])).build()
}

/// Adds the problems that every operation can meet, and how callers show who they are.
pub(crate) fn finish(mut document: OpenApi) -> OpenApi {
    problems::add(&mut document);
    let scheme = SecurityScheme::Http(Http::builder().scheme(HttpAuthScheme::Bearer).bearer_format("at+jwt").build());
    document.components.get_or_insert_default().security_schemes.insert("accessToken".into(), scheme.into());
    document
}
