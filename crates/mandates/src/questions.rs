use types::{ApplicationCode, PersonId};

use crate::{Denied, Domain, Kind, Mandate, OrgPath, Powers, Refusal};

/// An answer: the mandate used, or no.
type Answer<'a> = Result<&'a Mandate, Denied>;

/// Reading.
impl Powers {
    /// Whether the caller reads every organisation and person: platform operators.
    ///
    /// # Errors
    /// [`Refusal::Kind`].
    pub fn sees_everything(&self) -> Answer<'_> {
        self.decide(|mandate| only(mandate.domain == Domain::Platform)).map_err(|_| Refusal::Kind.into())
    }

    /// Reads an organisation, its werkrelaties, toekenningen, mandates and history.
    ///
    /// # Errors
    /// [`Denied::Unknown`] outside the mandates.
    pub fn may_read_organisation(&self, path: &OrgPath) -> Answer<'_> {
        self.decide(|mandate| self.sees(mandate, path))
    }

    /// Reads a person: nobody sees persons outside his organisations. Who has no werkrelatie is seen by platform operators only; an
    /// administrator reaches him by exact INSZ when coupling him ([`Powers::may_admit_persons`]).
    ///
    /// # Errors
    /// [`Denied::Unknown`] when none of the person's werkrelaties is within the mandates.
    pub fn may_read_person(&self, werkrelaties: &[OrgPath]) -> Answer<'_> {
        self.decide(|mandate| {
            let seen = werkrelaties.iter().any(|path| self.sees(mandate, path).is_ok());
            if seen || mandate.domain == Domain::Platform { Ok(()) } else { Err(Denied::Unknown) }
        })
    }

    /// Reads the definition of an application and its rights: a catalogue for who administers an organisation; a toepassingsbeheerder
    /// has his own application only.
    ///
    /// # Errors
    /// [`Denied::Unknown`] without such a mandate.
    pub fn may_read_application(&self, application: &ApplicationCode) -> Answer<'_> {
        self.decide(|mandate| knows(mandate, application))
    }

    /// Reads the history of an application or of its rights: who changed what of it, and why. Whoever grants its rights needs the definition, not that.
    ///
    /// # Errors
    /// [`Denied::Unknown`] when it may not be read; [`Refusal::Kind`] when it may.
    pub fn may_read_application_history(&self, application: &ApplicationCode) -> Answer<'_> {
        self.decide(|mandate| {
            knows(mandate, application)?;
            only(matches!(mandate.kind, Kind::Toepassingsbeheerder | Kind::PlatformOperator))
        })
    }

    /// Reads a toekenning: as an administrator of its organisation, or as the toepassingsbeheerder who may read who holds its rights.
    ///
    /// # Errors
    /// [`Denied::Unknown`] outside the mandates.
    pub fn may_read_toekenning(&self, path: &OrgPath, application: &ApplicationCode) -> Answer<'_> {
        self.decide(|mandate| if is_over(mandate, application) { Ok(()) } else { self.sees(mandate, path) })
    }
}

