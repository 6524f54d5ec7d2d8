use ::werkrelaties::{Edit, Werkrelatie, edit as rule_edit};
use audit::Action;
use gebruikersrechten::keeps_contact;
use storage::WriteTx;
use types::WerkrelatieId;

use super::lifetime::grants_around;
use super::managed::Managed;
use crate::{Caller, Error, Policies};

/// Changes category and contact; an e-mail address that a grant needs stays.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Stale`], or the rule that refuses.
pub fn edit(
    tx: &mut WriteTx<'_>,
    caller: &Caller,
    policies: &Policies,
    id: WerkrelatieId,
    version: i64,
    edit: Edit,
) -> Result<Werkrelatie, Error> {
    let found = Managed::find(tx, caller, id, version, None)?;
    let after = rule_edit(&found.before, edit, &policies.werkrelaties, tx.cx().today())?;
    if after != found.before {
        let (grants, rights) = grants_around(tx, &after)?;
        keeps_contact(&after, &grants, &rights, tx.cx().now)?;
        found.keep(tx, Action::WerkrelatieEdited, &after)?;
    }
    Ok(after)
}
