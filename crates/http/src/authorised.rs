use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;

use ::mandates::Holder;
use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::{FromRequest, HttpRequest};
use service::sign_in::{self, SignInError};
use service::{Caller, Error, Policies, accounts};
use storage::idempotency::{self, Answered};
use storage::{ReadTx, StorageError, WriteTx};
use tokens::machine::Opaque;
use tokens::password::PasswordHash;
use types::{Context, Instant, PersonId, Secret, SessionId};

use crate::answer::Answer;
use crate::attempt::Attempt;
use crate::problem::Problem;
use crate::request::Repeat;
use crate::scope::Scope;
use crate::sign_in::PasswordGuard;
use crate::token::{self, Bearer};
use crate::{State, surround};

/// A caller whose token has the scope `S`. Every handler but the public ones takes it first: it is the only way to a transaction.
pub(crate) struct Authorised<S> {
    state: State,
    cx: Context,
    identity: Identity,
    attempt: Attempt,
    scope: PhantomData<S>,
}

#[derive(Clone)]
struct Identity {
    bearer: Arc<Bearer>,
    policies: Arc<Policies>,
    now: Instant,
}

/// Who calls, inside a transaction.
pub(crate) struct Who {
    /// What he may do.
    pub(crate) caller: Caller,
    /// What this environment decides for itself.
    pub(crate) policies: Arc<Policies>,
}

/// What can go wrong in a transaction, beside the use case.
enum Failure {
    Service(Error),
    /// The token was good when it was signed, and is worth nothing any more.
    Ended,
    KeyReused,
}

impl<S: Scope> FromRequest for Authorised<S> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { Self::of(&request).await })
    }
}

impl<S: Scope> Authorised<S> {
    async fn of(request: &HttpRequest) -> Result<Self, Problem> {
        let (state, cx) = surround::at_hand(request)?;
        let bearer = token::verify(request, &state, &cx).await?;
        let attempt = Attempt::of(request, &state, &bearer);
        bearer.needs(S::SCOPE.as_str()).inspect_err(|_| attempt.refused(&cx, "missingScope"))?;
        let policies = Arc::clone(&state.policies);
        let identity = Identity { bearer: Arc::new(bearer), policies, now: cx.now };
        Ok(Self { state, cx, identity, attempt, scope: PhantomData })
    }

    /// The moment of the request, and its trace.
    pub(crate) fn cx(&self) -> &Context {
        &self.cx
    }

    /// Looks a person up in the register: before a transaction, never inside one.
    pub(crate) async fn look_up(&self, insz: types::Insz) -> Result<::persons::RegisterRecord, Problem> {
        let answer = self.state.register.look_up(insz).await;
        answer.map_err(Error::from)?.ok_or_else(|| Error::Person(::persons::PersonError::UnknownToRegister { insz }).into())
    }

    /// The person whose token it is.
    pub(crate) fn person(&self) -> Result<PersonId, Problem> {
        match &self.identity.bearer.holder {
            Holder::Person(id) => Ok(*id),
            Holder::Client(_) => Err(Problem::belgif(StatusCode::FORBIDDEN, "missingPermission", "Missing Permission")
                .coded("personOnly")
                .because("this is about the person who signed in; the token is a machine's")),
        }
    }

