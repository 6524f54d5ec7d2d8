mod samples;

use samples::{HOSTILE, all, choose, form_post, login, pages_in};

use super::*;

/// The tags of a page. Escaped input has no `<`, so a simple cut suffices.
fn tags(page: &str) -> Vec<&str> {
    page.split('<').skip(1).map(|rest| rest.split('>').next().unwrap()).collect()
}

/// The value of an attribute.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.split(&format!(" {name}=\"")).nth(1).map(|rest| rest.split('"').next().unwrap())
}

#[test]
fn hostile_input_is_escaped_on_every_page() {
    for (name, page) in all() {
        let page = page.replace(&format!("<script src=\"{PASSKEY_PATH}\" defer></script>"), "");
        assert!(!page.contains("<script") && !page.contains("<img") && !page.contains(HOSTILE), "{name}");
        assert!(page.contains("&#60;script&#62;") || page.contains("&lt;script&gt;"), "{name} shows it, escaped");
    }
}

#[test]
fn nothing_is_inline_and_nothing_comes_from_elsewhere() {
    for (name, page) in all() {
        for tag in tags(&page) {
            let ours = tag == format!("script src=\"{PASSKEY_PATH}\" defer");
            assert!((!tag.starts_with("script") || ours) && !tag.starts_with("style"), "{name}: {tag}");
            let quiet = tag.split('"').step_by(2).all(|outside| !outside.contains(" style=") && !outside.contains(" on"));
            assert!(quiet, "{name}: {tag}");
            assert!(!tag.starts_with("link") || attribute(tag, "href") == Some(STYLE_PATH), "{name}: {tag}");
        }
    }
}

#[test]
fn every_input_has_a_label_and_no_id_stands_twice() {
    for (name, page) in all() {
        let tags = tags(&page);
        let ids: Vec<_> = tags.iter().filter_map(|tag| attribute(tag, "id")).collect();
        let labels: Vec<_> = tags.iter().filter_map(|tag| attribute(tag, "for")).collect();
        let unique: std::collections::BTreeSet<_> = ids.iter().collect();
        assert_eq!(unique.len(), ids.len(), "{name}");
        for input in tags.iter().filter(|tag| tag.starts_with("input") && attribute(tag, "type") != Some("hidden")) {
            assert!(attribute(input, "id").is_some_and(|id| labels.contains(&id)), "{name}: {input}");
        }
        for reference in tags.iter().filter_map(|tag| attribute(tag, "aria-describedby")).flat_map(str::split_whitespace) {
            assert!(ids.contains(&reference), "{name}: {reference}");
        }
    }
}

#[test]
fn every_page_says_its_language_and_has_a_title_a_heading_and_a_viewport() {
    for language in Language::ALL {
        for (name, page) in pages_in(language) {
            assert!(
                page.starts_with("<!DOCTYPE html>") && page.contains(&format!("<html lang=\"{}\">", language.code())),
                "{name}"
            );
            assert!(page.contains(" - Poort</title>") && page.contains("width=device-width"), "{name}");
            assert_eq!(page.matches("<h1>").count(), 1, "{name}");
        }
    }
}

#[test]
fn no_page_has_a_sentence_in_two_languages() {
    for (name, dutch) in pages_in(Language::Nl) {
        let sentences: Vec<&str> =
            dutch.split(['<', '>']).skip(2).step_by(2).map(str::trim).filter(|text| text.contains(' ')).collect();
        assert!(!sentences.is_empty(), "{name}");
        for language in [Language::En, Language::Fr, Language::De] {
            let (_, page) = pages_in(language).into_iter().find(|(other, _)| *other == name).unwrap();
            for sentence in sentences.iter().filter(|sentence| !sentence.contains("script") && !sentence.starts_with("OpenID")) {
                assert!(!page.contains(sentence), "{name} in {}: {sentence}", language.code());
            }
        }
    }
}

#[test]
fn every_form_posts_its_csrf_token_and_where_to_go_on() {
    for (name, page) in all() {
        let forms = tags(&page).iter().filter(|tag| tag.starts_with("form ")).count();
        assert_eq!(page.matches("name=\"csrf\"").count(), forms, "{name}");
        // The code of a device says it too.
        let leads = page.matches("name=\"continue\"").count() + page.matches("name=\"user_code\"").count();
        assert_eq!(leads, forms, "{name}");
        assert_eq!(page.matches("method=\"post\"").count(), forms, "{name}");
    }
}

#[test]
fn an_error_is_announced_and_otherwise_absent() {
    assert!(login(Language::Nl).render().unwrap().contains("role=\"alert\""));
    let page = Login { error: None, passkey: None, ..login(Language::Nl) }.render().unwrap();
    assert!(!page.contains("role=\"alert\"") && !page.contains("aria-invalid") && !page.contains("Fout:"));
}

#[test]
fn a_way_that_is_too_weak_is_not_offered() {
    let strong = Login { password: false, error: Some(Message::UpstreamAway), ..login(Language::Nl) }.render().unwrap();
    assert!(!strong.contains("type=\"password\"") && strong.contains("name=\"provider\"") && strong.contains("role=\"alert\""));
    let weak = Login { upstream: Vec::new(), ..login(Language::Nl) }.render().unwrap();
    assert!(weak.contains("type=\"password\"") && !weak.contains("name=\"provider\""));
}

#[test]
fn who_has_nothing_to_choose_is_told_whom_to_ask() {
    let page = Choose { groups: Vec::new(), ..choose(Language::Nl) }.render().unwrap();
    assert!(page.contains("lokale beheerder") && page.contains("Terug naar") && !page.contains("Verder"));
}

#[test]
fn the_style_sheet_contrasts_enough_in_light_and_dark() {
    for theme in STYLE.split("prefers-color-scheme: dark").map(|part| part.split('}').next().unwrap()) {
        let colour = |name: &str| luminance(theme.split(&format!("--{name}: #")).nth(1).unwrap());
        for (text, ground) in
            [("text", "ground"), ("quiet", "ground"), ("strong", "ground"), ("on-strong", "strong"), ("text", "alarm-ground")]
        {
            assert!(contrast(colour(text), colour(ground)) >= 4.5, "{text} on {ground}");
        }
        for edge in ["line", "focus", "alarm"] {
            assert!(contrast(colour(edge), colour("ground")) >= 3.0, "{edge}");
        }
    }
}

/// WCAG 2.1, 'relative luminance'.
fn luminance(hex: &str) -> f64 {
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.03928 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
}

/// WCAG 2.1, 'contrast ratio'.
fn contrast(a: f64, b: f64) -> f64 {
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn an_answer_that_is_posted_is_escaped_and_has_a_button() {
    let page = form_post();
    assert!(!page.contains("<script>") && !page.contains("<img"));
    assert_eq!(page.matches("<script src=\"/assets/submit-").count(), 1);
    assert!(page.contains("<button type=\"submit\">") && page.contains("name=\"state\""));
}
