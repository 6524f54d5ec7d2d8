//! The pages, in Dutch. Everything that comes from outside is escaped.

use poort_verifier::{Claims, Right};

pub(crate) fn welcome() -> String {
    page("<p>Je bent niet aangemeld.</p><p><a href=\"/aanmelden\">Aanmelden</a></p>")
}

pub(crate) fn refused() -> String {
    page("<p role=\"alert\">Aanmelden is niet gelukt.</p><p><a href=\"/aanmelden\">Probeer opnieuw</a></p>")
}

pub(crate) fn denied() -> String {
    page("<p role=\"alert\">Je mag dit niet voor je organisatie.</p>")
}

/// The page for who may enter figures.
pub(crate) fn figures(claims: &Claims) -> String {
    page(&format!("<h2>Cijfers</h2><p>Van {}.</p>", organisation(claims)))
}

/// What somebody may do, and where.
pub(crate) fn rights(claims: &Claims) -> String {
    let name = [claims.given_name(), claims.family_name()].map(|part| escaped(part.unwrap_or_default())).join(" ");
    let rows: String = claims.rights().filter(|right| tells_most(claims, right)).map(row).collect();
    let rights = if rows.is_empty() {
        "<p>Je hebt hier geen rechten.</p>".to_owned()
    } else {
        format!("<table><thead><tr><th>Recht</th><th>Context</th><th>Organisatie</th></tr></thead><tbody>{rows}</tbody></table>")
    };
    page(&format!(
        "<p>Je bent aangemeld als <strong>{name}</strong> voor {}.</p><h2>Wat je mag doen</h2>{rights}\
         <p><a href=\"/aanmelden?switch=true\">Wissel van organisatie</a></p>\
         <form method=\"post\" action=\"/afmelden\"><button>Afmelden</button></form>",
        organisation(claims)
    ))
}

fn organisation(claims: &Claims) -> String {
    match (claims.orgnaam(), claims.orgcode()) {
        (Some(name), Some(code)) => format!("{} ({})", escaped(name), escaped(code)),
        _ => "je organisaties".to_owned(),
    }
}

/// Both role claims tell of the same grants; the one with contexts tells more.
fn tells_most(claims: &Claims, right: &Right) -> bool {
    let same = |other: &&Right| other.right() == right.right() && other.orgcode() == right.orgcode();
    right.context().is_some() || !claims.rights().filter(same).any(|other| other.context().is_some())
}

fn row(right: &Right) -> String {
    let cells =
        [right.right(), right.context().unwrap_or("-"), right.orgcode()].map(|text| format!("<td>{}</td>", escaped(text)));
    format!("<tr>{}</tr>", cells.concat())
}

fn page(body: &str) -> String {
    format!(
        "<!doctype html><html lang=\"nl\"><head><meta charset=\"utf-8\"><title>Voorbeeldportaal</title>\
         <meta name=\"viewport\" content=\"width=device-width\"></head><body><main><h1>Voorbeeldportaal</h1>{body}</main></body></html>"
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use poort_verifier::testing::{TestClock, TestIssuer};
    use poort_verifier::{RoleClaims, SignIn, Verifier};
    use serde_json::json;

    #[tokio::test]
    async fn rights_are_shown_once_and_what_comes_from_outside_is_escaped() {
        let (issuer, clock) = (TestIssuer::start(), TestClock::default());
        let verifier =
            Verifier::builder(issuer.url(), "portal").roles(RoleClaims::of("x")).clock(clock.reader()).build().unwrap();
        let token = issuer.id_token(
            "portal",
            json!({
                "given_name": "An", "family_name": "<b>", "vo_orgnaam": "Gemeente Zandmeer", "vo_orgcode": "0999001515",
                "x_rol_3d": ["Invoerder-cultuurcentra:0999001515"], "x_rol_2d": ["Invoerder:0999001515"],
            }),
        );
        let html = rights(&verifier.verify_id_token(&token, &SignIn::of("portal")).await.unwrap());
        assert!(html.contains("An &lt;b&gt;") && html.contains("Gemeente Zandmeer (0999001515)"), "{html}");
        assert_eq!(html.matches("<tr><td>").count(), 1, "{html}");
        assert!(html.contains("<td>Invoerder</td><td>cultuurcentra</td><td>0999001515</td>"), "{html}");
        let nobody = issuer.id_token("portal", json!({}));
        let html = rights(&verifier.verify_id_token(&nobody, &SignIn::of("portal")).await.unwrap());
        assert!(html.contains("geen rechten"), "{html}");
    }
}
