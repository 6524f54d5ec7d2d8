//! Passkeys: signing in with a key that stays in a device (Web Authentication Level 3), by way of `webauthn-rs`.
//!
//! **Owns**: what a browser is handed to make or to use a passkey, and what its answer proves.
//!
//! **Rules**: the device verifies its user (a finger, a face, a PIN) each time, so that a passkey is worth two factors; a passkey finds its owner by itself,
//! so that nobody types a name and no answer tells who has one; no attestation is asked: which brand of device somebody has is not ours to know.
//!
//! **Must never know**: HTTP, SQL, the clock. The state between the two halves of a ceremony is handed out, to be kept where no browser reaches, for a
//! few minutes, and used once.

mod error;
#[cfg(feature = "testing")]
pub mod testing;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use types::{PersonId, TypedId};
use webauthn_rs::prelude::{
    DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential, RegisterPublicKeyCredential, Url,
};
use webauthn_rs::{Webauthn, WebauthnBuilder};

pub use error::PasskeyError;

/// The relying party that passkeys are bound to: one host.
#[derive(Clone)]
pub struct Passkeys(Webauthn);

/// The first half of a ceremony.
#[derive(Clone, Debug)]
pub struct Challenge {
    /// What the browser is handed: the `publicKey` of `navigator.credentials.create` or `.get`, as JSON.
    pub options: Value,
    /// What is kept for the second half.
    pub state: String,
}

/// A passkey as it is kept: a public key, and how often it was used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// By what a device names it.
    pub credential_id: Vec<u8>,
    /// All of it.
    pub passkey: String,
}

impl Passkeys {
    /// For a public address such as `https://poort.example`; `None` for one without a domain name, to which no browser binds a passkey.
    ///
    /// # Errors
    /// [`PasskeyError::Broken`] when it is no address.
    pub fn at(origin: &str) -> Result<Option<Self>, PasskeyError> {
        let url = Url::parse(origin).map_err(|_| PasskeyError::Broken)?;
        let Some(host) = url.domain().map(str::to_owned) else { return Ok(None) };
        let builder = WebauthnBuilder::new(&host, &url).map_err(|_| PasskeyError::Broken)?;
        builder.rp_name("Poort").build().map(|webauthn| Some(Self(webauthn))).map_err(|_| PasskeyError::Broken)
    }

    /// Begins to make a passkey for a person; `name`: what his device shows, `present`: what he has already, which no device makes twice.
    ///
    /// # Errors
    /// [`PasskeyError::Broken`].
    pub fn begin_enrolment(&self, person: PersonId, name: &str, present: &[Kept]) -> Result<Challenge, PasskeyError> {
        let exclude = present.iter().map(|kept| kept.credential_id.clone()).collect();
        let begun = self.0.start_passkey_registration(person.uuid(), name, name, Some(exclude));
        let (asked, state) = begun.map_err(|_| PasskeyError::Broken)?;
        let mut options = public_key(&asked)?;
        // So that it finds its owner by itself; the library leaves that to the device.
        if let Some(Value::Object(selection)) = options.get_mut("authenticatorSelection") {
            selection.insert("residentKey".to_owned(), "required".into());
            selection.insert("requireResidentKey".to_owned(), true.into());
        }
        Ok(Challenge { options, state: written(&state)? })
    }

    /// Ends it: what the browser answered, as JSON.
    ///
    /// # Errors
    /// [`PasskeyError`].
    pub fn enrol(&self, state: &str, answer: &str) -> Result<Kept, PasskeyError> {
        let answer: RegisterPublicKeyCredential = read(answer, PasskeyError::Malformed)?;
        let state: PasskeyRegistration = read(state, PasskeyError::Broken)?;
        let passkey = self.0.finish_passkey_registration(&answer, &state).map_err(|_| PasskeyError::Refused)?;
        kept(&passkey)
    }

    /// Begins a sign-in of somebody whom his passkey will name.
    ///
    /// # Errors
    /// [`PasskeyError::Broken`].
    pub fn begin_sign_in(&self) -> Result<Challenge, PasskeyError> {
        let (asked, state) = self.0.start_discoverable_authentication().map_err(|_| PasskeyError::Broken)?;
        Ok(Challenge { options: public_key(&asked)?, state: written(&state)? })
    }

    /// Who signs in, by what the browser answered, and with which passkey; nothing of it is proven yet.
    ///
    /// # Errors
    /// [`PasskeyError::Malformed`].
    pub fn claimed(&self, answer: &str) -> Result<(PersonId, Vec<u8>), PasskeyError> {
        let answer: PublicKeyCredential = read(answer, PasskeyError::Malformed)?;
        let (person, id) = self.0.identify_discoverable_authentication(&answer).map_err(|_| PasskeyError::Malformed)?;
        Ok((PersonId::from_uuid(person), id.to_vec()))
    }

    /// Ends a sign-in with the passkey that was claimed, and gives it as it is to be kept from now on.
    ///
    /// # Errors
    /// [`PasskeyError`]: [`PasskeyError::Refused`] also when the device counts backwards: somebody has a copy of it.
    pub fn sign_in(&self, state: &str, answer: &str, passkey: &str) -> Result<Kept, PasskeyError> {
        let answer: PublicKeyCredential = read(answer, PasskeyError::Malformed)?;
        let state: DiscoverableAuthentication = read(state, PasskeyError::Broken)?;
        let mut passkey: Passkey = read(passkey, PasskeyError::Broken)?;
        let proven = self.0.finish_discoverable_authentication_v2(&answer, state, &passkey);
        let proven = proven.map_err(|_| PasskeyError::Refused)?;
        if !proven.user_verified() {
            return Err(PasskeyError::Refused);
        }
        passkey.update_credential(&proven);
        kept(&passkey)
    }
}

fn kept(passkey: &Passkey) -> Result<Kept, PasskeyError> {
    Ok(Kept { credential_id: passkey.cred_id().to_vec(), passkey: written(passkey)? })
}

fn public_key(asked: &impl Serialize) -> Result<Value, PasskeyError> {
    let mut whole = serde_json::to_value(asked).map_err(|_| PasskeyError::Broken)?;
    whole.get_mut("publicKey").map(Value::take).ok_or(PasskeyError::Broken)
}

fn written(what: &impl Serialize) -> Result<String, PasskeyError> {
    serde_json::to_string(what).map_err(|_| PasskeyError::Broken)
}

fn read<T: DeserializeOwned>(text: &str, error: PasskeyError) -> Result<T, PasskeyError> {
    serde_json::from_str(text).map_err(|_| error)
}
