//! The pages, in Dutch. Everything that comes from outside is escaped.

use serde_json::{Map, Value};

use crate::roles::roles;

pub(crate) fn welcome() -> String {
    page("<p>Je bent niet aangemeld.</p><p><a href=\"/aanmelden\">Aanmelden</a></p>")
}

pub(crate) fn refused() -> String {
    page("<p role=\"alert\">Aanmelden is niet gelukt.</p><p><a href=\"/aanmelden\">Probeer opnieuw</a></p>")
}

/// What somebody may do, and where.
pub(crate) fn rights(claims: &Map<String, Value>) -> String {
    let claim = |name: &str| escaped(claims.get(name).and_then(Value::as_str).unwrap_or_default());
    let name = format!("{} {}", claim("given_name"), claim("family_name"));
    let organisation = match claim("vo_orgnaam") {
        none if none.is_empty() => "je organisaties".to_owned(),
        name => format!("{name} ({})", claim("vo_orgcode")),
    };
    let rows: String = roles(claims)
        .iter()
        .map(|role| {
            let context = role.context.as_deref().unwrap_or("-");
            let cells =
                [role.right.as_str(), context, role.organisation.as_str()].map(|text| format!("<td>{}</td>", escaped(text)));
            format!("<tr>{}</tr>", cells.concat())
        })
        .collect();
    let rights = if rows.is_empty() {
        "<p>Je hebt hier geen rechten.</p>".to_owned()
    } else {
        format!("<table><thead><tr><th>Recht</th><th>Context</th><th>Organisatie</th></tr></thead><tbody>{rows}</tbody></table>")
    };
    page(&format!(
        "<p>Je bent aangemeld als <strong>{name}</strong> voor {organisation}.</p><h2>Wat je mag doen</h2>{rights}\
         <p><a href=\"/aanmelden?switch=true\">Wissel van organisatie</a></p>\
         <form method=\"post\" action=\"/afmelden\"><button>Afmelden</button></form>"
    ))
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

    #[test]
    fn rights_are_shown_and_what_comes_from_outside_is_escaped() {
        let claims = serde_json::json!({
            "given_name": "An", "family_name": "<b>", "vo_orgnaam": "Gemeente Zandmeer", "vo_orgcode": "0999001515",
            "x_rol_3d": ["Invoerder-cultuurcentra:0999001515"],
        });
        let html = rights(claims.as_object().unwrap());
        assert!(
            html.contains("An &lt;b&gt;") && html.contains("<td>Invoerder</td><td>cultuurcentra</td><td>0999001515</td>"),
            "{html}"
        );
        assert!(rights(&Map::new()).contains("geen rechten"));
    }
}
