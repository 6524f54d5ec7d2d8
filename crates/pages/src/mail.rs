use crate::Language;

/// A mail, in the language of its reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailText {
    /// One line.
    pub subject: String,
    /// Plain text.
    pub text: String,
}

impl Language {
    /// A code for another password. `page`: where it is typed; `origin`: this Poort.
    #[must_use]
    pub fn mail_password(self, origin: &str, page: &str, code: &str) -> MailText {
        let body = [self.mail_password_why(), page, self.mail_code(), code, self.mail_password_other()];
        self.mail(self.mail_password_subject(), &body, origin)
    }

    /// A code that confirms an address.
    #[must_use]
    pub fn mail_address(self, origin: &str, page: &str, code: &str) -> MailText {
        let body = [self.mail_address_why(), page, self.mail_code(), code, self.mail_address_other()];
        self.mail(self.mail_address_subject(), &body, origin)
    }

    /// Codes go elsewhere from now on.
    #[must_use]
    pub fn mail_address_changed(self, origin: &str) -> MailText {
        self.mail(self.mail_changed_subject(), &[self.mail_changed_what(), self.mail_not_you()], origin)
    }

    /// The password was replaced.
    #[must_use]
    pub fn mail_recovered(self, origin: &str) -> MailText {
        self.mail(self.mail_recovered_subject(), &[self.mail_recovered_what(), self.mail_not_you()], origin)
    }

    fn mail(self, subject: &str, body: &[&str], origin: &str) -> MailText {
        let text = format!("{}\n\n{}\n\n-- \n{origin}\n", self.mail_greeting(), body.join("\n\n"));
        MailText { subject: subject.to_owned(), text }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_stands_on_a_line_of_its_own_and_in_no_address() {
        for language in Language::ALL {
            let mail = language.mail_password("https://poort.example", "https://poort.example/herstellen", "abcde-fghij");
            assert!(mail.text.lines().any(|line| line == "abcde-fghij") && mail.text.matches("abcde").count() == 1);
            assert!(mail.text.lines().any(|line| line == "https://poort.example/herstellen"));
            assert!(!mail.subject.contains('\n') && !mail.subject.contains("abcde"));
        }
    }
}
