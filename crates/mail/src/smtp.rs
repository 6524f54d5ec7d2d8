use std::time::Duration;

use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::Code;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use types::Secret;

use crate::{MailError, Security, Server};

/// How long one step may take.
const STEP: Duration = Duration::from_secs(20);
/// How long all of them may take: whoever tries again must not do so meanwhile.
const WHOLE: Duration = Duration::from_secs(60);

pub(super) type Transport = AsyncSmtpTransport<Tokio1Executor>;

pub(super) fn transport(server: &Server, login: Option<&(String, Secret)>, name: &str) -> Result<Transport, MailError> {
    let parameters = || TlsParameters::new_rustls(server.host.clone()).map_err(|_| MailError::Unavailable);
    let tls = match server.security {
        Security::Tls => Tls::Wrapper(parameters()?),
        Security::StartTls => Tls::Required(parameters()?),
        Security::Loopback => Tls::None,
    };
    let builder = Transport::builder_dangerous(server.host.clone()).port(server.port).tls(tls).timeout(Some(STEP));
    let builder = builder.hello_name(ClientId::Domain(name.to_owned()));
    let login = login.map(|(user, password)| Credentials::new(user.clone(), password.expose().to_owned()));
    Ok(login.into_iter().fold(builder, lettre::transport::smtp::AsyncSmtpTransportBuilder::credentials).build())
}

pub(super) async fn send(transport: &Transport, message: Message) -> Result<(), MailError> {
    match tokio::time::timeout(WHOLE, transport.send(message)).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) if error.status().is_some_and(is_about_the_mail) => Err(MailError::Refused),
        Ok(Err(_)) | Err(_) => Err(MailError::Unavailable),
    }
}

/// Whether a refusal is of this recipient or this mail, for ever (RFC 5321 section 4.2.3). Every other one, such as of the login, may be over when who operates
/// Poort or the server has seen to it.
fn is_about_the_mail(code: Code) -> bool {
    matches!(u16::from(code), 550..=553)
}
