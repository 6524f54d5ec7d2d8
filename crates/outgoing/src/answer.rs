use reqwest::Response;
use serde_json::Value;

use crate::OutgoingError;

/// The largest answer that is read, in bytes: several times a discovery document, or a set of ten keys with their certificates.
pub const LARGEST: usize = 128 * 1024;

/// What came back. `Debug` is left out: it may hold tokens.
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The body, of at most [`LARGEST`] bytes.
    pub body: Vec<u8>,
}

impl Answer {
    pub(crate) async fn read(mut response: Response) -> Result<Self, OutgoingError> {
        let status = response.status().as_u16();
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|_| OutgoingError::Unavailable)? {
            if body.len().saturating_add(chunk.len()) > LARGEST {
                return Err(OutgoingError::Unreadable);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Self { status, body })
    }

    /// Whether it is one of success.
    #[must_use]
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The document that it brings.
    ///
    /// # Errors
    /// [`OutgoingError::Status`] when it is none of success, [`OutgoingError::Unreadable`] when it is no JSON.
    pub fn json(&self) -> Result<Value, OutgoingError> {
        if !self.is_success() {
            return Err(OutgoingError::Status(self.status));
        }
        serde_json::from_slice(&self.body).map_err(|_| OutgoingError::Unreadable)
    }
}
