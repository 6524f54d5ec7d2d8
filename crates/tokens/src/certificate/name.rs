use std::fmt;

use x509_parser::x509::X509Name;

/// Attribute types by the names that RFC 4514 and tools give them, and their object identifiers.
const TYPES: [(&str, &str); 17] = [
    ("CN", "2.5.4.3"),
    ("SN", "2.5.4.4"),
    ("serialNumber", SERIAL_NUMBER),
    ("C", "2.5.4.6"),
    ("L", "2.5.4.7"),
    ("ST", "2.5.4.8"),
    ("STREET", "2.5.4.9"),
    ("O", "2.5.4.10"),
    ("OU", "2.5.4.11"),
    ("title", "2.5.4.12"),
    ("GN", "2.5.4.42"),
    ("givenName", "2.5.4.42"),
    ("organizationIdentifier", "2.5.4.97"),
    ("DC", "0.9.2342.19200300.100.1.25"),
    ("UID", "0.9.2342.19200300.100.1.1"),
    ("emailAddress", "1.2.840.113549.1.9.1"),
    ("surname", "2.5.4.4"),
];

const SERIAL_NUMBER: &str = "2.5.4.5";

/// The name of somebody or something in a certificate (X.501): what it consists of, the nearest first, as RFC 4514 writes it. Two are the same when all of it
/// is, to the letter. `Debug` shows nothing of it: it may hold a national number.
#[derive(Clone, PartialEq, Eq)]
pub struct DistinguishedName(Vec<Vec<Attribute>>);

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Attribute {
    kind: String,
    /// None: of a kind that is no text here, like a BMPString. Nobody writes such a one, so that it is equal to nothing that was registered.
    value: Option<String>,
}

impl DistinguishedName {
    /// Reads what RFC 4514 writes, like `CN=portaal,O=OVAM,C=BE`. White space around a `,`, `+` or `=` does not count; a value in hexadecimal (`#04…`) or in
    /// quotes is not read.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (mut names, mut rest) = (vec![Vec::new()], text);
        loop {
            let (attribute, separator, after) = attribute(rest)?;
            names.last_mut()?.push(attribute);
            match separator {
                None => return Some(Self(sorted(names))),
                Some('+') => {}
                Some(_) => names.push(Vec::new()),
            }
            rest = after;
        }
    }

    /// The same of a certificate, where the nearest comes last.
    pub(super) fn of(name: &X509Name<'_>) -> Self {
        let attribute = |one: &x509_parser::x509::AttributeTypeAndValue<'_>| Attribute {
            kind: one.attr_type().to_id_string(),
            value: one.as_str().ok().map(str::to_owned),
        };
        let names: Vec<Vec<_>> = name.iter_rdn().map(|names| names.iter().map(attribute).collect()).collect();
        Self(sorted(names.into_iter().rev().collect()))
    }

    /// Whether each part of another name is a part of this one, wherever.
    #[must_use]
    pub fn has_all_of(&self, other: &Self) -> bool {
        other.attributes().all(|wanted| self.attributes().any(|attribute| attribute == wanted))
    }

    /// Its `serialNumber`, when there is one only.
    #[must_use]
    pub fn serial_number(&self) -> Option<&str> {
        let mut numbers = self.attributes().filter(|attribute| attribute.kind == SERIAL_NUMBER);
        match (numbers.next(), numbers.next()) {
            (Some(only), None) => only.value.as_deref(),
            _ => None,
        }
    }

    fn attributes(&self) -> impl Iterator<Item = &Attribute> {
        self.0.iter().flatten()
    }
}

impl fmt::Debug for DistinguishedName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("DistinguishedName").finish_non_exhaustive()
    }
}

/// Parts at the same place have no order.
fn sorted(mut names: Vec<Vec<Attribute>>) -> Vec<Vec<Attribute>> {
    names.iter_mut().for_each(|names| names.sort_unstable());
    names
}

/// The first attribute, what separates it from the next, and what follows upon that.
fn attribute(text: &str) -> Option<(Attribute, Option<char>, &str)> {
    let (kind, rest) = text.split_once('=')?;
    let (value, separator, after) = value(rest.trim_start_matches(' '))?;
    Some((Attribute { kind: identifier(kind.trim_matches(' '))?, value: Some(value) }, separator, after))
}

