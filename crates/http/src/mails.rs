//! Sending mails. Each was put down in the transaction that wanted it; whoever asked for one was answered long ago.

use futures_util::future::join_all;
use mail::{Mail, MailError, Mailer};
use pages::{Language, MailText};
use service::sign_in::{self, Letter, Sent, SignInError, Subject};
use storage::ReadTx;

use crate::State;
use crate::sign_in::{RECOVER, RECOVERY_ADDRESS};

/// Sends some of those that are to be sent now; how many waited. Called again and again, by every process: each takes what no other has.
///
/// # Errors
/// When the database is away.
pub async fn send_mails(state: &State) -> Result<usize, SignInError> {
    let Some(mailer) = &state.mail else { return Ok(0) };
    let cx = state.outside.fresh_context();
    let now = cx.now;
    // Most of the time nothing waits, and nothing is written.
    if !state.store.read(move |tx: &mut ReadTx<'_>| sign_in::mails_wait(tx, now)).await? {
        return Ok(0);
    }
    let (count, letters) = state.store.write(cx, sign_in::take_mails).await?;
    let sent = join_all(letters.into_iter().map(|letter| send(state, mailer, letter))).await;
    sent.into_iter().collect::<Result<(), _>>().map(|()| count)
}

async fn send(state: &State, mailer: &Mailer, letter: Letter) -> Result<(), SignInError> {
    let (text, at) = (written(state, &letter), state.outside.clock.now());
    let mail = Mail { id: letter.id(), at, to: &letter.to, subject: &text.subject, text: &text.text };
    let answer = mailer.send(&mail).await;
    let sent = match answer {
        Ok(()) => Sent::Accepted,
        Err(error) if error.is_final() => Sent::Refused,
        Err(_) => Sent::Failed,
    };
    let settle = move |tx: &mut storage::WriteTx<'_>| sign_in::settle_mail(tx, &letter, sent);
    let delivery = state.store.write(state.outside.fresh_context(), settle).await?.as_str();
    state.frame.metrics.delivery("mail", delivery);
    if let Err(code) = answer.map_err(MailError::code) {
        tracing::warn!(code, delivery, "a mail could not be sent");
    }
    Ok(())
}

/// Addresses in a mail are those of the configuration: what a request said of its host is known to nobody here.
fn written(state: &State, letter: &Letter) -> MailText {
    let language = Language::of_code(letter.language()).unwrap_or_default();
    let issuer = &state.sign_in.issuance.issuer;
    match &letter.subject {
        Subject::Password(code) => language.mail_password(issuer.base(), &issuer.endpoint(RECOVER), code.expose()),
        Subject::Address(code) => language.mail_address(issuer.base(), &issuer.endpoint(RECOVERY_ADDRESS), code.expose()),
        Subject::AddressChanged => language.mail_address_changed(issuer.base()),
        Subject::Recovered => language.mail_recovered(issuer.base()),
    }
}
