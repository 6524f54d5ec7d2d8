//! Requests that no route takes: 405 where the path exists with another method, else 404; as a page for who reads pages.

use actix_web::dev::ResourceDef;
use actix_web::http::header::ACCEPT;
use actix_web::{HttpRequest, HttpResponse, web};
use pages::Trouble;
use utoipa::openapi::OpenApi;

use crate::problem::Problem;
use crate::{sign_in, surround};

/// Every path with its methods: those of the OpenAPI document, the pages and the endpoints of OpenID Connect.
pub(crate) struct Routes(Vec<(ResourceDef, Vec<&'static str>)>);

impl Routes {
    pub(crate) fn of(document: &OpenApi) -> Self {
        let route = |(path, item): (&String, &utoipa::openapi::PathItem)| {
            let methods = [
                ("GET", item.get.is_some()),
                ("POST", item.post.is_some()),
                ("PATCH", item.patch.is_some()),
                ("PUT", item.put.is_some()),
                ("DELETE", item.delete.is_some()),
            ];
            (ResourceDef::new(path.as_str()), methods.iter().filter(|(_, there)| *there).map(|(name, _)| *name).collect())
        };
        let pages = sign_in::METHODS.iter().map(|(path, methods)| (ResourceDef::new(*path), methods.to_vec()));
        Self(document.paths.paths.iter().map(route).chain(pages).collect())
    }

    fn allowed(&self, path: &str) -> Vec<&'static str> {
        let matching = self.0.iter().filter(|(pattern, _)| pattern.is_match(path));
        let mut methods: Vec<&'static str> = matching.flat_map(|(_, methods)| methods.iter().copied()).collect();
        methods.sort_unstable();
        methods.dedup();
        methods
    }
}

/// The service of last resort.
pub(crate) async fn unknown(request: HttpRequest, routes: web::Data<Routes>) -> Result<HttpResponse, Problem> {
    let (_, cx) = surround::at_hand(&request)?;
    let allowed = routes.allowed(request.path());
    let known = allowed.contains(&request.method().as_str());
    if !allowed.is_empty() && !known {
        return Err(Problem::method_not_allowed(&allowed.join(", ")));
    }
    let accepted = request.headers().get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if accepted.contains("text/html") { Ok(sign_in::troubled(Trouble::NotFound, cx.trace)) } else { Err(Problem::not_found()) }
}
