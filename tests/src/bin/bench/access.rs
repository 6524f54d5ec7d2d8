//! The access question, answered from the database, beside a bare query.

use poort_tests::TestApp;
use storage::testing::TestDatabase;
use storage::{Backend, Known};
use types::Clock as _;

use crate::measure::{Load, blocking, rates};
use crate::report::{Floor, begin, line};
use crate::store::QUERY;

pub(crate) async fn measure(load: &Load, backend: Backend) {
    let floor = TestDatabase::new(backend);
    let query = blocking(load, 500, |times| floor.repeat(QUERY, times).unwrap());
    let app = TestApp::demo(TestDatabase::new(backend)).await;
    let (person, now) = (app.person("stijn"), app.clock.now());
    begin();
    for callers in [1, 16] {
        let answered = rates(load, vec![(); callers], async |()| {
            app.store.read(move |tx| service::access::answer(tx, person, now, Known::Now)).await.unwrap();
        });
        line("which rights does a person hold, and why", callers, &answered.await, &[Floor("bare query", &query)]);
    }
}
