//! How the words of the domain look in JSON: documentation only, the types parse themselves.

use std::borrow::Cow;

use utoipa::openapi::{ObjectBuilder, RefOr, Schema, schema::Type};
use utoipa::{PartialSchema, ToSchema};

macro_rules! texts {
    ($($name:ident, $pattern:literal, $example:literal, $text:literal;)*) => {$(
        #[doc = $text]
        pub(crate) enum $name {}

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                text($pattern, $example, $text)
            }
        }

        impl ToSchema for $name {
            fn name() -> Cow<'static, str> {
                stringify!($name).into()
            }
        }
    )*};
}

fn text(pattern: &str, example: &str, description: &str) -> RefOr<Schema> {
    let object = ObjectBuilder::new().schema_type(Type::String).examples([example]).description(Some(description));
    if pattern.is_empty() { object.build().into() } else { object.pattern(Some(pattern)).build().into() }
}

texts! {
    Uuid, "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$", "01938f6e-0000-7000-8000-000000000001", "An identifier in the API.";
    Insz, r"^[0-9. -]{11,20}$", "85.07.31-001.30", "A rijksregisternummer or BIS number; dots, dashes and spaces are ignored.";
    MaskedInsz, "", "85.**.**-***.**", "An INSZ of which only the year of birth is shown.";
    KboNumber, r"^(BE ?)?[0-9. ]{10,14}$", "0405546706", "A KBO number of ten digits; dots and BE are ignored.";
    OvoCode, "^[Oo][Vv][Oo][0-9]{6}$", "OVO001835", "The OVO code of an entity of the Flemish government.";
    Number, "^[0-9]+$", "11056", "A number of digits, as text.";
    Code, "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$", "gemeente", "A code.";
    Name, "", "Gemeente Zandhoven", "1 to 200 characters on one line.";
    Text, "", "Voor erkende bodemsaneringsdeskundigen", "1 to 2000 characters; line breaks are allowed.";
    Username, "^[A-Za-z0-9][A-Za-z0-9._+@-]{1,63}$", "an.peeters", "A user name.";
    Address, "^https?://.+$", "https://portaal.example/callback", "An absolute address without a fragment.";
    NameSort, "^-?(code|name)$", "name", "The order of a list; a dash puts the last first.";
    MonthDay, "^[0-9]{2}-[0-9]{2}$", "03-15", "A day of every year.";
    Reason, "", "Nieuwe collega op de dienst Cultuur", "Why: 1 to 500 characters.";
    Language, "^(nl|fr|de|en)$", "nl", "A language (ISO 639-1).";
    Day, r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "2026-11-23", "A calendar day in Europe/Brussels.";
    Moment, "", "2026-11-23T10:00:00Z", "A moment (RFC 3339).";
    PartialDay, r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$", "1985-07", "A date of which the day, or month and day, may be unknown.";
    Email, "", "an.peeters@zandhoven.example", "An e-mail address.";
    Phone, "", "+32 16 21 11 11", "A phone number of 6 to 15 digits.";
    WerkrelatieState, "^(planned|active|paused|ended|removed)$", "active", "What a werkrelatie is today.";
    WerkrelatieSort, "^-?(person|organisation|begin|end)$", "-end", "The order of a list; a dash puts the last first.";
    ToekenningState, "^(planned|active|ended|revoked)$", "active", "What a toekenning is now. Whether it gives something is the access question.";
    ToekenningSort, "^-?(person|organisation|right|begin|end)$", "person", "The order of a list; a dash puts the last first.";
    Actor, "^(person|client|system):.+$", "person:01938f6e-0000-7000-8000-000000000001", "Who did something.";
}

/// First to last day, both inclusive.
#[derive(ToSchema)]
#[expect(dead_code, reason = "documentation")]
pub(crate) struct Period {
    /// The first day.
    #[schema(value_type = Day)]
    begin: (),
    /// The last day; left out for no end.
    #[schema(value_type = Option<Day>)]
    end: (),
}
