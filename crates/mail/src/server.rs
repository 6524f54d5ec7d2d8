use std::net::IpAddr;

/// A server that sends mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// Its name, which its certificate has too; or its address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How what is said to it is kept from others.
    pub security: Security,
}

/// How a connection is kept from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// TLS from the beginning.
    Tls,
    /// `STARTTLS` before anything is said; no mail without.
    StartTls,
    /// None: the server is on this machine.
    Loopback,
}

impl Server {
    /// Parses `smtps://host:465` (TLS) or `smtp://host:587` (`STARTTLS`; plain on loopback only), the port may be left out. Nothing for another text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (scheme, rest) = text.split_once("://")?;
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let (host, port) = match rest.rsplit_once(':').filter(|(host, _)| !host.contains(':') || host.ends_with(']')) {
            Some((host, port)) => (host, Some(port.parse::<u16>().ok().filter(|port| *port > 0)?)),
            None => (rest, None),
        };
        let bracketed = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        let host = bracketed.unwrap_or(host);
        let (security, usual) = match scheme {
            "smtps" => (Security::Tls, 465),
            "smtp" if is_loopback(host) => (Security::Loopback, 25),
            "smtp" => (Security::StartTls, 587),
            _ => return None,
        };
        let sound = bracketed.map_or_else(|| is_name(host), |address| address.parse::<IpAddr>().is_ok());
        sound.then(|| Self { host: host.to_owned(), port: port.unwrap_or(usual), security })
    }
}

/// By its address: what a name leads to is another's to say.
fn is_loopback(host: &str) -> bool {
    host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn is_name(host: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-.".contains(&byte);
    (1..=253).contains(&host.len()) && host.bytes().all(allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leaves_the_machine_is_encrypted() {
        let read = |text: &str| Server::parse(text).map(|server| (server.host, server.port, server.security));
        for (text, host, port, security) in [
            ("smtps://mail.example", "mail.example", 465, Security::Tls),
            ("smtps://mail.example:1465/", "mail.example", 1465, Security::Tls),
            ("smtp://mail.example", "mail.example", 587, Security::StartTls),
            ("smtp://192.0.2.1:25", "192.0.2.1", 25, Security::StartTls),
            ("smtp://localhost", "localhost", 587, Security::StartTls),
            ("smtp://127.0.0.1:1025", "127.0.0.1", 1025, Security::Loopback),
            ("smtp://[::1]", "::1", 25, Security::Loopback),
            ("smtps://127.0.0.1", "127.0.0.1", 465, Security::Tls),
        ] {
            assert_eq!(read(text), Some((host.to_owned(), port, security)), "{text}");
        }
        for text in [
            "mail.example",
            "http://mail.example",
            "smtp://",
            "smtp://a:0",
            "smtp://a:x",
            "smtp://u:p@a",
            "smtp://a/b",
            "smtp://::1",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
