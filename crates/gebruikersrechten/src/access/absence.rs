use serde::Serialize;
use types::{Day, Instant, OrganisationId};

/// Why somebody does not hold a right at a moment. Serialises as its code and facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[expect(missing_docs, reason = "every field says on which day, at which moment or where")]
pub enum Absence {
    /// The person died.
    PersonDeceased { on: Day },
    /// The person was struck from the register.
    PersonStruck { on: Day },
    /// The grant begins later.
    NotBegun { on: Day },
    /// The last day of the grant is past.
    Ended { last_day: Day },
    /// The grant was taken back.
    RevokedAt { at: Instant },
    /// The werkrelatie begins later.
    WerkrelatieNotBegun { on: Day },
    /// The werkrelatie is interrupted; until when, where that is known.
    WerkrelatiePaused {
        #[serde(skip_serializing_if = "Option::is_none")]
        until: Option<Day>,
    },
    /// The last day of the werkrelatie is past.
    WerkrelatieEnded { last_day: Day },
    /// The werkrelatie was taken back.
    WerkrelatieRemoved {},
    /// The organisation begins later.
    OrganisationNotBegun { on: Day },
    /// The organisation exists no longer.
    OrganisationCeased { last_day: Day },
    /// The application begins later.
    ApplicationNotBegun { on: Day },
    /// The application exists no longer.
    ApplicationEnded { last_day: Day },
    /// The right begins later.
    RightNotBegun { on: Day },
    /// The right exists no longer.
    RightEnded { last_day: Day },
    /// The right is not open on this day; when it opens next, if ever.
    WindowClosed {
        #[serde(skip_serializing_if = "Option::is_none")]
        opens_on: Option<Day>,
    },
    /// The right needs a context, and none that the grant has exists any longer.
    ContextMissing {},
    /// No such thing, or data that points to nothing: fails closed.
    Unknown { part: Part },
    /// The person has no werkrelatie with the organisation.
    NoWerkrelatie {},
    /// Nobody granted it.
    NoGrant {},
    /// Rights of this organisation are granted on another.
    HeldOnOtherOrganisation { organisation: OrganisationId },
    /// It could not be granted: not published for such werkrelaties or organisations.
    NotPublished {},
}

/// A part of the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the nouns of the domain")]
pub enum Part {
    Werkrelatie,
    Organisation,
    Application,
    Right,
}

impl Absence {
    /// A stable code for callers, equal to the `code` of the serialised form.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::PersonDeceased { .. } => "personDeceased",
            Self::PersonStruck { .. } => "personStruck",
            Self::NotBegun { .. } => "notBegun",
            Self::Ended { .. } => "ended",
            Self::RevokedAt { .. } => "revokedAt",
            Self::WerkrelatieNotBegun { .. } => "werkrelatieNotBegun",
            Self::WerkrelatiePaused { .. } => "werkrelatiePaused",
            Self::WerkrelatieEnded { .. } => "werkrelatieEnded",
            Self::WerkrelatieRemoved {} => "werkrelatieRemoved",
            Self::OrganisationNotBegun { .. } => "organisationNotBegun",
            Self::OrganisationCeased { .. } => "organisationCeased",
            Self::ApplicationNotBegun { .. } => "applicationNotBegun",
            Self::ApplicationEnded { .. } => "applicationEnded",
            Self::RightNotBegun { .. } => "rightNotBegun",
            Self::RightEnded { .. } => "rightEnded",
            Self::WindowClosed { .. } => "windowClosed",
            Self::ContextMissing {} => "contextMissing",
            Self::Unknown { .. } => "unknown",
            Self::NoWerkrelatie {} => "noWerkrelatie",
            Self::NoGrant {} => "noGrant",
            Self::HeldOnOtherOrganisation { .. } => "heldOnOtherOrganisation",
            Self::NotPublished {} => "notPublished",
        }
    }

    /// The same in a sentence, for people who integrate an application.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::PersonDeceased { on } => format!("the person died on {on}"),
            Self::PersonStruck { on } => format!("the person was struck from the register on {on}"),
            Self::NotBegun { on } => format!("the grant begins on {on}"),
            Self::Ended { last_day } => format!("the last day of the grant was {last_day}"),
            Self::RevokedAt { at } => format!("the grant was revoked at {at}"),
            Self::WerkrelatieNotBegun { on } => format!("the werkrelatie begins on {on}"),
            Self::WerkrelatiePaused { until: Some(until) } => format!("the werkrelatie is paused until {until}"),
            Self::WerkrelatiePaused { until: None } => "the werkrelatie is paused".to_owned(),
            Self::WerkrelatieEnded { last_day } => format!("the last day of the werkrelatie was {last_day}"),
            Self::WerkrelatieRemoved {} => "the werkrelatie was removed".to_owned(),
            Self::OrganisationNotBegun { on } => format!("the organisation begins on {on}"),
            Self::OrganisationCeased { last_day } => format!("the last day of the organisation was {last_day}"),
            Self::ApplicationNotBegun { on } => format!("the application begins on {on}"),
            Self::ApplicationEnded { last_day } => format!("the last day of the application was {last_day}"),
            Self::RightNotBegun { on } => format!("the right begins on {on}"),
            Self::RightEnded { last_day } => format!("the last day of the right was {last_day}"),
            Self::WindowClosed { opens_on: Some(day) } => format!("the right is not open now; it opens on {day}"),
            Self::WindowClosed { opens_on: None } => "the right is not open now, and does not open again".to_owned(),
            Self::ContextMissing {} => "the right needs a context, and none that was granted exists any longer".to_owned(),
            Self::Unknown { part } => format!("there is no such {}", part.text()),
            Self::NoWerkrelatie {} => "the person has no werkrelatie with the organisation".to_owned(),
            Self::NoGrant {} => "nobody granted it".to_owned(),
            Self::HeldOnOtherOrganisation { organisation } => {
                format!("rights of this organisation are granted on the organisation {organisation}")
            }
            Self::NotPublished {} => "it is not published for such werkrelaties or organisations".to_owned(),
        }
    }
}

impl Part {
    fn text(self) -> &'static str {
        match self {
            Self::Werkrelatie => "werkrelatie",
            Self::Organisation => "organisation",
            Self::Application => "application",
            Self::Right => "right",
        }
    }
}
