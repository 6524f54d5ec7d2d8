/// The languages in which the pages speak. Every text is there in each of them: see `words`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// Dutch: for whoever asks nothing that is known here.
    #[default]
    Nl,
    /// English.
    En,
    /// French.
    Fr,
    /// German.
    De,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Nl, Self::En, Self::Fr, Self::De];

    /// Its code (ISO 639-1), as the `lang` of a page.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Nl => "nl",
            Self::En => "en",
            Self::Fr => "fr",
            Self::De => "de",
        }
    }

    /// The one with this code.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }

    /// The first known one of a list of tags with spaces between, the preferred first: `ui_locales` (OpenID Connect Core 1.0 section 3.1.2.1).
    #[must_use]
    pub fn of_locales(locales: &str) -> Option<Self> {
        locales.split_ascii_whitespace().find_map(Self::of_tag)
    }

    /// The known one that a browser prefers (`Accept-Language`, RFC 9110 section 12.5.4).
    #[must_use]
    pub fn accepted(header: &str) -> Option<Self> {
        let ranges = header.split(',').take(MOST).filter_map(|range| {
            let (tag, parameters) = range.split_once(';').unwrap_or((range, ""));
            Some((Self::of_tag(tag.trim())?, weight(parameters)?))
        });
        // Of equal ones the first.
        let best = ranges.filter(|(_, weight)| *weight > 0).reduce(|best, next| if next.1 > best.1 { next } else { best });
        best.map(|(language, _)| language)
    }

    /// A region or script says nothing here (RFC 4647 section 3.4): `fr-BE` is French.
    fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.split('-').next().unwrap_or_default();
        Self::ALL.into_iter().find(|language| primary.eq_ignore_ascii_case(language.code()))
    }
}

/// More ranges than any browser sends.
const MOST: usize = 32;

/// The `q` of a range in thousandths, 1000 without one; `None` for what is none.
fn weight(parameters: &str) -> Option<u16> {
    let Some(text) = parameters.trim().strip_prefix("q=").or_else(|| parameters.trim().strip_prefix("Q=")) else {
        return parameters.trim().is_empty().then_some(1000);
    };
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_digit());
    let thousandths: u16 = format!("{part:0<3}").parse().ok().filter(|_| digits)?;
    match whole {
        "0" => Some(thousandths),
        "1" if thousandths == 0 => Some(1000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_locale_that_is_known_decides() {
        assert_eq!(Language::of_locales("pt-PT fr-BE en"), Some(Language::Fr));
        assert_eq!(Language::of_locales("DE"), Some(Language::De));
        for text in ["", "pt", "frans", "\"><script>", "-fr"] {
            assert_eq!(Language::of_locales(text), None, "{text}");
        }
    }

    #[test]
    fn a_browser_weighs_its_languages() {
        assert_eq!(Language::accepted("en-GB,en;q=0.9,nl;q=0.95"), Some(Language::En));
        assert_eq!(Language::accepted("pt, fr;q=0.4, de;q=0.8"), Some(Language::De));
        assert_eq!(Language::accepted("nl;q=0.5,fr;q=0.5"), Some(Language::Nl));
        for text in ["", "*", "pt", "fr;q=0", "fr;q=0.000", "fr;q=2", "fr;q=0.1234", "fr;q=x", "fr;level=1"] {
            assert_eq!(Language::accepted(text), None, "{text}");
        }
    }
}
