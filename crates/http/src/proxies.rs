//! The proxies that stand before Poort: of whom something is believed that a request says of its caller.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::str::FromStr;

use actix_web::HttpRequest;
use ipnet::IpNet;

/// Addresses of proxies: one, or a network of them. Never all addresses there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network(IpNet);

impl FromStr for Network {
    type Err = NoNetwork;

    /// An address, or one with the length of its prefix, behind which no bit is set.
    fn from_str(text: &str) -> Result<Self, NoNetwork> {
        let network = text.parse::<IpNet>().or_else(|_| text.parse::<IpAddr>().map(IpNet::from)).map_err(|_| NoNetwork)?;
        if network.prefix_len() == 0 || network.trunc() != network { Err(NoNetwork) } else { Ok(Self(network)) }
    }
}

/// What is no network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no address and no network, like 10.0.0.0/8 or ::1")]
pub struct NoNetwork;

/// The trusted ones; without any nobody is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proxies(Vec<Network>);

impl Proxies {
    /// Those of these networks.
    #[must_use]
    pub fn new(networks: Vec<Network>) -> Self {
        Self(networks)
    }

    /// Whether one of them sent a request, so that what it adds of its caller is to be believed.
    pub(crate) fn sent(&self, request: &HttpRequest) -> bool {
        self.have(peer(request))
    }

    /// The address of who called.
    pub(crate) fn caller(&self, request: &HttpRequest) -> IpAddr {
        // What is no text is no address either, and hides none that a proxy wrote behind it.
        let forwarded = request.headers().get_all("X-Forwarded-For").map(|value| String::from_utf8_lossy(value.as_bytes()));
        self.seen_from(peer(request), forwarded)
    }

    fn have(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.0.contains(&address.to_canonical()))
    }

    /// Each proxy adds at the end who called it. So it is read from the end, for as long as each who says it is a proxy: what stands before the first
    /// address that is none may be invented.
    fn seen_from<T: AsRef<str>>(&self, peer: IpAddr, forwarded: impl Iterator<Item = T>) -> IpAddr {
        let lines: Vec<T> = forwarded.collect();
        let hops: Vec<&str> = lines.iter().flat_map(|line| line.as_ref().split(',')).collect();
        let mut seen = peer;
        for hop in hops.into_iter().rev() {
            let Some(caller) = address(hop.trim()).filter(|_| self.have(seen)) else { break };
            seen = caller;
        }
        seen
    }
}

/// Some proxies add the port.
fn address(hop: &str) -> Option<IpAddr> {
    hop.parse().ok().or_else(|| hop.parse::<SocketAddr>().ok().map(|socket| socket.ip()))
}

fn peer(request: &HttpRequest) -> IpAddr {
    request.peer_addr().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.ip())
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::HeaderValue;
    use actix_web::test::TestRequest;

    fn proxies(networks: &[&str]) -> Proxies {
        Proxies::new(networks.iter().map(|text| text.parse().unwrap()).collect())
    }

    #[test]
    fn only_what_our_own_proxies_say_is_believed() {
        let seen = |headers: &[&str], trusted: &[&str]| {
            proxies(trusted).seen_from(IpAddr::from([10, 0, 0, 1]), headers.iter().copied()).to_string()
        };
        let inside = ["10.0.0.0/8"];
        assert_eq!(seen(&["192.0.2.7"], &[]), "10.0.0.1");
        assert_eq!(seen(&["192.0.2.7"], &["172.16.0.0/12"]), "10.0.0.1");
        assert_eq!(seen(&["192.0.2.7"], &inside), "192.0.2.7");
        assert_eq!(seen(&["198.51.100.1, 192.0.2.7"], &inside), "192.0.2.7");
        assert_eq!(seen(&["198.51.100.1", "192.0.2.7, 10.0.0.2"], &inside), "192.0.2.7");
        assert_eq!(seen(&["198.51.100.1", "192.0.2.7, 10.0.0.2"], &["10.0.0.1"]), "10.0.0.2");
        assert_eq!(seen(&["192.0.2.7:1234"], &inside), "192.0.2.7");
        assert_eq!(seen(&["[2001:db8::7]:1234"], &inside), "2001:db8::7");
        assert_eq!(seen(&["10.0.0.3, 10.0.0.2"], &inside), "10.0.0.3", "nobody but proxies");
        assert_eq!(seen(&["\u{fffd}, 192.0.2.7"], &inside), "192.0.2.7", "what stands before it is not read");
        for unreadable in [&["192.0.2.7, unknown"][..], &["unknown"], &["192.0.2.7", ""], &[]] {
            assert_eq!(seen(unreadable, &inside), "10.0.0.1", "{unreadable:?}");
        }
    }

    #[test]
    fn what_is_no_text_hides_nothing_that_a_proxy_wrote() {
        let value = HeaderValue::from_bytes(b"\xff, 192.0.2.7").unwrap();
        let request = TestRequest::default().peer_addr("10.0.0.1:1".parse().unwrap());
        let request = request.insert_header(("X-Forwarded-For", value)).to_http_request();
        assert_eq!(proxies(&["10.0.0.0/8"]).caller(&request), IpAddr::from([192, 0, 2, 7]));
    }

    #[test]
    fn an_address_is_the_same_in_both_families() {
        let inside = proxies(&["127.0.0.0/8", "::1"]);
        for (address, expected) in
            [("127.0.0.1", true), ("::ffff:127.0.0.1", true), ("::1", true), ("128.0.0.1", false), ("::2", false)]
        {
            assert_eq!(inside.have(address.parse().unwrap()), expected, "{address}");
        }
    }

    #[test]
    fn a_network_has_a_prefix_and_nothing_behind_it() {
        for text in ["10.0.0.0/8", "10.0.0.1", "::1", "2001:db8::/32", "127.0.0.1/32"] {
            assert!(text.parse::<Network>().is_ok(), "{text}");
        }
        for text in ["", "proxy", "10.0.0.1/8", "10.0.0.0/33", "0.0.0.0/0", "::/0", "10.0.0.0/", "10.0.0.0/8,::1", "10.0.0.1:80"]
        {
            assert_eq!(text.parse::<Network>(), Err(NoNetwork), "{text}");
        }
    }
}
