//! tower: a layer that lets requests with an acceptable access token through, with the `Claims` as an extension.

use std::pin::Pin;
use std::task::{Context, Poll};

use http::{HeaderValue, Request, Response, StatusCode};
use tower_layer::Layer;
use tower_service::Service;

use super::Refusal;
use super::incoming::Incoming;
use crate::verifier::Verifier;

/// Puts [`Claims`](crate::Claims) into the extensions of a request, or answers it with a [`Refusal`]. In axum:
/// `Router::new().route(…).layer(VerifyLayer::new(verifier))`, and `Extension<Claims>` as a parameter of the handler.
///
/// axum's `nest` takes its prefix off the address before an inner layer sees it, and a DPoP proof is for the whole address. Put the layer around the outer router
/// (`Router::new().nest("/api", api).layer(…)`), which sees the whole; or give the verifier of an inner one the prefix:
/// [`Builder::origin`](crate::Builder::origin)`("https://portal.example/api")`.
#[derive(Clone)]
pub struct VerifyLayer {
    verifier: Verifier,
}

/// What [`VerifyLayer`] makes of a service.
#[derive(Clone)]
pub struct VerifyService<S> {
    inner: S,
    verifier: Verifier,
}

impl VerifyLayer {
    /// A layer around what needs a token.
    #[must_use]
    pub fn new(verifier: Verifier) -> Self {
        Self { verifier }
    }
}

impl<S> Layer<S> for VerifyLayer {
    type Service = VerifyService<S>;

    fn layer(&self, inner: S) -> VerifyService<S> {
        VerifyService { inner, verifier: self.verifier.clone() }
    }
}

impl<S, B, R> Service<Request<B>> for VerifyService<S>
where
    S: Service<Request<B>, Response = Response<R>> + Clone + Send + 'static,
    S::Future: Send,
    B: Send + 'static,
    R: From<String>,
{
    type Response = Response<R>;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response<R>, S::Error>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        // The one that is ready, not its clone, takes the request.
        let fresh = self.inner.clone();
        let mut inner = std::mem::replace(&mut self.inner, fresh);
        let verifier = self.verifier.clone();
        let values = |name: &str| request.headers().get_all(name).iter().cloned().collect::<Vec<_>>();
        let incoming = Incoming::read(&verifier, request.method().as_str(), request.uri().path(), values);
        Box::pin(async move {
            match verifier.authorise(&incoming).await {
                Ok(claims) => {
                    request.extensions_mut().insert(claims);
                    inner.call(request).await
                }
                Err(refusal) => Ok(refusal.into_response()),
            }
        })
    }
}

impl Refusal {
    /// As a response of the `http` crate: for a handler that refuses on its own account, for instance with [`Refusal::denied`].
    #[must_use]
    pub fn into_response<R: From<String>>(self) -> Response<R> {
        let mut response = Response::new(R::from(self.body().unwrap_or_default().to_owned()));
        *response.status_mut() = StatusCode::from_u16(self.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        for (name, value) in self.headers() {
            if let Ok(value) = HeaderValue::from_str(value) {
                response.headers_mut().append(*name, value);
            }
        }
        response
    }
}
