use tracing_appender::non_blocking::WorkerGuard;
use tracing_subscriber::{Layer as _, fmt, layer::SubscriberExt as _, registry, util::SubscriberInitExt as _};

use crate::config::{Log, LogFormat};

/// Starts the log on standard error, written by a thread of its own: who logs never waits for a disk. Hold the answer until the end of the
/// process; dropped, it writes what is left. A second call in the same process changes nothing.
pub fn start(log: &Log) -> WorkerGuard {
    let (writer, guard) = tracing_appender::non_blocking(std::io::stderr());
    let layer = match log.format {
        LogFormat::Json => fmt::layer().json().flatten_event(true).with_current_span(false).with_writer(writer).boxed(),
        LogFormat::Text => fmt::layer().with_ansi(false).with_writer(writer).boxed(),
    };
    // It fails only when this process logs already, as tests do.
    let _ = registry().with(layer.with_filter(log.level)).try_init();
    guard
}
