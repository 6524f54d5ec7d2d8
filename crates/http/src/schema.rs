//! How the words of the domain look in JSON: documentation only, the types parse themselves.

use std::borrow::Cow;

use utoipa::openapi::{ObjectBuilder, RefOr, Schema, SchemaFormat, schema::Type};
use utoipa::{PartialSchema, ToSchema};

/// One line: no control characters, not only white space.
const LINE: &str = r"^[^\u0000-\u001f\u007f-\u009f]*[^\s\u0000-\u001f\u007f-\u009f][^\u0000-\u001f\u007f-\u009f]*$";
/// The same, with line breaks.
const LINES: &str =
    r"^[^\u0000-\u0009\u000b-\u001f\u007f-\u009f]*[^\s\u0000-\u001f\u007f-\u009f][^\u0000-\u0009\u000b-\u001f\u007f-\u009f]*$";

/// Gives marker types their schema, and lists them in a function.
macro_rules! documented {
    ($list:ident: $($(#[$doc:meta])* $name:ident => $schema:expr;)*) => {
        fn $list() -> impl Iterator<Item = (String, RefOr<Schema>)> {
            [$((stringify!($name).to_owned(), $name::schema())),*].into_iter()
        }
    $(
        $(#[$doc])*
        pub(crate) enum $name {}

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                $schema
            }
        }

        impl ToSchema for $name {
            fn name() -> Cow<'static, str> {
                stringify!($name).into()
            }
        }
    )*};
}

/// All of them, by name.
pub(crate) fn every() -> impl Iterator<Item = (String, RefOr<Schema>)> {
    text_types().chain(choice_types())
}

/// Texts: pattern, shortest and longest, format, example, meaning.
macro_rules! texts {
    ($($name:ident, $pattern:expr, $shortest:literal..=$longest:literal, $format:literal, $example:literal, $text:literal;)*) => {
        documented! { text_types: $(
            #[doc = $text]
            $name => text($pattern, ($shortest, $longest), $format, $example, $text);
        )*}
    };
}

/// Texts that are one of a few: the first is the example.
macro_rules! choices {
    ($($name:ident, [$($value:literal),+], $text:literal;)*) => {
        documented! { choice_types: $(
            #[doc = $text]
            $name => choice(&[$($value),+], $text);
        )*}
    };
}

fn text(pattern: &str, (shortest, longest): (usize, usize), format: &str, example: &str, description: &str) -> RefOr<Schema> {
    let object = ObjectBuilder::new().schema_type(Type::String).examples([example]).description(Some(description));
    let object = object.min_length(Some(shortest)).max_length(Some(longest)).pattern(Some(pattern));
    let format = (!format.is_empty()).then(|| SchemaFormat::Custom(format.to_owned()));
    object.format(format).build().into()
}

fn choice(values: &[&str], description: &str) -> RefOr<Schema> {
    let object = ObjectBuilder::new().schema_type(Type::String).description(Some(description));
    object.enum_values(Some(values.iter().copied())).build().into()
}

texts! {
    Uuid, "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$", 36..=36, "uuid", "01938f6e-0000-7000-8000-000000000001", "An identifier in the API.";
    Insz, r"^[0-9. -]{11,20}$", 11..=20, "", "85.07.31-001.30", "A rijksregisternummer or BIS number; dots, dashes and spaces are ignored.";
    MaskedInsz, r"^[0-9]{2}\.\*\*\.\*\*-\*\*\*\.\*\*$", 15..=15, "", "85.**.**-***.**", "An INSZ of which only the year of birth is shown.";
    KboNumber, r"^(BE ?)?[0-9. ]{10,14}$", 10..=17, "", "0405546706", "A KBO number of ten digits; dots and BE are ignored.";
    OvoCode, "^[Oo][Vv][Oo][0-9]{6}$", 9..=9, "", "OVO001835", "The OVO code of an entity of the Flemish government.";
    Instellingsnummer, "^[0-9]{1,6}$", 1..=6, "", "003111", "The number of a school: up to six digits.";
    NisCode, "^[0-9]{5}$", 5..=5, "", "11056", "The NIS code of a municipality, province or region.";
    Code, "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$", 1..=64, "", "gemeente", "A code.";
    Name, LINE, 1..=200, "", "Gemeente Zandhoven", "1 to 200 characters on one line.";
    Reason, LINES, 1..=500, "", "Nieuwe collega op de dienst Cultuur", "Why: 1 to 500 characters.";
    Text, LINES, 1..=2000, "", "Mag gegevens invoeren voor de eigen organisatie.", "A description: 1 to 2000 characters.";
    Email, r"^\s*[^@\s]{1,64}@[^@\s]+\.[^@\s]+\s*$", 6..=254, "", "an.peeters@gemeente.example", "An e-mail address.";
    Phone, r"^\+?[0-9 ./()-]{6,30}$", 6..=30, "", "+32 2 555 12 12", "A phone number of 6 to 15 digits.";
    Search, LINE, 1..=200, "", "zand", "A part of a name.";
    Day, r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", 10..=10, "date", "2026-11-23", "A calendar day in Europe/Brussels.";
    Moment, r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})$", 20..=35, "date-time", "2026-11-23T10:00:00Z", "A moment (RFC 3339).";
    PartialDay, r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$", 4..=10, "", "1985-07", "A date of which the day, or month and day, may be unknown.";
    Actor, r"^(person|client|system):[A-Za-z0-9._-]{1,64}$", 8..=71, "", "person:01938f6e-0000-7000-8000-000000000001", "Who did something.";
    Username, "^[A-Za-z0-9][A-Za-z0-9._+@-]{1,63}$", 2..=64, "", "an.peeters", "A user name.";
    Address, "^https?://[!-~]+$", 8..=2048, "uri", "https://portaal.example/callback", "An absolute address without a fragment.";
    Password, r"^[\s\S]*$", 1..=128, "password", "een zin van vier woorden", "A password that a person chose.";
    TemporaryPassword, "^[!-~]+$", 8..=128, "", "kd3fm-x7qre-2wnpt-hy5ua", "A password for one use, told once.";
    ClientSecret, "^[A-Za-z0-9_-]+$", 32..=128, "", "w9tbWnqTnJ0l1zqCk1d5cKQhXHqUu3o0JwR2m4n7x8Y", "A secret of a client, told once.";
    Audience, "^[!-~]+$", 1..=2048, "", "https://dienst.example", "Whom a token is for.";
    Host, "^[a-z0-9.-]+$", 1..=253, "", "portaal.example", "A host in lower case, without scheme, port or path.";
    MonthDay, "^[0-9]{2}-[0-9]{2}$", 5..=5, "", "03-15", "A day of every year.";
    NameSort, "^-?(code|name)$", 3..=20, "", "name", "The order of a list; a dash puts the last first.";
    WerkrelatieSort, "^-?(person|organisation|begin|end)$", 3..=20, "", "end", "The order of a list; a dash puts the last first.";
    ToekenningSort, "^-?(person|organisation|right|begin|end)$", 3..=20, "", "end", "The order of a list; a dash puts the last first.";
    Action, "^[a-z][A-Za-z0-9]*$", 1..=64, "", "personAdmitted", "What was done; a later version may know more.";
    Trace, "^[0-9a-f]{32}$", 32..=32, "", "4bf92f3577b34da6a3ce929d0e0e4736", "The trace id of a request.";
    Link, "^/.*$", 1..=2048, "uri-reference", "/v1/persons?page=1&pageSize=20", "An address within the API.";
    ProblemType, "^urn:problem-type:[a-z]+:[A-Za-z0-9:-]+$", 20..=200, "", "urn:problem-type:belgif:resourceNotFound", "Which problem; programs look at this.";
    IssueType, "^urn:problem-type:belgif:input-validation:[a-zA-Z]+$", 40..=100, "", "urn:problem-type:belgif:input-validation:schemaViolation", "A kind of mistake in input: schemaViolation, invalidInput or unknownInput.";
    Words, r"^[^\u0000]*$", 1..=2000, "", "this is mandatory", "A sentence for people.";
}

