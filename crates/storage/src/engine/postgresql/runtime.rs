use std::{cell::OnceCell, sync::Arc};

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
