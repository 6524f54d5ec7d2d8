use actix_web::HttpRequest;
use actix_web::http::header::ACCEPT;

/// Whether a request names a media type among those that it accepts; a range like `*/*` names none.
pub(super) fn names(request: &HttpRequest, media_type: &str) -> bool {
    let accepted = request.headers().get_all(ACCEPT).filter_map(|value| value.to_str().ok());
    let mut ranges = accepted.flat_map(|value| value.split(',')).filter_map(|range| range.split(';').next());
    ranges.any(|range| range.trim().eq_ignore_ascii_case(media_type))
}
