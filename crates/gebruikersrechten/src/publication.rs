use types::{Classification, Doelgroep};

use crate::Publication;

/// Whether something is published for a werkrelatie of this doelgroep with an organisation of this classification; an empty list of a
/// [`Publication`] means for everyone. It decides about new grants only: a grant that exists keeps its right when a publication narrows.
#[must_use]
pub fn published(publication: &Publication, doelgroep: &Doelgroep, classification: &Classification) -> bool {
    let Publication { doelgroepen, classifications } = publication;
    (doelgroepen.is_empty() || doelgroepen.contains(doelgroep))
        && (classifications.is_empty() || classifications.contains(classification))
}

#[cfg(test)]
mod tests {
    use types::Parsed;

    use super::*;

    #[test]
    fn both_lists_must_have_it_where_they_say_something() {
        let (lb, ea) = (Doelgroep::parse("LB").unwrap(), Doelgroep::parse("EA").unwrap());
        let (gemeente, igs) = (Classification::parse("gemeente").unwrap(), Classification::parse("IGS").unwrap());
        assert!(published(&Publication::default(), &ea, &igs));
        let narrow = Publication { doelgroepen: [lb.clone()].into(), classifications: [gemeente.clone()].into() };
        assert!(published(&narrow, &lb, &gemeente));
        assert!(!published(&narrow, &ea, &gemeente) && !published(&narrow, &lb, &igs));
    }
}
