//! A token in a request.

use reqwest::Url;

use super::{Refusal, Scheme, certificate};
use crate::binding::{DpopProof, Presented};
use crate::claims::Claims;
use crate::error::{ProofFault, VerifyError};
use crate::verifier::Verifier;

/// What of a request counts, for [`Verifier::authorise`] in a framework of your choice.
pub struct Incoming {
    method: String,
    path: String,
    // A header value that is no text is `None`.
    authorization: Vec<Option<String>>,
    proofs: Vec<Option<String>>,
    certificates: Vec<Option<String>>,
}

impl Incoming {
    /// From a request: its method, its path behind what [`Builder::origin`](crate::Builder::origin) says (still encoded, without query), and all values of a
    /// header by its name in lower case.
    pub fn read<V>(verifier: &Verifier, method: &str, path: &str, values: impl Fn(&str) -> V) -> Self
    where
        V: IntoIterator<Item: AsRef<[u8]>>,
    {
        let text = |value: V::Item| std::str::from_utf8(value.as_ref()).ok().map(str::to_owned);
        let texts = |name: &str| values(name).into_iter().map(text).collect();
        Self {
            method: method.to_owned(),
            path: path.to_owned(),
            authorization: texts("authorization"),
            proofs: texts("dpop"),
            certificates: verifier.inner().certificate_header.as_deref().map(texts).unwrap_or_default(),
        }
    }
}

impl Verifier {
    /// The claims of the token in a request, or how to answer it. The actix and tower parts do this.
    ///
    /// # Errors
    /// [`Refusal`]: the answer.
    pub async fn authorise(&self, incoming: &Incoming) -> Result<Claims, Refusal> {
        let credentials = credentials(&incoming.authorization);
        let scheme = credentials.map_or(Scheme::Bearer, |(scheme, _)| scheme);
        let claims = match credentials {
            Ok((scheme, token)) => self.claims(incoming, scheme, token).await,
            Err(error) => Err(error),
        };
        let inner = self.inner();
        claims.map_err(|error| Refusal::of(error, scheme, inner.origin.is_some(), self.dpop_nonce(), inner.answers))
    }

    async fn claims(&self, incoming: &Incoming, scheme: Scheme, token: &str) -> Result<Claims, VerifyError> {
        let certificate = only(&incoming.certificates)?.map(certificate::read).transpose()?.flatten();
        let uri = self.inner().origin.as_deref().and_then(|origin| address(origin, &incoming.path));
        let presented = match scheme {
            Scheme::Bearer => Presented::bearer(token),
            Scheme::Dpop => {
                let proof = only(&incoming.proofs)?.ok_or(VerifyError::ProofMissing)?;
                let uri = uri.as_deref().ok_or(ProofFault::Address)?;
                Presented::dpop(token, DpopProof { proof, method: &incoming.method, uri })
            }
        };
        let presented = certificate.as_ref().map_or(presented, |der| presented.with_certificate(der));
        self.verify_presented(&presented).await
    }
}

/// The address that the client asked: the public origin, with its prefix, before the path that is left of it here. A path whose dots lead out of the prefix
/// is somebody else's.
fn address(origin: &str, path: &str) -> Option<String> {
    let asked = Url::parse(&format!("{origin}{path}")).ok().filter(|_| path.starts_with('/'))?;
    asked.as_str().strip_prefix(origin)?.starts_with('/').then(|| asked.to_string())
}

/// `Bearer` or `DPoP` and a token (RFC 9110 section 11.4). Another scheme is no token.
fn credentials(authorization: &[Option<String>]) -> Result<(Scheme, &str), VerifyError> {
    let value = only(authorization)?.ok_or(VerifyError::Missing)?;
    let (scheme, token) = value.split_once(' ').unwrap_or((value, ""));
    let scheme = match () {
        () if scheme.eq_ignore_ascii_case("bearer") => Scheme::Bearer,
        () if scheme.eq_ignore_ascii_case("dpop") => Scheme::Dpop,
        () => return Err(VerifyError::Missing),
    };
    let token = token.trim_start_matches(' ');
    if token.is_empty() || token.contains([' ', ',']) { Err(VerifyError::Unclear) } else { Ok((scheme, token)) }
}

/// A header that may be there once. Twice, two readers may each take another one.
fn only(values: &[Option<String>]) -> Result<Option<&str>, VerifyError> {
    match values {
        [] => Ok(None),
        [Some(one)] => Ok(Some(one)),
        _ => Err(VerifyError::Unclear),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(value: &str) -> Result<(bool, String), VerifyError> {
        let values = [Some(value.to_owned())];
        credentials(&values).map(|(scheme, token)| (scheme == Scheme::Dpop, token.to_owned()))
    }

    #[test]
    fn a_token_is_presented_in_one_way_or_not_at_all() {
        assert_eq!(read("Bearer abc"), Ok((false, "abc".to_owned())));
        assert_eq!(read("bearer  abc"), Ok((false, "abc".to_owned())));
        assert_eq!(read("DPoP abc"), Ok((true, "abc".to_owned())));
        for value in ["Basic abc", "abc", "", "Bearerabc"] {
            assert_eq!(read(value), Err(VerifyError::Missing), "{value}");
        }
        for value in ["Bearer", "Bearer ", "Bearer a b", "Bearer a,b", "Bearer abc, Bearer def"] {
            assert_eq!(read(value), Err(VerifyError::Unclear), "{value}");
        }
        let twice = [Some("Bearer a".to_owned()), Some("Bearer a".to_owned())];
        assert_eq!(credentials(&twice).err(), Some(VerifyError::Unclear));
        assert_eq!(
            (credentials(&[None]).err(), credentials(&[]).err()),
            (Some(VerifyError::Unclear), Some(VerifyError::Missing))
        );
    }

    #[test]
    fn an_address_is_the_path_behind_the_prefix_and_stays_there() {
        for (origin, path, expected) in [
            ("https://portal.example", "/dossiers/1", "https://portal.example/dossiers/1"),
            ("https://portal.example", "/../x", "https://portal.example/x"),
            ("https://portal.example/api", "/dossiers/1", "https://portal.example/api/dossiers/1"),
            ("https://portal.example/api", "/", "https://portal.example/api/"),
            ("https://portal.example/api", "/a/../b", "https://portal.example/api/b"),
            ("https://portal.example/api", "//evil.example/b", "https://portal.example/api//evil.example/b"),
        ] {
            assert_eq!(address(origin, path).as_deref(), Some(expected), "{path}");
        }
        for path in
            ["", "dossiers", ".evil.example/", "/../x", "/..", "/%2e%2e/x", "/a/../../x", "/../apix", "/..\\x", "@evil.example/"]
        {
            assert_eq!(address("https://portal.example/api", path), None, "{path}");
        }
    }
}
