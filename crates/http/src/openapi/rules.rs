//! The rules that can refuse a change (422), by the tag of the operation. The problem type is `urn:problem-type:poort:` and the code. A test holds
//! these lists against the codes of the domain's errors, another against what the end-to-end tests meet.

/// The code of a rule, and how its refusal sounds.
type Rule = (&'static str, &'static str);

const PERSONS: &[Rule] = &[
    ("personUnknownToRegister", "the person register does not know 85.**.**-***.**"),
    ("personDeceased", "the person died on 2026-11-01"),
    ("personStruck", "the person was struck from the register on 2026-11-01"),
];

const ORGANISATIONS: &[Rule] = &[
    ("organisationNoDoelgroep", "an organisation belongs to at least one doelgroep"),
    ("organisationUnknownDoelgroep", "the doelgroep XX does not exist"),
    ("organisationDoelgroepWithoutOrganisations", "the doelgroep BUR has no organisations"),
    ("organisationUnknownClassification", "the classification bakkerij does not exist"),
    ("organisationUnknownParent", "the parent does not exist"),
    ("organisationParentCycle", "an organisation cannot be a part of itself"),
    ("organisationUnknownHolder", "the organisation that holds the rights does not exist"),
    ("organisationHeldOnItself", "rights that are held on the organisation itself need no pointer"),
    ("organisationHeldInChain", "the organisation that holds the rights points to another one itself"),
    ("organisationHoldsForOthers", "rights of other organisations are held here"),
    ("organisationPeriod", "the end date 2026-01-01 lies before the begin date 2026-11-23"),
    ("organisationAlreadyCeased", "the organisation ceased on 2025-12-31"),
];

const WERKRELATIES: &[Rule] = &[
    ("doelgroepUnknown", "the doelgroep XX does not exist"),
    ("doelgroepWithoutWerkrelaties", "the doelgroep BUR has no werkrelaties"),
    ("doelgroepNotOfOrganisation", "the organisation does not belong to the doelgroep EA"),
    ("categoryNotAllowed", "the category ambtenaar is not allowed in the doelgroep LB"),
    ("emailMandatory", "the category externeMedewerker of the doelgroep LB needs an e-mail address"),
    ("phoneMandatory", "the category externeMedewerker of the doelgroep LB needs a phone number"),
    ("endBeforeBegin", "the end date 2026-01-01 lies before the begin date 2026-11-23"),
    ("werkrelatieDuplicate", "a werkrelatie of this person with this organisation in this doelgroep exists already"),
    ("personInactive", "the person cannot act since 2026-11-01"),
    ("organisationNotActive", "the organisation exists from 2000-01-01 to 2025-12-31"),
    ("werkrelatieEnded", "the werkrelatie ended on 2025-12-31; create a new one"),
    ("werkrelatieRemoved", "the werkrelatie was removed"),
    ("werkrelatieWasEffective", "the werkrelatie has been in force since 2026-01-01; end it instead"),
    ("endNotLater", "the werkrelatie runs until 2036-11-22 already; an extension needs a later end"),
    ("endNotEarlier", "the werkrelatie ends on 2026-12-31 already; to make it longer, extend it"),
    ("werkrelatieNotBegun", "the werkrelatie begins on 2027-01-01 only; remove it instead"),
    ("alreadyPaused", "the werkrelatie is paused from 2026-11-01 to 2026-12-31 already"),
    ("tooManyPauses", "a werkrelatie has at most 100 pauses"),
    ("notPaused", "the werkrelatie is not paused"),
    ("pauseInPast", "a pause begins today (2026-11-23) or later"),
    ("pauseOutsideWerkrelatie", "the pause must begin between 2026-11-23 and 2036-11-22"),
];

