//! Telling applications that a session ended (OpenID Connect Back-Channel Logout 1.0). Whom to tell was put down in the transaction that ended it.

use futures_util::future::join_all;
use service::sign_in::{self, Delivery, Notice, SignInError, Told};
use storage::{ReadTx, WriteTx};

use crate::State;

/// Tells some of those that are to be told now; how many. Called again and again, by every process: each takes what no other has.
///
/// # Errors
/// When the database is away, or nothing signs with a client's algorithm.
pub async fn tell_logouts(state: &State) -> Result<usize, SignInError> {
    let cx = state.outside.fresh_context();
    let now = cx.now;
    // Most of the time nobody waits, and nothing is written.
    if !state.store.read(move |tx: &mut ReadTx<'_>| sign_in::notices_wait(tx, now)).await? {
        return Ok(0);
    }
    let sign_in = state.sign_in.clone();
    let take = move |tx: &mut WriteTx<'_>| sign_in::take_notices(tx, &sign_in.issuance.issuer);
    let notices = state.store.write(cx, take).await?;
    let told = join_all(notices.into_iter().map(|notice| tell(state, notice))).await;
    told.into_iter().try_fold(0, |count, one| one.map(|()| count + 1))
}

async fn tell(state: &State, notice: Notice) -> Result<(), SignInError> {
    let token = notice.sign(state.keys.current().as_ref(), state.outside.clock.now())?;
    let answer = state.outgoing.post_form(notice.address.as_str(), None, &[("logout_token", &token)]).await;
    let told = match &answer {
        Ok(answer) => Told::Answered(answer.status),
        Err(_) => Told::Unanswered,
    };
    let client = notice.client().to_string();
    let settle = move |tx: &mut WriteTx<'_>| sign_in::settle(tx, &notice, told);
    let delivery = state.store.write(state.outside.fresh_context(), settle).await?;
    state.frame.metrics.delivery("logout", delivery.as_str());
    if delivery == Delivery::GivenUp {
        let code = answer.map_or_else(outgoing::OutgoingError::code, |_| "backChannelRefused");
        tracing::warn!(client, code, "an application could not be told of a logout");
    }
    Ok(())
}
