use std::{cell::OnceCell, sync::Arc};

use diesel_async::async_connection_wrapper::BlockOn;
use tokio::runtime::{Builder, Runtime};

use crate::StorageError;

thread_local! {
    /// A query is sent and answered on the thread that asked: one wake-up less, each way, than with a runtime that threads share.
    static RUNTIME: OnceCell<Arc<Runtime>> = const { OnceCell::new() };
}

/// The runtime of this thread, made at the first call.
pub(super) fn of_this_thread() -> Result<Arc<Runtime>, StorageError> {
    RUNTIME.with(|cell| {
        if let Some(runtime) = cell.get() {
            return Ok(Arc::clone(runtime));
        }
        let made = Builder::new_current_thread().enable_all().build();
        let made = made.map_err(|error| StorageError::unavailable(format!("no runtime for the connection: {error}")))?;
        Ok(Arc::clone(cell.get_or_init(|| Arc::new(made))))
    })
}

/// Waits for a connection's answers on the runtime of the thread.
pub(crate) struct ThreadRuntime(Arc<Runtime>);

impl BlockOn for ThreadRuntime {
    fn block_on<F: Future>(&self, future: F) -> F::Output {
        self.0.block_on(future)
    }

    fn get_runtime() -> Self {
        match of_this_thread() {
            Ok(runtime) => Self(runtime),
            Err(error) => unreachable!("a connection was made on this thread, so its runtime exists: {error}"),
        }
    }
}