choices! {
    Language, ["nl", "fr", "de", "en"], "A language (ISO 639-1).";
    Sex, ["female", "male"], "As the register says.";
    PersonState, ["active", "deceased", "struck"], "Of who is deceased or struck (afgevoerd) every right and mandate is void.";
    MandateKind, ["lokaleBeheerder", "hoofdLokaleBeheerder", "monitor", "toepassingsbeheerder", "platformOperator"], "Which power to administer.";
    ClientKind, ["confidential", "public"], "Whether a client can keep a secret (RFC 6749 section 2.1).";
    Acr, ["urn:be:vlaanderen:authmech:eid", "urn:be:vlaanderen:authmech:eidashigh", "urn:be:vlaanderen:authmech:itsme", "urn:be:vlaanderen:authmech:csamtotp", "urn:be:vlaanderen:authmech:csamsms", "urn:be:vlaanderen:authmech:eidassubstantial", "urn:be:vlaanderen:authmech:tlsclient", "urn:be:vlaanderen:authmech:kerberos", "urn:be:vlaanderen:authmech:password", "urn:be:vlaanderen:authmech:csampassword", "urn:be:vlaanderen:authmech:csamselfreg", "urn:poort:authmech:passkey"], "A way to sign in with its strength, as ACM/IDM names it.";
    GrantType, ["authorization_code", "client_credentials", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code", "urn:ietf:params:oauth:grant-type:token-exchange"], "How tokens are got.";
    SigningAlgorithm, ["ES256", "EdDSA", "RS256"], "How tokens are signed.";
    ClientLevel, ["organisation", "doelgroep"], "What tokens are about.";
    Profile, ["default", "acm-idm", "strict"], "What settings are when nobody says them.";
    SubjectType, ["pairwise", "public"], "What a client knows a person by (OpenID Connect Core 1.0 section 8).";
    ConsentRule, ["never", "once", "always"], "Whether a person is asked to agree before a client gets what it asks.";
    Pkce, ["required", "optional"], "Whether a code challenge must be sent (RFC 7636).";
    Per, ["organisation", "organisationAndContext"], "Where holders are counted.";
    LinkKind, ["person", "grant", "werkrelatie", "organisation", "application", "right", "window"], "A link between a person and a right.";
    UnknownPart, ["right", "werkrelatie", "organisation", "application"], "What is not known.";
    WerkrelatieState, ["active", "planned", "paused", "ended", "removed"], "What a werkrelatie is today.";
    ToekenningState, ["active", "planned", "ended", "revoked"], "What a toekenning is now. Whether it gives something is the access question.";
    Place, ["body", "query", "header"], "A part of a request.";
    Up, ["UP"], "It works.";
    Down, ["DOWN"], "It does not work.";
}

/// First to last day, both inclusive.
#[derive(ToSchema)]
#[expect(dead_code, reason = "documentation")]
pub(crate) struct Period {
    /// The first day.
    #[schema(value_type = Day)]
    begin: (),
    /// The last day; left out for no end.
    #[schema(value_type = Option<Day>, required = false)]
    end: (),
}
