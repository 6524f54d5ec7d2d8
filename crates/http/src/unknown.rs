//! Requests that no route takes: `OPTIONS` is answered with what there is, another method with 405, another path with 404; as a page for who
//! reads pages.

use std::collections::BTreeSet;

use actix_web::dev::ResourceDef;
use actix_web::http::Method;
use actix_web::http::header::{ACCEPT, ALLOW};
use actix_web::{HttpRequest, HttpResponse, web};
use pages::Trouble;
use serde_json::Value;

use crate::problem::Problem;
use crate::{sign_in, surround};

/// Every path with its methods: those of the OpenAPI document, the pages and the endpoints of OpenID Connect.
pub(crate) struct Routes(Vec<(ResourceDef, Vec<String>)>);

impl Routes {
    pub(crate) fn of(document: &Value) -> Self {
        let paths = document["paths"].as_object().into_iter().flatten();
        let route = |(path, item): (&String, &Value)| {
            let mut methods = vec!["OPTIONS".to_owned()];
            methods.extend(item.as_object().into_iter().flatten().map(|(method, _)| method.to_uppercase()));
            // What can be read has a head.
            methods.extend(item.get("get").map(|_| "HEAD".to_owned()));
            (ResourceDef::new(path.as_str()), methods)
        };
        let owned = |methods: &[&str]| methods.iter().map(|method| (*method).to_owned()).collect();
        let pages = sign_in::METHODS.iter().map(|(path, methods)| (ResourceDef::new(*path), owned(methods)));
        Self(paths.map(route).chain(pages).collect())
    }

    /// The template of a path.
    pub(crate) fn template(&self, path: &str) -> Option<&str> {
        self.route(path).and_then(|(pattern, _)| pattern.pattern())
    }

    /// The methods of a path.
    fn allowed(&self, path: &str) -> BTreeSet<&str> {
        self.route(path).into_iter().flat_map(|(_, methods)| methods.iter().map(String::as_str)).collect()
    }

    /// A path that is there to the letter is not an `{id}` of the one beside it.
    fn route(&self, path: &str) -> Option<&(ResourceDef, Vec<String>)> {
        let literal = self.0.iter().find(|(pattern, _)| pattern.pattern() == Some(path));
        literal.or_else(|| self.0.iter().find(|(pattern, _)| pattern.is_match(path)))
    }
}

/// The service of last resort.
pub(crate) async fn unknown(request: HttpRequest, routes: web::Data<Routes>) -> Result<HttpResponse, Problem> {
    let (_, cx) = surround::at_hand(&request)?;
    let allowed = routes.allowed(request.path());
    if *request.method() == Method::OPTIONS && allowed.contains("OPTIONS") {
        return Ok(HttpResponse::NoContent().insert_header((ALLOW, listed(&allowed))).finish());
    }
    let accepted = request.headers().get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let page = accepted.contains("text/html") && allowed.is_empty();
    if page { Ok(sign_in::troubled(Trouble::NotFound, sign_in::accepted(&request), cx.trace)) } else { Err(refusal(&request)) }
}

/// What is said of a path that names nothing: 405 when it is there for another method, otherwise 404.
pub(crate) fn refusal(request: &HttpRequest) -> Problem {
    let allowed = request.app_data::<web::Data<Routes>>().map(|routes| routes.allowed(request.path())).unwrap_or_default();
    if allowed.is_empty() || allowed.contains(request.method().as_str()) {
        return Problem::not_found();
    }
    Problem::method_not_allowed(&listed(&allowed))
}

fn listed(methods: &BTreeSet<&str>) -> String {
    methods.iter().copied().collect::<Vec<_>>().join(", ")
}
