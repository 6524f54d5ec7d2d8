use std::panic::{self, PanicHookInfo};

use tracing_appender::non_blocking::WorkerGuard;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::{Layer as _, fmt, layer::SubscriberExt as _, registry, util::SubscriberInitExt as _};

use crate::config::{Log, LogFormat};

/// Starts the log on standard error, written by a thread of its own: who logs never waits for a disk. Hold the answer until the end of the
/// process; dropped, it writes what is left. A second call in the same process changes nothing.
///
/// Below warnings only Poort itself is heard: what libraries tell of their work may hold what was sent.
pub fn start(log: &Log) -> WorkerGuard {
    let (writer, guard) = tracing_appender::non_blocking(std::io::stderr());
    let layer = match log.format {
        LogFormat::Json => fmt::layer().json().flatten_event(true).with_current_span(false).with_writer(writer).boxed(),
        LogFormat::Text => fmt::layer().with_ansi(false).with_writer(writer).boxed(),
    };
    panic::set_hook(Box::new(panicked));
    // It fails only when this process logs already, as tests do.
    let levels = Targets::new().with_default(log.level.min(LevelFilter::WARN)).with_target("poort", log.level);
    let _ = registry().with(layer.with_filter(levels)).try_init();
    guard
}

/// Where, and not what was said: a panic may tell a value. The event of its request has the trace id.
fn panicked(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    tracing::error!(place, "a mistake of the program: panic");
}