    /// Who stands before the passwords.
    pub(crate) fn guard(&self, request: &HttpRequest) -> PasswordGuard<'_> {
        PasswordGuard::of(request, &self.state, &self.cx)
    }

    /// The session from which the token came.
    pub(crate) fn session(&self) -> Option<SessionId> {
        self.identity.bearer.claims.sid.as_ref().and_then(|sid| sid.parse().ok())
    }

    /// The session of the person whose token it is, and a cookie under which it goes on that nobody has.
    pub(crate) fn own_session(&self) -> Result<(SessionId, [u8; 32]), Problem> {
        Ok((self.session().ok_or_else(token::ended)?, Opaque::generate(&self.cx).1))
    }

    /// A temporary password and its hash: made where blocking is allowed, before a transaction.
    pub(crate) async fn temporary_password(&self) -> Result<(Secret, PasswordHash), Problem> {
        let (cx, sign_in) = (self.cx.clone(), Arc::clone(&self.state.sign_in));
        let made = tokio::task::spawn_blocking(move || {
            let password = accounts::temporary_password(&cx);
            sign_in.hasher.hash(password.expose(), &cx).map(|hash| (password, hash))
        });
        Ok(made.await.map_err(|_| Problem::internal())??)
    }

    /// Reads, on one consistent picture.
    pub(crate) async fn read<T, F>(&self, work: F) -> Result<T, Problem>
    where
        F: FnOnce(&mut ReadTx<'_>, &Who) -> Result<T, Error> + Send + 'static,
        T: Send + 'static,
    {
        let identity = self.identity.clone();
        let done = self.state.store.read(move |tx| -> Result<T, Failure> {
            let who = identity.who(tx)?;
            Ok(work(tx, &who)?)
        });
        done.await.map_err(|failure| self.refused(failure))
    }

    /// The answer to an earlier request with the same `Idempotency-Key`, for handlers that ask a register before they write.
    pub(crate) async fn repeated(&self, repeat: &Repeat) -> Result<Option<Answer>, Problem> {
        let (identity, repeat) = (self.identity.clone(), repeat.clone());
        let done = self.state.store.read(move |tx| -> Result<Option<Answer>, Failure> {
            let Some(keys) = repeat.hashes(tx.vault(), &identity.who(tx)?.caller.actor) else { return Ok(None) };
            earlier(tx, &keys, identity.now)
        });
        Ok(done.await?)
    }

    /// Writes, at most once per `Idempotency-Key`: the answer is kept in the same transaction, and given again to a repetition.
    pub(crate) async fn write<F>(&self, repeat: Repeat, work: F) -> Result<Answer, Problem>
    where
        F: FnOnce(&mut WriteTx<'_>, &Who) -> Result<Answer, Error> + Send + 'static,
    {
        let identity = self.identity.clone();
        let done = self.state.store.write(self.cx.clone(), move |tx| -> Result<Answer, Failure> {
            let who = identity.who(tx)?;
            let Some(keys) = repeat.hashes(tx.vault(), &who.caller.actor) else { return Ok(work(tx, &who)?) };
            if let Some(answer) = earlier(tx, &keys, identity.now)? {
                return Ok(answer);
            }
            let answer = work(tx, &who)?;
            let answered = Answered { request_hash: keys.1.to_vec(), answer: answer.to_json()? };
            idempotency::keep(tx, &keys.0, &answered)?;
            Ok(answer)
        });
        done.await.map_err(|failure| self.refused(failure))
    }
}

impl<S> Authorised<S> {
    /// Why there is no answer; kept as well, when it is the caller's permission that is missing.
    fn refused(&self, failure: Failure) -> Problem {
        if let Failure::Service(error) = &failure {
            self.attempt.failed(&self.cx, error);
        }
        failure.into()
    }
}

impl Identity {
    /// What stands behind the token is read in the transaction itself: a session that ended, or a client that was switched off, bites at once.
    fn who(&self, tx: &mut ReadTx<'_>) -> Result<Who, Failure> {
        let Bearer { claims, holder, session } = self.bearer.as_ref();
        sign_in::check(tx, claims, self.now)?;
        let caller = Caller::of(tx, holder, *session, self.now, &self.policies)?;
        Ok(Who { caller, policies: Arc::clone(&self.policies) })
    }
}

fn earlier(tx: &mut ReadTx<'_>, (key, request): &([u8; 32], [u8; 32]), now: Instant) -> Result<Option<Answer>, Failure> {
    let Some(answered) = idempotency::find(tx, key, now)? else { return Ok(None) };
    if answered.request_hash != request {
        return Err(Failure::KeyReused);
    }
    Ok(Some(Answer::from_json(answered.answer)?))
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Service(error)
    }
}

impl From<SignInError> for Failure {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::Service(error) => Self::Service(error),
            _ => Self::Ended,
        }
    }
}

impl From<StorageError> for Failure {
    fn from(error: StorageError) -> Self {
        Self::Service(error.into())
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Service(error) => error.into(),
            Failure::Ended => token::ended(),
            Failure::KeyReused => Self::own(StatusCode::CONFLICT, "idempotencyKeyReused", "Conflict")
                .because("this Idempotency-Key came before with another request"),
        }
    }
}
