//! Every text of every page, in each language: a text that lacks one does not compile.
//!
//! A file for each page; a row for each text, which is a method of [`crate::Language`]: `{{ language.login_heading() }}` in a template. Dutch says *je*,
//! French *vous*, German *Sie*.

mod choose;
mod consent;
mod device;
mod frame;
mod links;
mod login;
mod mail;
mod message;
mod passkeys;
mod password;
mod recovery;
mod scopes;
mod second_factor;
mod sessions;
mod sign_out;
mod trouble;
mod upstream;

/// Texts by name, each with its four languages.
macro_rules! words {
    ($($name:ident { nl: $nl:literal, en: $en:literal, fr: $fr:literal, de: $de:literal $(,)? })*) => {
        impl crate::Language {$(
            pub(crate) fn $name(self) -> &'static str {
                match self {
                    Self::Nl => $nl,
                    Self::En => $en,
                    Self::Fr => $fr,
                    Self::De => $de,
                }
            }
        )*}

        #[cfg(test)]
        pub(super) fn all() -> Vec<(&'static str, [&'static str; 4])> {
            vec![$((stringify!($name), [$nl, $en, $fr, $de])),*]
        }
    };
}
use words;

#[cfg(test)]
mod tests {
    #[test]
    fn every_text_says_something_with_the_same_places_to_fill_in() {
        let all = [
            super::choose::all(),
            super::consent::all(),
            super::device::all(),
            super::frame::all(),
            super::links::all(),
            super::login::all(),
            super::mail::all(),
            super::message::all(),
            super::passkeys::all(),
            super::password::all(),
            super::recovery::all(),
            super::scopes::all(),
            super::second_factor::all(),
            super::sessions::all(),
            super::sign_out::all(),
            super::trouble::all(),
            super::upstream::all(),
        ];
        for (name, texts) in all.into_iter().flatten() {
            for text in texts {
                assert!(!text.trim().is_empty() && text.trim() == text, "{name}: {text}");
                assert_eq!(text.matches("{}").count(), texts[0].matches("{}").count(), "{name}: {text}");
            }
        }
    }
}
