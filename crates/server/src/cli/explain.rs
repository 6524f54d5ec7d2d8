use std::path::PathBuf;

use clap::Args;
use types::{ApplicationCode, Day, Instant, KboNumber, OrganisationId, OvoCode, Parsed as _, RightCode};

/// What is to be explained.
#[derive(Debug, Args)]
pub struct Explain {
    /// Whose access: the person's identifier (vo_id), or the user name with which he signs in.
    ///
    /// A `-` reads his national number (rijksregisternummer or BIS number) from standard input, so that it stands in no list of processes and in
    /// no history of a shell.
    // Parsed by the command: what is typed here may be a number after all, and a mistake in an argument would be shown.
    #[arg(long, value_name = "VO_ID|USER|-", allow_hyphen_values = true)]
    pub person: String,
    /// Of which application: its code.
    #[arg(long, value_name = "CODE", value_parser = ApplicationCode::parse)]
    pub application: ApplicationCode,
    /// For which organisation: its KBO number, its OVO code or its identifier.
    #[arg(long, value_name = "KBO|OVO|ID", value_parser = place)]
    pub organisation: Place,
    /// This right only, by its code; any of the application when left out.
    #[arg(long, value_name = "CODE", value_parser = RightCode::parse)]
    pub right: Option<RightCode>,
    /// At which moment: a day (yyyy-MM-dd, from its midnight in Brussels) or an RFC 3339 date-time; now when left out.
    #[arg(long, value_name = "WHEN", value_parser = moment)]
    pub at: Option<Instant>,
    /// Ask the database of a demo, also of one that is running: the directory where it keeps its data.
    #[arg(long, value_name = "DIRECTORY")]
    pub demo: Option<PathBuf>,
}

/// An organisation, as somebody calls it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// By identifier.
    Id(OrganisationId),
    /// By KBO number.
    Kbo(KboNumber),
    /// By OVO code.
    Ovo(OvoCode),
}

fn place(text: &str) -> Result<Place, String> {
    let id = text.parse().map(Place::Id);
    let kbo = |_| KboNumber::parse(text).map(Place::Kbo);
    let ovo = |_| OvoCode::parse(text).map(Place::Ovo);
    id.or_else(kbo).or_else(ovo).map_err(|_| "a KBO number, an OVO code or an identifier expected".to_owned())
}

fn moment(text: &str) -> Result<Instant, String> {
    let expected = |_| "yyyy-MM-dd or an RFC 3339 date-time with an offset expected".to_owned();
    Day::parse(text).map(Day::start).or_else(|_| Instant::parse(text).map_err(expected))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_organisation_has_three_names() {
        assert!(matches!(place("0999.001.515"), Ok(Place::Kbo(_))));
        assert!(matches!(place("OVO900001"), Ok(Place::Ovo(_))));
        assert!(matches!(place("2e69b232-78ea-5a23-85e1-345be73f8890"), Ok(Place::Id(_))));
        assert!(place("Zandmeer").is_err());
    }

    #[test]
    fn a_day_begins_at_midnight_in_brussels() {
        assert_eq!(moment("2027-03-15").unwrap().to_string(), "2027-03-14T23:00:00Z");
        assert_eq!(moment("2027-03-15T08:00:00+01:00").unwrap().to_string(), "2027-03-15T07:00:00Z");
        assert!(moment("15 March").is_err());
    }
}
