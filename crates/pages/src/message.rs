use crate::Language;

/// What went wrong with a form, for the person who filled it in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// Unknown user, wrong password or a person who may not sign in: not told apart.
    Credentials,
    /// A card brought nobody in: none, of another authority, or of who may not sign in here. Not told apart.
    Card,
    /// Another provider, or the person there, refused; or what it said is not believed.
    UpstreamRefused,
    /// Another provider does not answer.
    UpstreamAway,
    /// Another provider named nobody who may sign in here: without a number, unknown, or a person who may not act. Not told apart.
    UpstreamUnknown,
    /// Too many attempts.
    TooManyAttempts {
        /// How many seconds to wait.
        seconds: u64,
    },
    /// Somebody else is signed in than the application expects.
    OtherPerson,
    /// The page was open too long, or did not come from here.
    Stale,
    /// Nothing was chosen, or what is no longer possible.
    Choice,
    /// No device that waits shows this code: mistyped, too late, or answered already.
    UserCode,
    /// Nothing came of a passkey: nobody's, not proven, too late.
    Passkey,
    /// A passkey needs a name.
    PasskeyName,
    /// The new password is shorter than this number of characters.
    TooShort {
        /// The minimum.
        minimum: usize,
    },
    /// The new password is longer than this number of characters.
    TooLong {
        /// The maximum.
        maximum: usize,
    },
    /// The new password is one that many people use, or holds the user name.
    TooCommon,
    /// Both new passwords differ.
    NotRepeated,
    /// The new password is the old one.
    Unchanged,
    /// The code of a second factor is wrong, or was used.
    Code,
    /// The current password is wrong.
    CurrentPassword,
    /// A code from a mail that is no good: mistyped, used, too late.
    MailedCode,
    /// What is no address for mail.
    Address,
    /// Who is somebody else here already.
    Linked,
}

impl Language {
    /// The sentence that says it.
    #[must_use]
    pub fn message(self, message: &Message) -> String {
        match message {
            Message::Credentials => self.message_credentials().to_owned(),
            Message::Card => self.message_card().to_owned(),
            Message::TooManyAttempts { seconds } => self.message_too_many().replace("{}", &wait(*seconds, self)),
            Message::OtherPerson => self.message_other_person().to_owned(),
            Message::UpstreamRefused => self.upstream_refused().to_owned(),
            Message::UpstreamAway => self.upstream_away().to_owned(),
            Message::UpstreamUnknown => self.upstream_unknown().to_owned(),
            Message::Stale => self.message_stale().to_owned(),
            Message::Choice => self.message_choice().to_owned(),
            Message::UserCode => self.message_user_code().to_owned(),
            Message::Passkey => self.message_passkey().to_owned(),
            Message::PasskeyName => self.message_passkey_name().to_owned(),
            Message::TooShort { minimum } => self.message_too_short().replace("{}", &minimum.to_string()),
            Message::TooLong { maximum } => self.message_too_long().replace("{}", &maximum.to_string()),
            Message::TooCommon => self.message_too_common().to_owned(),
            Message::NotRepeated => self.message_not_repeated().to_owned(),
            Message::Unchanged => self.message_unchanged().to_owned(),
            Message::Code => self.message_code().to_owned(),
            Message::CurrentPassword => self.message_current_password().to_owned(),
            Message::MailedCode => self.message_mailed_code().to_owned(),
            Message::Linked => self.message_linked().to_owned(),
            Message::Address => self.message_address().to_owned(),
        }
    }
}

/// Rounded up to minutes beyond a minute.
fn wait(seconds: u64, language: Language) -> String {
    match seconds {
        0 | 1 => language.message_second().to_owned(),
        2..=60 => language.message_seconds().replace("{}", &seconds.to_string()),
        _ => language.message_minutes().replace("{}", &seconds.div_ceil(60).to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_told_to_wait_too_short() {
        assert!(Language::Nl.message(&Message::TooManyAttempts { seconds: 61 }).contains("2 minuten"));
        assert!(Language::Nl.message(&Message::TooManyAttempts { seconds: 0 }).contains("1 seconde "));
    }
}
