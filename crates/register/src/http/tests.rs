use types::Secret;

use super::loopback::{Loopback, Reply};
use super::*;

const JAN: &str = r#"{"insz": "85073100130", "name": {"given": "Jan", "family": "Janssens"}, "birth": "1985-07-31", "status": {"state": "active"}}"#;

fn jan() -> Insz {
    Insz::from_stored("85073100130").unwrap()
}

fn settings(base: &str) -> HttpSettings {
    HttpSettings { backoff: Duration::from_millis(1), ..HttpSettings::new(base) }
}

fn says(status: u16, body: &str) -> Reply {
    Reply::Status(status, body.to_owned())
}

/// Asks a register with these replies for Jan; the answer, and how often it was asked.
async fn asked(replies: impl IntoIterator<Item = Reply>) -> (Result<Option<RegisterRecord>, RegisterError>, usize) {
    let loopback = Loopback::replying(replies).await;
    let answer = HttpRegister::new(&settings(&loopback.base)).unwrap().look_up(jan()).await;
    (answer, loopback.requests().len())
}

#[tokio::test]
async fn a_person_is_found_and_the_number_stands_in_the_body_only() {
    let loopback = Loopback::replying([says(200, JAN)]).await;
    let settings = HttpSettings { token: Some(Secret::new("t0ken")), ..settings(&loopback.base) };
    let record = HttpRegister::new(&settings).unwrap().look_up(jan()).await.unwrap().unwrap();
    assert_eq!((record.insz, record.name.family.to_string()), (jan(), "Janssens".to_owned()));
    let request = loopback.requests().remove(0);
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("POST /vkbp/persons/query HTTP/1.1\r\n"), "{head}");
    assert!(head.to_lowercase().contains("authorization: bearer t0ken"), "{head}");
    assert!(!head.contains("85073100130"), "{head}");
    assert_eq!(body, r#"{"insz":"85073100130"}"#);
}

#[tokio::test]
async fn who_does_not_exist_is_no_error() {
    assert_eq!(asked([says(404, "")]).await, (Ok(None), 1));
}

#[tokio::test]
async fn a_server_error_is_asked_again() {
    let (answer, times) = asked([says(500, "oops"), says(503, ""), says(200, JAN)]).await;
    assert_eq!((answer.unwrap().unwrap().insz, times), (jan(), 3));
}

#[tokio::test]
async fn but_not_for_ever() {
    let replies = [500, 500, 500, 200].map(|status| says(status, JAN));
    assert_eq!(asked(replies).await, (Err(RegisterError::Unavailable), 3));
}

#[tokio::test]
async fn a_register_that_is_not_there_is_unavailable() {
    let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let register = HttpRegister::new(&settings(&format!("http://{free}"))).unwrap();
    assert_eq!(register.look_up(jan()).await, Err(RegisterError::Unavailable));
}

#[tokio::test]
async fn a_register_that_hangs_is_unavailable_in_time() {
    let loopback = Loopback::replying([Reply::Hang]).await;
    let settings = HttpSettings { total_timeout: Duration::from_millis(100), ..settings(&loopback.base) };
    assert_eq!(HttpRegister::new(&settings).unwrap().look_up(jan()).await, Err(RegisterError::Unavailable));
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_unavailable() {
    assert_eq!(asked([Reply::BreakOff]).await, (Err(RegisterError::Unavailable), 1));
}

#[tokio::test]
async fn garbage_is_unreadable_and_not_asked_again() {
    for body in ["", "<html>", r#"{"insz": "85073100130"}"#] {
        assert_eq!(asked([says(200, body), says(200, JAN)]).await, (Err(RegisterError::Unreadable), 1), "{body}");
    }
    assert_eq!(asked([says(302, ""), says(200, JAN)]).await, (Err(RegisterError::Unreadable), 1));
}

#[tokio::test]
async fn an_answer_that_is_too_large_is_not_read() {
    let padded = format!("{JAN}{}", " ".repeat(64 * 1024));
    assert_eq!(asked([says(200, &padded)]).await, (Err(RegisterError::Unreadable), 1));
}

#[tokio::test]
async fn a_refusal_is_for_an_operator() {
    for status in [400, 401, 403] {
        assert_eq!(asked([says(status, ""), says(200, JAN)]).await, (Err(RegisterError::Refused), 1), "{status}");
    }
    assert_eq!(asked([says(429, ""), says(200, JAN)]).await, (Err(RegisterError::Unavailable), 1));
}
