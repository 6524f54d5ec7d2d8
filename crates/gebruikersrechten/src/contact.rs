use types::Instant;
use werkrelaties::Werkrelatie;

use crate::{Gebruikersrecht, Refusal, State, Toekenning, state};

/// Holds a werkrelatie as it will be against the grants on it: what needs an e-mail address keeps it while it lasts.
///
/// # Errors
/// [`Refusal::EmailRequired`], naming the right.
pub fn keeps_contact(
    after: &Werkrelatie,
    grants: &[Toekenning],
    rights: &[Gebruikersrecht],
    now: Instant,
) -> Result<(), Refusal> {
    if after.contact.email.is_some() {
        return Ok(());
    }
    let lasts = |grant: &&Toekenning| matches!(state(grant, now), State::Planned | State::Active);
    let needs = |grant: &Toekenning| rights.iter().find(|right| right.code == grant.right && right.email_required);
    let needed = grants.iter().filter(|grant| grant.werkrelatie == after.id).filter(lasts).find_map(needs);
    needed.map_or(Ok(()), |right| Err(Refusal::EmailRequired { right: right.code.clone() }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::*;

    #[test]
    fn an_address_stays_as_long_as_a_grant_needs_it() {
        let mut bare = werkrelatie();
        bare.contact.email = None;
        let grant = Toekenning { werkrelatie: bare.id, ..toekenning(1, 1, "A", "2026-01-01", "2026-12-31") };
        let (needs, asks) = (Gebruikersrecht { email_required: true, ..right("A") }, |right, moment| {
            keeps_contact(&bare, std::slice::from_ref(&grant), &[right], at(moment))
        });
        assert_eq!(asks(needs.clone(), "2025-06-01T00:00:00Z").unwrap_err().code(), "emailRequired");
        assert_eq!(asks(needs.clone(), "2026-12-31T22:59:59Z").unwrap_err().code(), "emailRequired");
        assert_eq!(asks(needs, "2026-12-31T23:00:00Z"), Ok(()));
        assert_eq!(asks(right("A"), "2026-06-01T00:00:00Z"), Ok(()));
    }
}
