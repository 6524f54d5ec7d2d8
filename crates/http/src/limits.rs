use std::time::Duration;

/// How much one request may bring, and how many may be under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The largest body, in bytes.
    pub body: usize,
    /// The longest request line and header fields together, in bytes.
    pub head: usize,
    /// How long a body may take to come in.
    pub body_time: Duration,
    /// How many requests are answered at the same time; who comes then is told to come back.
    pub in_flight: usize,
    /// How long the readiness check waits for the database.
    pub readiness: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body: 64 * 1024,
            head: 16 * 1024,
            body_time: Duration::from_secs(10),
            in_flight: 1024,
            readiness: Duration::from_secs(2),
        }
    }
}
