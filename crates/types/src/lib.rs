//! The words that every other crate speaks: identifiers, days, instants, codes, and what a use case may know of the outside.
//!
//! Rules owned here: the checksums of INSZ, KBO and establishment numbers; the calendar day in Europe/Brussels; which characters a code may have.
//! Every type parses once, at the edge, and is valid from then on (*parse, don't validate*).
//!
//! Architecture invariant: this crate is pure. It reads no clock, no random source, no file, no environment; it names no I/O crate.
//! What time it is and which random bytes come next is in [`Context`], handed in by the caller.

mod code;
mod contact;
mod context;
mod day;
mod id;
mod instant;
mod insz;
mod number;
mod partial_date;
pub mod patch;
mod period;
mod secret;
pub mod testing;
mod text;
mod username;

pub use code::{
    ApplicationCode, Category, ClaimName, Classification, ClientId, CodeError, ContextCode, Doelgroep, Parsed, RightCode,
    ScopeName, TechnicalName,
};
pub use contact::{Contact, ContactError, EmailAddress, PhoneNumber};
pub use context::{Clock, Context, Entropy, Outside, TraceId};
pub use day::{Day, DayError, MonthDay};
pub use id::{
    Actor, ActorError, FamilyId, MailId, MandateId, OrganisationId, PersonId, SessionId, SystemActor, ToekenningId, TypedId,
    WerkrelatieId,
};
pub use instant::{Instant, InstantError, Seconds};
pub use insz::{Insz, InszError, InszKind};
pub use number::{Instellingsnummer, KboNumber, NisCode, NumberError, OvoCode, Vestigingsnummer};
pub use partial_date::{PartialDate, PartialDateError, Sex};
pub use period::{Period, PeriodError};
pub use secret::Secret;
pub use text::{Language, Name, Reason, Text, TextError};
pub use username::{Username, UsernameError};
