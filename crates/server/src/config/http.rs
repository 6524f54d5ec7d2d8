//! How much the process takes in, and where it is watched.

use std::net::SocketAddr;
use std::time::Duration;

use super::{Mistakes, section::Section};

/// How much the process takes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Http {
    /// Of one request, and of all at the same time.
    pub limits: http::Limits,
    /// How long a request may take to say what it wants.
    pub head_time: Duration,
    /// How long a connection may be silent between requests.
    pub keep_alive: Duration,
    /// How many connections are kept.
    pub connections: usize,
}

pub(super) fn http(mut section: Section, m: &mut Mistakes) -> Option<Http> {
    let body = section.number("body_bytes", 1024, 16 * 1024 * 1024, m);
    let head = section.number("head_bytes", 4096, 64 * 1024, m);
    let head_time = section.seconds("head_seconds", 300, m);
    let body_time = section.seconds("body_seconds", 300, m);
    let keep_alive = section.seconds("keep_alive_seconds", 3600, m);
    let connections = section.number("connections", 1, 1_000_000, m);
    let in_flight = section.number("in_flight", 1, 100_000, m);
    let readiness = section.millis("readiness_milliseconds", m);
    section.finish(m);
    let limits = http::Limits { body: body?, head: head?, body_time: body_time?, in_flight: in_flight?, readiness: readiness? };
    Some(Http { limits, head_time: head_time?, keep_alive: keep_alive?, connections: connections? })
}

/// Where the metrics are; nowhere with `off`.
pub(super) fn metrics(mut section: Section, m: &mut Mistakes) -> Option<Option<SocketAddr>> {
    let address = |text: &str| match text {
        "off" => Some(None),
        text => text.parse().ok().map(Some),
    };
    let listen = section.parsed("listen", "an IP address and a port, like 127.0.0.1:9464, or `off`", address, m);
    section.finish(m);
    listen
}
