use ::mandates::{Denied, Mandate, OrgPath};
use ::werkrelaties::{Werkrelatie, WerkrelatieError};
use audit::Action;
use storage::{Known, WriteTx};
use types::{PersonId, Reason, WerkrelatieId};

use crate::caller::path;
use crate::error::unchanged;
use crate::record::{self, Deed, about_werkrelatie};
use crate::{Caller, Error};

/// A werkrelatie that the caller manages, at the version that he read.
pub(super) struct Managed {
    pub(super) before: Werkrelatie,
    pub(super) deed: Deed,
}

impl Managed {
    pub(super) fn find(
        tx: &mut WriteTx<'_>,
        caller: &Caller,
        id: WerkrelatieId,
        version: i64,
        reason: Option<Reason>,
    ) -> Result<Self, Error> {
        Self::decided(tx, caller, id, version, reason, |place, _| caller.powers.may_manage_werkrelaties(place))
    }

    /// As [`Managed::find`], for what widens what the person can do: nobody does that for himself.
    pub(super) fn find_to_widen(
        tx: &mut WriteTx<'_>,
        caller: &Caller,
        id: WerkrelatieId,
        version: i64,
        reason: Reason,
    ) -> Result<Self, Error> {
        let may = |place: &OrgPath, person| caller.powers.may_widen_werkrelatie(place, person);
        Self::decided(tx, caller, id, version, Some(reason), may)
    }

    fn decided<'c>(
        tx: &mut WriteTx<'_>,
        caller: &Caller,
        id: WerkrelatieId,
        version: i64,
        reason: Option<Reason>,
        may: impl FnOnce(&OrgPath, PersonId) -> Result<&'c Mandate, Denied>,
    ) -> Result<Self, Error> {
        let before = storage::werkrelaties::by_id(tx, id, Known::Now)?.ok_or(Error::NotFound)?;
        let mandate = may(&path(tx, before.organisation)?, before.person)?;
        let deed = Deed::of(caller, mandate, reason);
        unchanged(before.version, version)?;
        if before.removed { Err(WerkrelatieError::Removed.into()) } else { Ok(Self { before, deed }) }
    }

    pub(super) fn keep(&self, tx: &mut WriteTx<'_>, action: Action, after: &Werkrelatie) -> Result<(), Error> {
        storage::werkrelaties::replace(tx, after)?;
        record::changed(tx, &self.deed, action, about_werkrelatie(after), &self.before, after)
    }
}
