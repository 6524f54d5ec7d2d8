use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use tokens::keys::{Algorithm, PublicKey, SigningKey};
use tokens::random::sha256_text;

use crate::TestApp;

/// A client certificate to be; nobody signs it, for that is the proxy's to look at.
#[derive(Clone)]
pub struct TestCertificate {
    /// Whom it names, the furthest first: object identifier in DER, and value.
    pub subject: Vec<(&'static [u8], String)>,
    /// Who issued it, the same.
    pub issuer: Vec<(&'static [u8], String)>,
    /// A host that it names.
    pub dns: Option<String>,
    /// Its first and last second, as UTCTime.
    pub valid: (&'static str, &'static str),
    /// Its key.
    pub key: PublicKey,
}

/// `C`.
pub const COUNTRY: &[u8] = &[0x55, 4, 6];
/// `CN`.
pub const COMMON_NAME: &[u8] = &[0x55, 4, 3];
/// `serialNumber`.
pub const SERIAL_NUMBER: &[u8] = &[0x55, 4, 5];

const SEQUENCE: u8 = 0x30;
const ECDSA_WITH_SHA256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2];
const EC_PUBLIC_KEY: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1];
const P256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7];
const SUBJECT_ALT_NAME: &[u8] = &[0x55, 0x1d, 0x11];

impl TestCertificate {
    /// One of 2026 with a key of its own, for a machine.
    ///
    /// # Panics
    /// When no key can be made.
    #[must_use]
    #[expect(clippy::unwrap_used, reason = "a test without its key has failed")]
    pub fn new(name: &str) -> Self {
        Self {
            subject: vec![(COUNTRY, "BE".to_owned()), (COMMON_NAME, name.to_owned())],
            issuer: vec![(COUNTRY, "BE".to_owned()), (COMMON_NAME, "Een CA".to_owned())],
            dns: None,
            valid: ("260101000000Z", "261231235959Z"),
            key: SigningKey::generate(Algorithm::ES256).unwrap().public_jwk().key,
        }
    }

    /// Its DER.
    #[must_use]
    pub fn der(&self) -> Vec<u8> {
        let algorithm = tlv(SEQUENCE, &oid(ECDSA_WITH_SHA256));
        let time = |text: &str| tlv(0x17, text.as_bytes());
        let validity = tlv(SEQUENCE, &[time(self.valid.0), time(self.valid.1)].concat());
        let (issuer, subject) = (name(&self.issuer), name(&self.subject));
        let (version, serial) = (tlv(0xa0, &tlv(2, &[2])), tlv(2, &[1]));
        let extensions = self.dns.as_ref().map(|host| extension(host)).unwrap_or_default();
        let content = [version, serial, algorithm.clone(), issuer, validity, subject, key(&self.key), extensions].concat();
        tlv(SEQUENCE, &[tlv(SEQUENCE, &content), algorithm, tlv(3, &[0, 1, 2, 3])].concat())
    }

    /// As a proxy hands it on (RFC 9440).
    #[must_use]
    pub fn field(&self) -> String {
        format!(":{}:", STANDARD.encode(self.der()))
    }

    /// As nginx does (`$ssl_client_escaped_cert`).
    #[must_use]
    pub fn escaped(&self) -> String {
        let pem = format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", STANDARD.encode(self.der()));
        pem.bytes()
            .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
            .collect()
    }

    /// What tokens are bound to.
    #[must_use]
    pub fn thumbprint(&self) -> String {
        sha256_text(&self.der())
    }
}

impl TestApp {
    /// Starts again behind proxies that hand on certificates: verified ones in `Client-Cert`, others in `X-Self-Signed-Cert`.
    ///
    /// # Panics
    /// When a proxy is none.
    pub async fn certified(&mut self, proxies: &[&str]) {
        self.taking(proxies, http::Cards::default()).await;
    }

    /// The same where people sign in with the cards of one authority; `address`: another port for that.
    ///
    /// # Panics
    /// When a proxy is none.
    #[expect(clippy::unwrap_used, reason = "a test without its authority has failed")]
    pub async fn with_cards(&mut self, proxies: &[&str], address: Option<&str>) {
        let issuers = vec![tokens::certificate::DistinguishedName::parse("CN=Citizen CA,C=BE").unwrap()];
        self.taking(proxies, http::Cards { issuers, address: address.map(str::to_owned) }).await;
    }

    #[expect(clippy::unwrap_used, reason = "a test without its proxies has failed")]
    async fn taking(&mut self, proxies: &[&str], cards: http::Cards) {
        let proxies = http::Proxies::new(proxies.iter().map(|text| text.parse().unwrap()).collect());
        let header = |name: &str| name.parse().ok();
        let address = Some("https://mtls.poort.test".to_owned());
        let certificates = http::Certificates::new(header("Client-Cert"), header("X-Self-Signed-Cert"), address);
        self.signing_in(|sign_in| sign_in.behind(proxies).with_certificates(certificates).with_cards(cards)).await;
    }
}

fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let bytes = length.to_be_bytes();
    let significant: Vec<u8> = bytes.into_iter().skip_while(|byte| *byte == 0).collect();
    let short = u8::try_from(length).ok().filter(|length| *length < 128).map(|length| vec![length]);
    let header = short.unwrap_or_else(|| {
        let count = u8::try_from(significant.len()).unwrap_or_default();
        [vec![0x80 | count], significant].concat()
    });
    [&[tag], header.as_slice(), content].concat()
}

fn oid(bytes: &[u8]) -> Vec<u8> {
    tlv(6, bytes)
}

fn name(parts: &[(&'static [u8], String)]) -> Vec<u8> {
    let part =
        |(kind, value): &(&'static [u8], String)| tlv(0x31, &tlv(SEQUENCE, &[oid(kind), tlv(0x0c, value.as_bytes())].concat()));
    tlv(SEQUENCE, &parts.iter().flat_map(part).collect::<Vec<u8>>())
}

#[expect(clippy::unwrap_used, reason = "a test without its key has failed")]
fn key(key: &PublicKey) -> Vec<u8> {
    let number = |text: &String| URL_SAFE_NO_PAD.decode(text).unwrap();
    let point = match key {
        PublicKey::Ec { x, y, .. } => [vec![0, 4], number(x), number(y)].concat(),
        _ => Vec::new(),
    };
    tlv(SEQUENCE, &[tlv(SEQUENCE, &[oid(EC_PUBLIC_KEY), oid(P256)].concat()), tlv(3, &point)].concat())
}

fn extension(host: &str) -> Vec<u8> {
    let names = tlv(SEQUENCE, &tlv(0x82, host.as_bytes()));
    let one = tlv(SEQUENCE, &[oid(SUBJECT_ALT_NAME), tlv(4, &names)].concat());
    tlv(0xa3, &tlv(SEQUENCE, &one))
}