const TOEKENNINGEN: &[Rule] = &[
    ("personInactive", "the person cannot act since 2026-11-01"),
    ("werkrelatieOfOther", "the werkrelatie belongs to another person or organisation"),
    ("werkrelatieRemoved", "the werkrelatie was removed"),
    ("werkrelatieEnded", "the werkrelatie ended on 2025-12-31"),
    ("organisationNotActive", "the organisation exists from 2000-01-01 to 2025-12-31"),
    ("heldOnOtherOrganisation", "rights of this organisation are held on another one: grant it there"),
    ("rightUnknown", "the right does not exist in this application"),
    ("rightNotActive", "the right exists from 2027-01-01 to 2030-12-31"),
    ("applicationNotActive", "the application exists from 2027-01-01 to 2030-12-31"),
    ("notPublished", "not published for the doelgroep LB and the classification AGB"),
    ("emailRequired", "the right needs a werkrelatie with an e-mail address"),
    ("contextUnknown", "the right has no such context"),
    ("contextMissing", "the right needs a context"),
    ("contextTooMany", "the right allows exactly one context, 2 were given"),
    ("contextDuplicate", "a context was given twice"),
    ("endBeforeBegin", "the end date 2026-01-01 lies before the begin date 2026-11-23"),
    ("endInPast", "the end date 2026-01-01 is past, today is 2026-11-23"),
    ("beginOutsideWerkrelatie", "the begin date must lie within the werkrelatie, from 2026-11-23 to 2036-11-22"),
    ("endBeyondWerkrelatie", "the werkrelatie ends on 2036-11-22"),
    ("endBeyondMaximum", "a grant of this right lasts at most 48 months, here until 2030-11-22"),
    ("maxHolders", "the right is held by at most 3 at the same time; from 2026-11-23 it would be more"),
    ("mutuallyExclusive", "the right cannot be held together with another, which the person has"),
    ("prerequisiteMissing", "the right needs another right, which the person has not"),
    ("neededBy", "other grants of the person need this one; revoke these first, or with it"),
    ("alreadyHeld", "the person holds this right on this werkrelatie already; change the existing grant"),
    ("alreadyRevoked", "the grant was revoked"),
    ("alreadyEnded", "the grant ended on 2025-12-31"),
    ("revocationInPast", "a revocation works from now or from a later day on"),
    ("revocationTooLate", "the grant ends before that day is over"),
];

const DEFINITIONS: &[Rule] = &[
    ("claimsEqual", "the two role claims have the same name"),
    ("contextsEmpty", "the context rule has no contexts"),
    ("contextTwice", "a context is defined twice"),
    ("technicalNameTwice", "a technical name is used twice"),
    ("durationRange", "a duration is 1 to 1200 months"),
    ("defaultBeyondMaximum", "the default of 60 months is longer than the maximum of 48"),
    ("limitRange", "the number of holders is limited to 1 to 1000000"),
    ("limitTwice", "the number of holders is limited twice"),
    ("limitPerContextWithout", "holders are counted per context, and the right has none"),
    ("excludesNothing", "the exclusion names no right"),
    ("namesItself", "a right cannot exclude or need itself"),
    ("needsWhatItExcludes", "a right is both needed and excluded"),
    ("rightUnknown", "the right does not exist in this application"),
    ("needsInCircle", "the right needs itself, through others"),
    ("windowNeverOpens", "a window lies outside the period of the right"),
    ("windowTwice", "a window is given twice"),
    ("scopeReserved", "the scope openid is taken"),
];

const MANDATES: &[Rule] = &[
    ("mandateDomain", "this kind of mandate is not over this kind of domain"),
    ("mandateLimits", "only a mandate of a (hoofd) lokale beheerder is limited to rights, contexts or a duration"),
    ("mandateDuration", "the maximum duration is at least one month"),
    ("mandateRedelegation", "a monitor's mandate cannot be passed on"),
    ("mandateEndPast", "the end lies in the past, today is 2026-11-23"),
    ("mandateBeginPast", "the begin lies in the past, today is 2026-11-23"),
    ("mandateEnded", "the mandate has ended by then: it gives no power from 2026-11-01T00:00:00+01:00 on"),
];

const PASSWORDS: &[Rule] = &[
    ("passwordWrong", "the current password is not right"),
    ("passwordUnchanged", "the new password is the current one"),
    ("passwordTooShort", "a password has at least 12 characters"),
    ("passwordTooLong", "a password has at most 128 characters"),
    ("passwordTooCommon", "this password is among those that are tried first"),
    ("passwordFromOwnData", "this password follows from who its owner is"),
];

/// The rules of what operations of a tag change, each once.
pub(super) fn of(tag: &str) -> impl Iterator<Item = Rule> {
    let groups: &[&[Rule]] = match tag {
        "Persons" => &[PERSONS],
        "Organisations" => &[ORGANISATIONS],
        "Werkrelaties" => &[WERKRELATIES, TOEKENNINGEN],
        "Toekenningen" => &[TOEKENNINGEN],
        "Applications" | "Gebruikersrechten" => &[DEFINITIONS],
        "Mandates" => &[MANDATES],
        "Me" => &[PASSWORDS],
        _ => &[],
    };
    let mut seen = std::collections::BTreeSet::new();
    groups.iter().copied().flatten().copied().filter(move |(code, _)| seen.insert(*code))
}
