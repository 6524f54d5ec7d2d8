/// How a person proves who he is by a password.
pub const ACR_PASSWORD: &str = "urn:be:vlaanderen:authmech:password";

/// How a person proves who he is by a passkey: a name of our own, for ACM/IDM has none; as strong as two factors, which it is (the device, and what it
/// verifies its user by).
pub const ACR_PASSKEY: &str = "urn:poort:authmech:passkey";

/// How a person proves who he is by his identity card.
pub const ACR_CARD: &str = "urn:be:vlaanderen:authmech:eid";

/// How a person proves who he is by a password and a code of a device that he has.
pub const ACR_TOTP: &str = "urn:be:vlaanderen:authmech:csamtotp";

const PREFIX: &str = "urn:be:vlaanderen:authmech:";

/// Each way to sign in with its strength, as ACM/IDM weighs them.
const STRENGTHS: [(&str, u8); 11] = [
    ("eid", 35),
    ("eidashigh", 35),
    ("itsme", 27),
    ("csamtotp", 26),
    ("csamsms", 25),
    ("eidassubstantial", 25),
    ("tlsclient", 19),
    ("kerberos", 12),
    ("password", 10),
    ("csampassword", 5),
    ("csamselfreg", 5),
];

/// That of `csamtotp`.
const PASSKEY_STRENGTH: u8 = 26;

/// How strong the way to sign in is that an `acr` names; `None` for a name that ACM/IDM does not have. Which one a client asks is a minimum:
/// every way that is as strong will do.
#[must_use]
pub fn strength(acr: &str) -> Option<u8> {
    if acr == ACR_PASSKEY {
        return Some(PASSKEY_STRENGTH);
    }
    let name = acr.strip_prefix(PREFIX)?;
    STRENGTHS.iter().find(|(known, _)| *known == name).map(|(_, strength)| *strength)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_weaker_than_a_card_and_other_names_have_no_strength() {
        assert_eq!(strength(ACR_PASSWORD), Some(10));
        assert!(strength("urn:be:vlaanderen:authmech:eid") > strength(ACR_PASSWORD));
        assert_eq!((strength("eid"), strength("urn:be:vlaanderen:authmech:"), strength("")), (None, None, None));
    }
}
