use std::time::{Duration, Instant};

use futures_util::future::join_all;

/// How long is measured. A round more comes first, that does not count.
pub(crate) struct Load {
    pub(crate) rounds: u32,
    pub(crate) round: Duration,
}

/// How often something was done in a second, a figure for each round.
pub(crate) struct Rates(Vec<f64>);

impl Rates {
    pub(crate) fn median(&self) -> f64 {
        self.0.get(self.0.len() / 2).copied().unwrap_or_default()
    }

    pub(crate) fn least(&self) -> f64 {
        self.0.first().copied().unwrap_or_default()
    }

    pub(crate) fn most(&self) -> f64 {
        self.0.last().copied().unwrap_or_default()
    }

    fn of(mut rounds: Vec<f64>) -> Self {
        rounds.remove(0);
        rounds.sort_by(f64::total_cmp);
        Self(rounds)
    }
}

/// Callers that each do it again and again, all at once, on this thread.
pub(crate) async fn rates<C>(load: &Load, mut callers: Vec<C>, work: impl AsyncFn(&mut C)) -> Rates {
    let mut rounds = Vec::new();
    for _ in 0..=load.rounds {
        let begin = Instant::now();
        let done = join_all(callers.iter_mut().map(async |caller| {
            let mut times = 0_u32;
            while begin.elapsed() < load.round {
                work(caller).await;
                times += 1;
            }
            times
        }));
        let times: u32 = done.await.into_iter().sum();
        rounds.push(f64::from(times) / begin.elapsed().as_secs_f64());
    }
    Rates::of(rounds)
}

/// Something that blocks: done so many times at each call, which tells how long that took.
pub(crate) fn blocking(load: &Load, times: u32, mut work: impl FnMut(u32) -> Duration) -> Rates {
    let round = |_| {
        let (mut took, mut done) = (Duration::ZERO, 0);
        while took < load.round {
            took += work(times);
            done += times;
        }
        f64::from(done) / took.as_secs_f64()
    };
    Rates::of((0..=load.rounds).map(round).collect())
}
