//! A read and a change over HTTP, beside a bare actix-web that answers the same bytes and beside a bare commit.

use std::cell::Cell;

use actix_web::{App, HttpResponse, HttpServer, web};
use poort_tests::TestApp;
use storage::Backend;
use storage::testing::TestDatabase;

use crate::measure::{Load, Rates, blocking, rates};
use crate::report::{Floor, begin, line};
use crate::store::{COMMIT, kbo};
use crate::wire::wires;

/// How many connections.
pub(crate) const CALLERS: [usize; 2] = [1, 16];

pub(crate) async fn measure(load: &Load, backend: Backend) {
    let floor = TestDatabase::new(backend);
    let commit = blocking(load, 20, |times| floor.repeat(COMMIT, times).unwrap());
    let app = TestApp::start(TestDatabase::new(backend)).await;
    let header =
        |scope: &str| format!("Authorization: Bearer {}\r\nContent-Type: application/json\r\n", app.token("operator", scope));
    let (read, write) = (header("poort.organisations.read"), header("poort.organisations.write"));
    let serial = Cell::new(0);
    let body = || {
        serial.set(serial.get() + 1);
        let kbo = kbo(serial.get());
        format!(
            r#"{{"kbo":"{kbo}","name":"Aarde","doelgroepen":["EA"],"classification":"onderneming","period":{{"begin":"2020-01-01"}}}}"#
        )
    };
    let mut one = wires(&app.base, 1).await;
    let made = one.first_mut().unwrap().send("POST /v1/organisations", &write, &body()).await;
    let path = made.lines().find_map(|line| line.strip_prefix("location: ")).unwrap().to_owned();
    let request = format!("GET {path}");
    let answer = one.first_mut().unwrap().send(&request, &read, "").await;

    begin();
    for callers in CALLERS {
        let bare = bare(load, callers, &answer, &read).await;
        line("floor: bare actix-web, the same bytes", callers, &bare, &[]);
        let got = rates(load, wires(&app.base, callers).await, async |wire| ok(&wire.send(&request, &read, "").await)).await;
        line("GET an organisation", callers, &got, &[Floor("bare actix-web", &bare)]);
        let made = rates(load, wires(&app.base, callers).await, async |wire| {
            ok(&wire.send("POST /v1/organisations", &write, &body()).await);
        });
        line("POST an organisation", callers, &made.await, &[Floor("bare actix-web", &bare), Floor("bare commit", &commit)]);
    }
}

pub(crate) fn ok(answer: &str) {
    assert!(answer.starts_with("HTTP/1.1 20"), "{answer}");
}

/// actix-web with one worker that gives this answer's header and body to whoever asks.
pub(crate) async fn bare(load: &Load, callers: usize, answer: &str, headers: &str) -> Rates {
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let own = ["content-length", "date", "connection"];
    let kept: Vec<(String, String)> = head
        .lines()
        .filter_map(|line| line.split_once(": "))
        .filter(|(name, _)| !own.contains(&name.to_ascii_lowercase().as_str()))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let body = body.to_owned();
    let server = HttpServer::new(move || {
        let (kept, body) = (kept.clone(), body.clone());
        let same = move || {
            let mut response = HttpResponse::Ok();
            for header in &kept {
                response.insert_header((header.0.as_str(), header.1.as_str()));
            }
            std::future::ready(response.body(body.clone()))
        };
        App::new().default_service(web::to(same))
    });
    let server = server.workers(1).disable_signals().bind(("127.0.0.1", 0)).unwrap();
    let base = format!("http://{}", server.addrs().first().unwrap());
    let server = server.run();
    let handle = server.handle();
    drop(tokio::spawn(server));
    let measured = rates(load, wires(&base, callers).await, async |wire| ok(&wire.send("GET /", headers, "").await)).await;
    handle.stop(false).await;
    measured
}
