/// What went wrong with a form, for the person who filled it in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// Unknown user, wrong password or a person who may not sign in: not told apart.
    Credentials,
    /// Too many attempts.
    TooManyAttempts {
        /// How many seconds to wait.
        seconds: u64,
    },
    /// The page was open too long, or did not come from here.
    Stale,
    /// Nothing was chosen, or what is no longer possible.
    Choice,
    /// No device that waits shows this code: mistyped, too late, or answered already.
    UserCode,
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
    /// The current password is wrong.
    CurrentPassword,
}

impl Message {
    /// The sentence.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Credentials => "De gebruikersnaam of het wachtwoord klopt niet.".to_owned(),
            Self::TooManyAttempts { seconds } => {
                format!("Er waren te veel pogingen. Probeer het over {} opnieuw.", wait(*seconds))
            }
            Self::Stale => "De pagina stond te lang open. Probeer het opnieuw.".to_owned(),
            Self::Choice => "Maak een keuze uit de lijst.".to_owned(),
            Self::UserCode => "Deze code klopt niet, of ze is verlopen. Kijk na wat je toestel toont.".to_owned(),
            Self::TooShort { minimum } => format!("Het nieuwe wachtwoord heeft minstens {minimum} tekens nodig."),
            Self::TooLong { maximum } => format!("Het nieuwe wachtwoord heeft hoogstens {maximum} tekens."),
            Self::TooCommon => "Dit wachtwoord is te gemakkelijk te raden. Kies een ander.".to_owned(),
            Self::NotRepeated => "De twee nieuwe wachtwoorden zijn niet gelijk.".to_owned(),
            Self::Unchanged => "Kies een ander wachtwoord dan het huidige.".to_owned(),
            Self::CurrentPassword => "Het huidige wachtwoord klopt niet.".to_owned(),
        }
    }
}

/// Rounded up to minutes beyond a minute.
fn wait(seconds: u64) -> String {
    match seconds {
        0 | 1 => "1 seconde".to_owned(),
        2..=60 => format!("{seconds} seconden"),
        _ => format!("{} minuten", seconds.div_ceil(60)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_told_to_wait_too_short() {
        assert!(Message::TooManyAttempts { seconds: 61 }.text().contains("2 minuten"));
        assert!(Message::TooManyAttempts { seconds: 0 }.text().contains("1 seconde "));
    }
}
