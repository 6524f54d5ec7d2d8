//! What an operator watches, in the form of Prometheus. Labels come from short lists (route templates, methods, codes), never from a request:
//! no personal data, and no series without end.

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use storage::{Committed, Observer, Waiting};
use types::Instant;

/// Upper bounds of the time that requests take, in seconds.
const TIMES: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];
/// Upper bounds of the number of writes that are committed together.
const GROUPS: [f64; 8] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0];
/// Methods that are counted by their name.
const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
/// What stands for every address that is no route.
pub(crate) const NO_ROUTE: &str = "none";

/// Label names with their values.
type Labels<const N: usize> = [(&'static str, Cow<'static, str>); N];

/// The counts of a process. Cheap to clone; all clones count together.
#[derive(Clone)]
pub struct Metrics(Arc<Counts>);

struct Counts {
    registry: Registry,
    requests: Family<Labels<3>, Counter>,
    times: Family<Labels<1>, Histogram, fn() -> Histogram>,
    groups: Histogram,
    database: Family<Labels<1>, Counter>,
    sign_ins: Family<Labels<1>, Counter>,
    tokens: Family<Labels<1>, Counter>,
    deliveries: Family<Labels<2>, Counter>,
    panics: Counter,
    hashes: Gauge,
    waiting: Family<Labels<1>, Gauge>,
    under_way: Gauge,
}

impl Metrics {
    /// Nothing counted yet, in a process that starts now.
    #[must_use]
    pub fn new(now: Instant) -> Self {
        let mut registry = Registry::default();
        let started = Gauge::<f64, AtomicU64>::default();
        started.set(u32::try_from(now.unix()).unwrap_or_default().into());
        registry.register_with_unit("process_start_time", "When the process started, since 1970", Unit::Seconds, started);
        let times: fn() -> Histogram = || Histogram::new(TIMES);
        let mut one = Counts {
            requests: Family::default(),
            times: Family::new_with_constructor(times),
            groups: Histogram::new(GROUPS),
            database: Family::default(),
            sign_ins: Family::default(),
            tokens: Family::default(),
            deliveries: Family::default(),
            panics: Counter::default(),
            hashes: Gauge::default(),
            waiting: Family::default(),
            under_way: Gauge::default(),
            registry,
        };
        one.register();
        Self(Arc::new(one))
    }

    /// A request was answered.
    pub(crate) fn answered(&self, method: &'static str, route: &str, status: u16, took: Duration) {
        let class = match status {
            100..=199 => "1xx",
            200..=299 => "2xx",
            300..=399 => "3xx",
            400..=499 => "4xx",
            _ => "5xx",
        };
        let route = Cow::<'static, str>::Owned(route.to_owned());
        self.0.times.get_or_create(&[("route", route.clone())]).observe(took.as_secs_f64());
        self.0.requests.get_or_create(&[("method", method.into()), ("route", route), ("status", class.into())]).inc();
    }

    /// The database failed, with a code of [`storage::StorageError`].
    pub(crate) fn database_failed(&self, code: &'static str) {
        self.0.database.get_or_create(&[("code", code.into())]).inc();
    }

    /// A handler panicked.
    pub(crate) fn panicked(&self) {
        self.0.panics.inc();
    }

    /// Somebody tried to sign in; `outcome` is one of a few words of the program.
    pub fn sign_in(&self, outcome: &'static str) {
        self.0.sign_ins.get_or_create(&[("outcome", outcome.into())]).inc();
    }

    /// An access token was issued; `grant` is the name of an OAuth grant.
    pub fn token(&self, grant: &'static str) {
        self.0.tokens.get_or_create(&[("grant", grant.into())]).inc();
    }

    /// A message was tried to be sent; `kind` and `outcome` are words of the program.
    pub(crate) fn delivery(&self, kind: &'static str, outcome: &'static str) {
        self.0.deliveries.get_or_create(&[("kind", kind.into()), ("outcome", outcome.into())]).inc();
    }

