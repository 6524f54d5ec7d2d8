use std::net::SocketAddr;
use std::str::FromStr;

use poort_verifier::RoleClaims;
use serde_json::Value;

/// The client of the demo whose portal this is, unless another is named.
const USUAL_CLIENT: &str = "cultuurmonitor-portaal";

/// What Poort and this portal agreed on.
#[derive(Clone)]
pub(crate) struct Settings {
    /// Who signs, to the letter.
    pub(crate) issuer: String,
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
    /// What is asked: `openid`, and the scopes that bring the claims.
    pub(crate) scope: String,
    /// The names of the role claims.
    pub(crate) roles: RoleClaims,
    pub(crate) listen: SocketAddr,
    /// Where a browser finds this portal.
    pub(crate) address: String,
}

impl Settings {
    /// From the environment; what is not there, from the `demo.json` that is named on the command line.
    pub(crate) fn of_process() -> Result<Self, String> {
        let demo = std::env::args().nth(1).map(|path| read(&path)).transpose()?;
        Self::of(variable, demo.as_ref())
    }

    fn of(variable: impl Fn(&str) -> Option<String>, demo: Option<&Value>) -> Result<Self, String> {
        let client_id = variable("PORTAL_CLIENT_ID").unwrap_or_else(|| USUAL_CLIENT.to_owned());
        let is_ours = |one: &&Value| one.get("clientId").and_then(Value::as_str) == Some(&client_id);
        let client = demo.and_then(|demo| demo.get("clients")?.as_array()?.iter().find(is_ours));
        let of_demo = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
        let needed = |name: &str, found: Option<String>| {
            variable(name).or(found).ok_or_else(|| format!("set {name}, or name the demo.json of a running demo"))
        };
        let scopes = client.and_then(|client| client.get("scopes")?.as_array()).map(|scopes| {
            // A number of somebody's is not asked by who has no use for it.
            let asked = scopes.iter().filter_map(Value::as_str).filter(|scope| *scope != "rrn");
            asked.collect::<Vec<_>>().join(" ")
        });
        let claims = client.and_then(|client| client.get("roleClaims")?.as_array());
        let claims = claims.map(|claims| claims.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(","));
        let claims = needed("PORTAL_ROLES", claims)?;
        let listen: SocketAddr = parsed(&variable, "PORTAL_LISTEN", "127.0.0.1:3000")?;
        Ok(Self {
            issuer: needed("PORTAL_ISSUER", of_demo(demo.and_then(|demo| demo.get("issuer"))))?,
            client_secret: needed("PORTAL_CLIENT_SECRET", of_demo(client.and_then(|client| client.get("clientSecret"))))?,
            scope: needed("PORTAL_SCOPE", scopes)?,
            roles: claims
                .split_once(',')
                .map_or_else(|| RoleClaims::three_part(&claims), |(three, two)| RoleClaims::named(three, two)),
            address: variable("PORTAL_ADDRESS").unwrap_or_else(|| format!("http://{listen}")),
            listen,
            client_id,
        })
    }

    /// Where Poort sends the browser after signing in; registered there, to the letter.
    pub(crate) fn redirect_uri(&self) -> String {
        format!("{}/callback", self.address)
    }
}

fn parsed<T: FromStr>(variable: impl Fn(&str) -> Option<String>, name: &str, usual: &str) -> Result<T, String> {
    let text = variable(name).unwrap_or_else(|| usual.to_owned());
    text.parse().map_err(|_| format!("{name}: `{text}` is not understood; it is {usual} when it is not set"))
}

fn read(path: &str) -> Result<Value, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    serde_json::from_str(&text).map_err(|error| format!("{path}: {error}"))
}

#[expect(clippy::disallowed_methods, reason = "that only the server reads the environment is a rule for Poort itself")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_environment_wins_over_the_demo() {
        let demo = json!({"issuer": "http://127.0.0.1:8080/op", "clients": [
            {"clientId": USUAL_CLIENT, "clientSecret": "s", "scopes": ["openid", "vo", "rrn"], "roleClaims": ["x_rol_3D", "x_rol_2d"]},
        ]});
        let settings = Settings::of(|_| None, Some(&demo)).unwrap();
        assert_eq!((settings.issuer.as_str(), settings.scope.as_str()), ("http://127.0.0.1:8080/op", "openid vo"));
        assert_eq!(settings.roles, RoleClaims::named("x_rol_3D", "x_rol_2d"));
        assert_eq!(settings.redirect_uri(), "http://127.0.0.1:3000/callback");
        let other = Settings::of(|name| (name == "PORTAL_ISSUER").then(|| "https://poort.example/op".to_owned()), Some(&demo));
        assert_eq!(other.unwrap().issuer, "https://poort.example/op");
        assert!(Settings::of(|_| None, None).is_err());
    }
}
