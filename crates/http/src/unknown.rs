//! Requests that no route takes: 405 where the path exists with another method, else 404.

use actix_web::dev::ResourceDef;
use actix_web::{HttpRequest, HttpResponse, web};
use utoipa::openapi::OpenApi;

use crate::problem::Problem;

/// Every path with its methods, out of the OpenAPI document: what is not in there is no route.
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
        Self(document.paths.paths.iter().map(route).collect())
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
    let allowed = routes.allowed(request.path());
    let known = allowed.contains(&request.method().as_str());
    Err(if allowed.is_empty() || known { Problem::not_found() } else { Problem::method_not_allowed(&allowed.join(", ")) })
}