fn identifier(kind: &str) -> Option<String> {
    let known = TYPES.iter().find(|(name, _)| name.eq_ignore_ascii_case(kind)).map(|(_, identifier)| (*identifier).to_owned());
    let number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    known.or_else(|| (kind.contains('.') && kind.split('.').all(number)).then(|| kind.to_owned()))
}

fn value(text: &str) -> Option<(String, Option<char>, &str)> {
    let (mut bytes, mut solid, mut rest) = (Vec::new(), 0, text);
    if rest.starts_with('#') {
        return None;
    }
    while let Some(next) = rest.chars().next() {
        let after = rest.get(next.len_utf8()..)?;
        match next {
            ',' | '+' => {
                bytes.truncate(solid);
                return Some((filled(bytes)?, Some(next), after));
            }
            '"' | ';' | '<' | '>' | '\0' => return None,
            '\\' => {
                let (byte, after) = escaped(after)?;
                bytes.push(byte);
                (solid, rest) = (bytes.len(), after);
            }
            _ => {
                bytes.extend_from_slice(next.encode_utf8(&mut [0; 4]).as_bytes());
                solid = if next == ' ' { solid } else { bytes.len() };
                rest = after;
            }
        }
    }
    bytes.truncate(solid);
    Some((filled(bytes)?, None, ""))
}

fn filled(bytes: Vec<u8>) -> Option<String> {
    String::from_utf8(bytes).ok().filter(|text| !text.is_empty())
}

/// A character that would separate, or a byte in hexadecimal.
fn escaped(text: &str) -> Option<(u8, &str)> {
    let first = *text.as_bytes().first()?;
    if b" \"#+,;<=>\\".contains(&first) {
        return Some((first, text.get(1..)?));
    }
    let byte = u8::from_str_radix(text.get(..2)?, 16).ok()?;
    Some((byte, text.get(2..)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn name(text: &str) -> DistinguishedName {
        DistinguishedName::parse(text).unwrap()
    }

    #[test]
    fn one_name_is_written_in_several_ways() {
        let plain = name("CN=Portaal OVAM,O=OVAM,C=BE");
        for same in
            ["cn = Portaal OVAM, O=OVAM , 2.5.4.6=BE", "CN=Portaal\\20OVAM,O=OV\\41M,C=BE", "CN=Portaal OVAM ,O=OVAM,C=BE  "]
        {
            assert!(name(same) == plain, "{same}");
        }
        for other in [
            "O=OVAM,CN=Portaal OVAM,C=BE",
            "CN=portaal ovam,O=OVAM,C=BE",
            "CN=Portaal OVAM,O=OVAM",
            "CN=Portaal OVAM+O=OVAM,C=BE",
        ] {
            assert!(name(other) != plain, "{other}");
        }
        assert!(name("CN=a+UID=b,C=BE") == name("UID=b+CN=a,C=BE"));
        assert!(name("CN=a\\,b,C=BE") != name("CN=a,CN=b,C=BE"));
        assert!(name("CN=a\\ ,C=BE") != name("CN=a,C=BE"));
        assert!(name("CN=Luc\\C3\\A9,C=BE") == name("CN=Lucé,C=BE"));
    }

    #[test]
    fn what_cannot_be_read_is_no_name() {
        for text in [
            "",
            "OVAM",
            "CN=",
            "CN=a,",
            "CN=a+",
            "=a",
            "X=a",
            "1=a",
            "1.=a",
            "CN=#0401",
            "CN=\"a\"",
            "CN=a;C=BE",
            "CN=\\",
            "CN=\\zz",
            "CN=\\ff",
        ] {
            assert!(DistinguishedName::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_part_of_a_name_is_found_in_it() {
        let issuer = name("serialNumber=202301,CN=Citizen CA,O=Certipost,C=BE");
        assert!(issuer.has_all_of(&name("C=BE,CN=Citizen CA")) && !issuer.has_all_of(&name("CN=Citizen,C=BE")));
        assert_eq!(issuer.serial_number(), Some("202301"));
        assert_eq!((name("CN=a").serial_number(), name("serialNumber=1,serialNumber=1").serial_number()), (None, None));
    }

    proptest! {
        #[test]
        fn reading_never_panics(text in ".{0,60}|[A-Z=,+\\\\ #0-9a-f\"]{0,40}") {
            let _ = DistinguishedName::parse(&text);
        }
    }
}
