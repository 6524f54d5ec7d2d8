//! The log of the process that runs the tests, kept in memory.

use std::io::{self, Write};
use std::sync::{Mutex, OnceLock, PoisonError};

use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt::{self, MakeWriter};
use tracing_subscriber::{Layer as _, layer::SubscriberExt as _, registry, util::SubscriberInitExt as _};

static LINES: Mutex<Vec<u8>> = Mutex::new(Vec::new());

/// Everything that was logged since this was asked for the first time, at every level of Poort, in the form of production.
pub fn logged() -> String {
    static STARTED: OnceLock<()> = OnceLock::new();
    STARTED.get_or_init(|| {
        let layer = fmt::layer().json().flatten_event(true).with_current_span(false).with_writer(Lines);
        let levels = Targets::new().with_default(LevelFilter::WARN).with_target("poort", LevelFilter::TRACE);
        // It fails only when this process logs already.
        let _ = registry().with(layer.with_filter(levels)).try_init();
    });
    String::from_utf8_lossy(&LINES.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
}

struct Lines;

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LINES.lock().unwrap_or_else(PoisonError::into_inner).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Lines {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        Self
    }
}
