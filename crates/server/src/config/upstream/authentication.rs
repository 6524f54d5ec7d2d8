//! How Poort proves to another provider who it is, and what that may encrypt to it.

use std::path::Path;
use std::sync::Arc;

use oidc::relying::Authentication;
use tokens::keys::{DecryptionKey, KeyError, SigningKey};
use toml::Value;
use types::Secret;

use crate::config::section::Section;
use crate::config::{Mistakes, read as read_file};

const PROOF: &str = "client_secret_file, a file with a secret; or signing_key_files, a list of files with private keys";
const KEY: &str = "a private key: PKCS#8 in PEM, not encrypted, or a JWK";
/// How many keys of a kind there may be: one, one before and one after.
const MOST: usize = 3;

pub(super) fn read(section: &mut Section, path: &str, m: &mut Mistakes) -> Option<Authentication> {
    let (method_key, secret_key) = (format!("{path}.token_endpoint_auth_method"), format!("{path}.client_secret_file"));
    let has_method = section.has("token_endpoint_auth_method");
    let method = section.optional("token_endpoint_auth_method", m);
    let has_secret = section.has("client_secret_file");
    let secret = section.optional("client_secret_file", m);
    let signing = keys(section, "signing_key_files", SigningKey::from_text, m)?;
    if has_secret != signing.is_empty() || (has_method && method.is_none()) {
        return m.refuse(&secret_key, PROOF, if has_secret { "both" } else { "neither" });
    }
    let mut signing = signing.into_iter();
    match (method.as_deref(), signing.next()) {
        (None | Some("private_key_jwt"), Some(signer)) => {
            let others = signing.map(|key| key.public_jwk()).collect();
            Some(Authentication::PrivateKeyJwt { signer: Arc::new(signer), others })
        }
        (None | Some("client_secret_basic"), None) => secret_of(secret?, &secret_key, m).map(Authentication::ClientSecretBasic),
        (Some("client_secret_post"), None) => secret_of(secret?, &secret_key, m).map(Authentication::ClientSecretPost),
        (Some(_), Some(_)) => m.refuse(&method_key, "private_key_jwt, as there are signing_key_files", "another"),
        (Some(_), None) => m.refuse(&method_key, "client_secret_basic or client_secret_post", "another"),
    }
}

pub(super) fn decryption(section: &mut Section, m: &mut Mistakes) -> Option<Arc<[DecryptionKey]>> {
    keys(section, "decryption_key_files", DecryptionKey::from_text, m).map(Arc::from)
}

fn secret_of(file: String, key: &str, m: &mut Mistakes) -> Option<Secret> {
    let text = Secret::new(read_file(Path::new(&file), key, m)?);
    let secret = text.expose().trim();
    if secret.is_empty() { m.refuse(key, "a file with a secret", "an empty file") } else { Some(Secret::new(secret)) }
}

fn keys<T>(section: &mut Section, name: &str, parse: impl Fn(&str) -> Result<T, KeyError>, m: &mut Mistakes) -> Option<Vec<T>> {
    let (key, list) = section.value(name);
    let files = match list {
        None => return Some(Vec::new()),
        Some(Value::Array(files)) if (1..=MOST).contains(&files.len()) => files,
        Some(_) => return m.refuse(&key, format!("a list of 1 to {MOST} files"), "something else"),
    };
    let mut one = |(at, file): (usize, Value)| {
        let key = format!("{key}[{at}]");
        let Some(file) = file.as_str() else { return m.refuse(&key, KEY, "something else") };
        let text = Secret::new(read_file(Path::new(file), &key, m)?);
        parse(text.expose()).ok().or_else(|| m.refuse(&key, KEY, format!("{file}: something else")))
    };
    let read: Vec<Option<T>> = files.into_iter().enumerate().map(&mut one).collect();
    read.into_iter().collect()
}
