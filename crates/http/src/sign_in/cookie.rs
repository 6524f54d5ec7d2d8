use actix_web::HttpRequest;
use actix_web::http::header::COOKIE;
use oidc::Issuer;
use types::Secret;

/// The two cookies of Poort. Both live as long as the browser, go nowhere else and are seen by no script. Over https their names begin with
/// `__Host-`, so that no neighbouring host can set them (RFC 6265bis section 4.1.3); over http, which is loopback, browsers would refuse that name.
pub(super) struct Cookies {
    secure: bool,
}

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    /// Who is signed in.
    Session,
    /// Which browser got a form: there before anybody is signed in.
    Form,
}

impl Cookies {
    pub(super) fn of(issuer: &Issuer) -> Self {
        Self { secure: issuer.as_str().starts_with("https://") }
    }

    fn name(&self, which: Which) -> &'static str {
        match (which, self.secure) {
            (Which::Session, true) => "__Host-poort",
            (Which::Session, false) => "poort",
            (Which::Form, true) => "__Host-poort-form",
            (Which::Form, false) => "poort-form",
        }
    }

    /// What a browser sent; nothing when it is no text that Poort gave out.
    pub(super) fn read(&self, request: &HttpRequest, which: Which) -> Option<Secret> {
        let headers = request.headers().get_all(COOKIE).filter_map(|value| value.to_str().ok());
        let mut pairs = headers.flat_map(|header| header.split(';')).filter_map(|pair| pair.trim().split_once('='));
        let value = pairs.find(|(name, _)| *name == self.name(which))?.1;
        let ours = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        (value.len() == 43 && value.bytes().all(ours)).then(|| Secret::new(value))
    }

    /// The `Set-Cookie` that gives one to a browser. `Lax`, because people arrive from the application's own site.
    pub(super) fn give(&self, which: Which, value: &Secret) -> String {
        format!("{}={}; {}", self.name(which), value.expose(), self.attributes())
    }

    /// The `Set-Cookie` that takes one away.
    pub(super) fn take(&self, which: Which) -> String {
        format!("{}=; Max-Age=0; {}", self.name(which), self.attributes())
    }

    fn attributes(&self) -> &'static str {
        if self.secure { "Path=/; Secure; HttpOnly; SameSite=Lax" } else { "Path=/; HttpOnly; SameSite=Lax" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    fn cookies(issuer: &str) -> Cookies {
        Cookies::of(&Issuer::parse(issuer).unwrap())
    }

    #[test]
    fn over_https_the_name_is_bound_to_the_host() {
        let value = Secret::new("v".repeat(43));
        let given = cookies("https://poort.example/op").give(Which::Session, &value);
        assert_eq!(given, format!("__Host-poort={}; Path=/; Secure; HttpOnly; SameSite=Lax", "v".repeat(43)));
        let given = cookies("http://127.0.0.1:8080/op").give(Which::Form, &value);
        assert_eq!(given, format!("poort-form={}; Path=/; HttpOnly; SameSite=Lax", "v".repeat(43)));
    }

    #[test]
    fn only_a_text_of_ours_is_read() {
        let cookies = cookies("https://poort.example/op");
        let read = |header: &str| {
            let request = TestRequest::default().insert_header((COOKIE, header)).to_http_request();
            cookies.read(&request, Which::Session).map(|value| value.expose().len())
        };
        assert_eq!(read(&format!("a=b; __Host-poort={}; c=d", "v".repeat(43))), Some(43));
        assert_eq!(read(&format!("poort={}", "v".repeat(43))), None);
        assert_eq!(read("__Host-poort=; x"), None);
        assert_eq!(read(&format!("__Host-poort={}", "é".repeat(43))), None);
    }
}