/// Managing what is not a grant.
impl Powers {
    /// Edits, pauses, ends and removes werkrelaties at an organisation.
    ///
    /// # Errors
    /// [`Denied::Unknown`] outside the mandates; [`Refusal::ReadsOnly`], [`Refusal::Werkrelaties`], [`Refusal::Kind`].
    pub fn may_manage_werkrelaties(&self, path: &OrgPath) -> Answer<'_> {
        self.decide(|mandate| {
            self.sees(mandate, path)?;
            self.manages_werkrelaties(mandate)
        })
    }

    /// Creates, extends or resumes the werkrelatie of a person at an organisation: what widens what he can do there, so that nobody does
    /// it for himself.
    ///
    /// # Errors
    /// As [`Powers::may_manage_werkrelaties`]; [`Refusal::Oneself`].
    pub fn may_widen_werkrelatie(&self, path: &OrgPath, person: PersonId) -> Answer<'_> {
        self.decide(|mandate| {
            self.sees(mandate, path)?;
            self.manages_werkrelaties(mandate)?;
            self.not_to_oneself(mandate, person)
        })
    }

    /// Edits a person's own fields and reloads the register data.
    ///
    /// # Errors
    /// [`Denied::Unknown`] when the person may not be read; else as [`Powers::may_manage_werkrelaties`].
    pub fn may_edit_person(&self, werkrelaties: &[OrgPath]) -> Answer<'_> {
        self.decide(|mandate| {
            let seen = werkrelaties.iter().any(|path| self.sees(mandate, path).is_ok());
            if !seen && mandate.domain != Domain::Platform {
                return Err(Denied::Unknown);
            }
            self.manages_werkrelaties(mandate)
        })
    }

    /// Asks for a person by exact INSZ and admits him: who manages werkrelaties somewhere.
    ///
    /// # Errors
    /// [`Denied::Forbidden`]: there is no object to hide.
    pub fn may_admit_persons(&self) -> Answer<'_> {
        self.decide(|mandate| self.manages_werkrelaties(mandate)).map_err(at_least_kind)
    }

    /// Creates, edits and ends organisations: platform operators.
    ///
    /// # Errors
    /// [`Refusal::Kind`].
    pub fn may_manage_organisations(&self) -> Answer<'_> {
        self.sees_everything()
    }

    /// Brings signing keys into use and takes them out: platform operators.
    ///
    /// # Errors
    /// [`Refusal::Kind`].
    pub fn may_keep_keys(&self) -> Answer<'_> {
        self.sees_everything()
    }

    /// Creates applications: platform operators.
    ///
    /// # Errors
    /// [`Refusal::Kind`].
    pub fn may_create_applications(&self) -> Answer<'_> {
        self.sees_everything()
    }

    /// Changes an application, its rights, contexts and clients: its toepassingsbeheerder, and platform operators.
    ///
    /// # Errors
    /// [`Denied::Unknown`] when it may not be read; [`Refusal::ReadsOnly`] and [`Refusal::Kind`] when it may.
    pub fn may_manage_application(&self, application: &ApplicationCode) -> Answer<'_> {
        self.decide(|mandate| {
            knows(mandate, application)?;
            match mandate.kind {
                Kind::Toepassingsbeheerder | Kind::PlatformOperator => Ok(()),
                Kind::Monitor => Err(Refusal::ReadsOnly.into()),
                Kind::HoofdLokaleBeheerder | Kind::LokaleBeheerder => Err(Refusal::Kind.into()),
            }
        })
    }

    fn manages_werkrelaties(&self, mandate: &Mandate) -> Result<(), Denied> {
        administers(mandate)?;
        let allowed = mandate.kind == Kind::HoofdLokaleBeheerder || self.policy.lokale_beheerder_manages_werkrelaties;
        if allowed { Ok(()) } else { Err(Refusal::Werkrelaties.into()) }
    }
}

/// Whether a mandate acts at an organisation that it reads.
pub(crate) fn administers(mandate: &Mandate) -> Result<(), Denied> {
    match mandate.kind {
        Kind::HoofdLokaleBeheerder | Kind::LokaleBeheerder => Ok(()),
        Kind::Monitor => Err(Refusal::ReadsOnly.into()),
        Kind::Toepassingsbeheerder | Kind::PlatformOperator => Err(Refusal::Kind.into()),
    }
}

/// Whether it is the mandate of a toepassingsbeheerder over this application.
pub(crate) fn is_over(mandate: &Mandate, application: &ApplicationCode) -> bool {
    matches!(&mandate.domain, Domain::Application { application: own } if own == application)
}

fn knows(mandate: &Mandate, application: &ApplicationCode) -> Result<(), Denied> {
    let foreign = matches!(mandate.domain, Domain::Application { .. }) && !is_over(mandate, application);
    if foreign { Err(Denied::Unknown) } else { Ok(()) }
}

fn only(condition: bool) -> Result<(), Denied> {
    if condition { Ok(()) } else { Err(Refusal::Kind.into()) }
}

/// For questions about no object in particular: without any mandate the answer is *forbidden*, not *unknown*.
pub(crate) fn at_least_kind(denied: Denied) -> Denied {
    denied.max(Refusal::Kind.into())
}
