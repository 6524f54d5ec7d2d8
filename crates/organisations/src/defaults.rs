use types::Parsed;

use crate::{ClassificationEntry, DoelgroepEntry};

/// The names are those that the real tokens carry as `vo_doelgroepnaam`.
const DOELGROEPEN: [(&str, &str, bool); 5] = [
    ("GID", "VO-medewerkers", true),
    ("EA", "Economische Actoren", true),
    ("LB", "Lokale Besturen", true),
    ("OV", "Onderwijs- en Vormingsinstellingen", true),
    ("BUR", "Burgers", false),
];

/// Own choice, beyond those that the doelgroepen need: the kinds of local government that the Flemish databank of local governments tells apart.
const CLASSIFICATIONS: [(&str, &str); 19] = [
    ("gemeente", "Gemeente"),
    ("OCMW", "Openbaar centrum voor maatschappelijk welzijn"),
    ("AGB", "Autonoom gemeentebedrijf"),
    ("IGS", "Intergemeentelijk samenwerkingsverband"),
    ("district", "District"),
    ("welzijnsvereniging", "Welzijnsvereniging"),
    ("politiezone", "Politiezone"),
    ("hulpverleningszone", "Hulpverleningszone"),
    ("provincie", "Provincie"),
    ("APB", "Autonoom provinciebedrijf"),
    ("VGC", "Vlaamse Gemeenschapscommissie"),
    ("departement", "Departement van de Vlaamse overheid"),
    ("agentschap", "Agentschap van de Vlaamse overheid"),
    ("onderneming", "Onderneming"),
    ("vereniging", "Vereniging of stichting"),
    ("school", "School"),
    ("schoolbestuur", "Schoolbestuur"),
    ("CLB", "Centrum voor leerlingenbegeleiding"),
    ("hogerOnderwijs", "Hogeschool of universiteit"),
];

pub(crate) fn doelgroepen() -> Vec<DoelgroepEntry> {
    let entry = |(code, name, organisations): (&str, &str, bool)| {
        Some(DoelgroepEntry { code: Parsed::parse(code).ok()?, name: Parsed::parse(name).ok()?, organisations })
    };
    DOELGROEPEN.into_iter().filter_map(entry).collect()
}

pub(crate) fn classifications() -> Vec<ClassificationEntry> {
    let entry = |(code, name): (&str, &str)| {
        Some(ClassificationEntry { code: Parsed::parse(code).ok()?, name: Parsed::parse(name).ok()? })
    };
    CLASSIFICATIONS.into_iter().filter_map(entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Catalogue;

    #[test]
    fn every_default_parses_and_together_they_make_a_catalogue() {
        assert_eq!(doelgroepen().len(), DOELGROEPEN.len());
        assert_eq!(classifications().len(), CLASSIFICATIONS.len());
        assert_eq!(Catalogue::new(doelgroepen(), classifications()), Ok(Catalogue::default()));
    }

    #[test]
    fn the_real_doelgroepen_are_there_and_burgers_have_no_organisations() {
        let catalogue = Catalogue::default();
        let entry =
            |code: &str| catalogue.doelgroep(&code.parse().unwrap()).map(|entry| (entry.name.as_str(), entry.organisations));
        assert_eq!(entry("GID"), Some(("VO-medewerkers", true)));
        assert_eq!(entry("EA"), Some(("Economische Actoren", true)));
        assert_eq!(entry("LB"), Some(("Lokale Besturen", true)));
        assert_eq!(entry("OV"), Some(("Onderwijs- en Vormingsinstellingen", true)));
        assert_eq!(entry("BUR"), Some(("Burgers", false)));
    }

    #[test]
    fn the_classifications_of_the_five_applications_are_there() {
        let catalogue = Catalogue::default();
        for code in ["gemeente", "OCMW", "AGB", "IGS", "agentschap", "departement", "onderneming", "school", "provincie", "VGC"] {
            assert!(catalogue.classification(&code.parse().unwrap()).is_some(), "{code}");
        }
    }
}