    /// All of it as text (OpenMetrics 1.0), with what waits and what is under way at this moment; `hashes`: how many passwords were hashed.
    #[must_use]
    pub fn text(&self, waiting: Waiting, under_way: usize, hashes: u64) -> String {
        let queue = |name: &'static str, length: usize| {
            self.0.waiting.get_or_create(&[("queue", name.into())]).set(i64::try_from(length).unwrap_or(i64::MAX));
        };
        queue("read", waiting.reads);
        queue("write", waiting.writes);
        self.0.under_way.set(i64::try_from(under_way).unwrap_or(i64::MAX));
        self.0.hashes.set(i64::try_from(hashes).unwrap_or(i64::MAX));
        let mut text = String::new();
        // Writing to a `String` does not fail.
        let _ = encode(&mut text, &self.0.registry);
        text
    }
}

/// A method by its name; every other text is `other`.
pub(crate) fn method(method: &str) -> &'static str {
    METHODS.into_iter().find(|known| *known == method).unwrap_or("other")
}

impl Observer for Metrics {
    fn committed(&self, group: &Committed) {
        self.0.groups.observe(f64::from(u32::try_from(group.kept).unwrap_or(u32::MAX)));
    }
}

impl Counts {
    fn register(&mut self) {
        let registry = self.registry.sub_registry_with_prefix("poort");
        registry.register("http_requests", "Requests by method, route and class of status", self.requests.clone());
        registry.register("http_request_duration_seconds", "How long requests take, by route", self.times.clone());
        registry.register("http_requests_under_way", "Requests that are being answered", self.under_way.clone());
        registry.register(
            "password_hashes",
            "Passwords that were hashed since the start, right, wrong or of nobody",
            self.hashes.clone(),
        );
        registry.register("panics", "Requests that met a mistake of the program", self.panics.clone());
        registry.register("database_group_size", "Writes that were committed together", self.groups.clone());
        registry.register("database_waiting", "Work that waits for the database, by queue", self.waiting.clone());
        registry.register("database_errors", "Requests that a failure of the database spoiled, by code", self.database.clone());
        registry.register("sign_ins", "Attempts to sign in, by outcome", self.sign_ins.clone());
        registry.register("tokens_issued", "Access tokens issued, by grant", self.tokens.clone());
        registry.register(
            "deliveries",
            "Mails and notices of logouts that were tried to be sent, by outcome",
            self.deliveries.clone(),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_counted_by_template_and_class() {
        let metrics = Metrics::new(Instant::from_unix(1_795_428_000).unwrap());
        metrics.answered("GET", "/v1/persons/{id}", 200, Duration::from_millis(3));
        metrics.answered("GET", "/v1/persons/{id}", 204, Duration::from_millis(3));
        metrics.answered(method("BREW"), NO_ROUTE, 404, Duration::ZERO);
        metrics.committed(&Committed { first: None, last: None, kept: 7 });
        metrics.token("client_credentials");
        metrics.delivery("mail", "postponed");
        let text = metrics.text(Waiting { reads: 1, writes: 2 }, 3, 5);
        for line in [
            r#"poort_http_requests_total{method="GET",route="/v1/persons/{id}",status="2xx"} 2"#,
            r#"poort_http_requests_total{method="other",route="none",status="4xx"} 1"#,
            r#"poort_http_request_duration_seconds_bucket{le="0.005",route="/v1/persons/{id}"} 2"#,
            r#"poort_database_waiting{queue="write"} 2"#,
            r#"poort_tokens_issued_total{grant="client_credentials"} 1"#,
            r#"poort_deliveries_total{kind="mail",outcome="postponed"} 1"#,
            "poort_password_hashes 5",
            "poort_database_group_size_sum 7.0",
            "poort_http_requests_under_way 3",
            "process_start_time_seconds 1795428000.0",
        ] {
            assert!(text.lines().any(|one| one == line), "{line}\n{text}");
        }
    }
}
