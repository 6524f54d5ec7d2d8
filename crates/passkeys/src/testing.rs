//! A device of software that makes one passkey and uses it.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    reason = "a test whose device fails has failed"
)]

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use serde_json::{Value, json};

const PRESENT: u8 = 1;
const VERIFIED: u8 = 4;
const WITH_KEY: u8 = 0x40;

/// The device.
pub struct Device {
    key: EcdsaKeyPair,
    owner: String,
    /// What it says of its user: that he was verified. Taken out, it is a mere touch.
    pub verifies: bool,
    /// How often it says that it was used.
    pub counter: u32,
}

impl Device {
    /// Makes a passkey as `navigator.credentials.create` does, and gives it with the answer.
    #[must_use]
    pub fn create(options: &Value, origin: &str) -> (Self, Value) {
        let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap();
        let owner = options["user"]["id"].as_str().unwrap().to_owned();
        let device = Self { key, owner, verifies: true, counter: 1 };
        let (x, y) = device.key.public_key().as_ref()[1..].split_at(32);
        // COSE_Key (RFC 9053 section 7.1): EC2, ES256, P-256.
        let cose = [&[0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32][..], x, &[0x22, 0x58, 32], y].concat();
        let id = device.credential_id();
        let about = [&[0; 16][..], &(id.len() as u16).to_be_bytes(), &id, &cose].concat();
        let data = device.data(options["rp"]["id"].as_str().unwrap(), WITH_KEY, &about);
        let object = [b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58", &[data.len() as u8][..], &data].concat();
        let response = json!({ "attestationObject": BASE64.encode(object), "clientDataJSON": client_data("webauthn.create", options, origin) });
        let answer = device.answer(response);
        (device, answer)
    }

    /// Uses it, as `navigator.credentials.get` does.
    #[must_use]
    pub fn get(&mut self, options: &Value, origin: &str) -> Value {
        self.counter += 1;
        let client = client_data("webauthn.get", options, origin);
        let data = self.data(options["rpId"].as_str().unwrap(), 0, &[]);
        let signed = [&data[..], digest(&SHA256, &BASE64.decode(&client).unwrap()).as_ref()].concat();
        let signature = self.key.sign(&SystemRandom::new(), &signed).unwrap();
        self.answer(json!({
            "authenticatorData": BASE64.encode(data),
            "clientDataJSON": client,
            "signature": BASE64.encode(signature),
            "userHandle": self.owner,
        }))
    }

    fn credential_id(&self) -> Vec<u8> {
        digest(&SHA256, self.key.public_key().as_ref()).as_ref()[..16].to_vec()
    }

    fn data(&self, host: &str, flags: u8, rest: &[u8]) -> Vec<u8> {
        let verified = if self.verifies { VERIFIED } else { 0 };
        let flags = [flags | PRESENT | verified];
        [digest(&SHA256, host.as_bytes()).as_ref(), &flags, &self.counter.to_be_bytes(), rest].concat()
    }

    fn answer(&self, response: Value) -> Value {
        let id = BASE64.encode(self.credential_id());
        json!({ "id": id, "rawId": id, "type": "public-key", "response": response, "clientExtensionResults": {} })
    }
}

fn client_data(kind: &str, options: &Value, origin: &str) -> String {
    BASE64.encode(json!({ "type": kind, "challenge": options["challenge"], "origin": origin, "crossOrigin": false }).to_string())
}
