use types::TraceId;

use super::*;

const HOSTILE: &str = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>&";

fn login(language: Language) -> Login<'static> {
    Login {
        language,
        action: HOSTILE,
        csrf: HOSTILE,
        continue_to: HOSTILE,
        application: Some(HOSTILE),
        password: true,
        username: HOSTILE,
        forgotten: Some(HOSTILE),
        passkey: Some(PasskeyOffer { action: HOSTILE, begin: HOSTILE }),
        card: Some(HOSTILE),
        upstream_action: HOSTILE,
        upstream: vec![UpstreamButton { id: HOSTILE, name: HOSTILE }],
        error: Some(Message::Credentials),
    }
}

fn choose(language: Language) -> Choose<'static> {
    let choice = Choice { value: HOSTILE, label: HOSTILE, detail: Some(HOSTILE), selected: true };
    let group = ChoiceGroup { legend: HOSTILE, choices: vec![choice.clone(), choice] };
    Choose {
        language,
        heading: ChooseHeading::Organisation,
        action: HOSTILE,
        csrf: HOSTILE,
        continue_to: HOSTILE,
        person: Some(HOSTILE),
        application: HOSTILE,
        sign_out: HOSTILE,
        groups: vec![group.clone(), group],
        error: Some(Message::Choice),
    }
}

fn change_password(language: Language) -> ChangePassword<'static> {
    let error = Some(Message::TooShort { minimum: 12 });
    ChangePassword { language, action: HOSTILE, csrf: HOSTILE, continue_to: HOSTILE, first_login: true, minimum: 12, error }
}

fn form_post() -> String {
    FormPost { language: Language::Nl, action: HOSTILE, members: &[("state", HOSTILE.to_owned())] }.render().unwrap()
}

fn device(language: Language) -> Device<'static> {
    Device { language, action: HOSTILE, csrf: HOSTILE, user_code: HOSTILE, error: Some(Message::UserCode) }
}

fn device_confirm(language: Language) -> DeviceConfirm<'static> {
    let choice = Choice { value: HOSTILE, label: HOSTILE, detail: Some(HOSTILE), selected: true };
    DeviceConfirm {
        language,
        action: HOSTILE,
        csrf: HOSTILE,
        user_code: HOSTILE,
        application: HOSTILE,
        person: Some(HOSTILE),
        sign_out: HOSTILE,
        scopes: vec![language.scope("vo")],
        possible: true,
        choices: vec![choice.clone(), choice],
        error: Some(Message::Choice),
    }
}

fn consent(language: Language) -> Consent<'static> {
    Consent {
        language,
        action: HOSTILE,
        csrf: HOSTILE,
        continue_to: HOSTILE,
        choice: Some(HOSTILE),
        person: Some(HOSTILE),
        application: HOSTILE,
        organisation: Some(HOSTILE),
        scopes: vec![language.scope("openid"), language.scope("vo")],
        sign_out: HOSTILE,
        error: Some(Message::Stale),
    }
}

fn consents(language: Language) -> Consents<'static> {
    let since = types::testing::context("2026-11-23T10:00:00Z").now;
    let (client, application) = (HOSTILE.to_owned(), HOSTILE.to_owned());
    let line = ConsentLine { client, application, scopes: vec![language.scope("vo")], since };
    let lines = vec![line.clone(), line];
    Consents { language, action: HOSTILE, csrf: HOSTILE, continue_to: HOSTILE, home: HOSTILE, lines, error: Some(Message::Stale) }
}

fn sessions(language: Language) -> Sessions<'static> {
    let at = types::testing::context("2026-11-23T10:00:00Z").now;
    let line = SessionLine {
        id: HOSTILE.to_owned(),
        since: at,
        until: at,
        last_used: Some(at),
        current: true,
        browser: true,
        organisation: Some(HOSTILE.to_owned()),
        applications: vec![HOSTILE.to_owned()],
    };
    let other = SessionLine { current: false, ..line.clone() };
    Sessions {
        language,
        action: HOSTILE,
        csrf: HOSTILE,
        continue_to: HOSTILE,
        home: HOSTILE,
        password: HOSTILE,
        sessions: vec![line, other],
        error: Some(Message::Stale),
    }
}

fn enrol(language: Language) -> Enrol<'static> {
    let (action, csrf, continue_to) = (HOSTILE, HOSTILE, HOSTILE);
    Enrol {
        language,
        action,
        csrf,
        continue_to,
        offer: HOSTILE,
        secret: HOSTILE,
        uri: HOSTILE,
        required: true,
        error: Some(Message::Code),
    }
}

fn second_factor(language: Language) -> SecondFactor<'static> {
    let since = types::testing::context("2026-11-23T10:00:00Z").now;
    let (action, csrf, continue_to, home) = (HOSTILE, HOSTILE, HOSTILE, HOSTILE);
    SecondFactor { language, action, csrf, continue_to, since, codes_left: 1, home, error: Some(Message::Code) }
}

fn index(language: Language) -> Index<'static> {
    Index {
        language,
        person: Some(HOSTILE),
        sessions: HOSTILE,
        consents: HOSTILE,
        second_factor: HOSTILE,
        password: HOSTILE,
        passkeys: Some(HOSTILE),
        links: Some(HOSTILE),
        recovery: Some(HOSTILE),
        sign_out: HOSTILE,
        docs: HOSTILE,
        discovery: HOSTILE,
    }
}

fn passkeys(language: Language) -> OwnPasskeys<'static> {
    let created = types::Instant::from_unix(1_795_428_000).unwrap();
    let line = PasskeyLine { id: HOSTILE.to_owned(), name: HOSTILE.to_owned(), created, used: Some(created) };
    OwnPasskeys {
        language,
        action: HOSTILE,
        begin: HOSTILE,
        csrf: HOSTILE,
        home: HOSTILE,
        passkeys: vec![line],
        more: true,
        error: Some(Message::Passkey),
    }
}

fn forgotten(language: Language) -> Forgotten<'static> {
    let (action, csrf, username, recover) = (HOSTILE, HOSTILE, HOSTILE, HOSTILE);
    Forgotten { language, action, csrf, username, recover, error: Some(Message::Stale) }
}

fn recover(language: Language) -> Recover<'static> {
    let (action, csrf, username, forgotten) = (HOSTILE, HOSTILE, HOSTILE, HOSTILE);
    Recover { language, action, csrf, username, asked: true, forgotten, minimum: 12, error: Some(Message::MailedCode) }
}

fn recovery_address(language: Language) -> OwnRecoveryAddress<'static> {
    let (action, csrf, home, address) = (HOSTILE, HOSTILE, HOSTILE, Some(HOSTILE));
    OwnRecoveryAddress { language, action, csrf, home, address, asked: true, error: Some(Message::Address) }
}

fn links(language: Language) -> OwnLinks<'static> {
    let since = types::Instant::from_unix(1_795_428_000).unwrap();
    let line = LinkLine { id: HOSTILE.to_owned(), name: HOSTILE.to_owned(), since, used: Some(since) };
    let (action, csrf, home) = (HOSTILE, HOSTILE, HOSTILE);
    let providers = vec![UpstreamButton { id: HOSTILE, name: HOSTILE }];
    OwnLinks { language, action, csrf, home, links: vec![line], providers, error: Some(Message::Linked) }
}

fn all() -> Vec<(&'static str, String)> {
    Language::ALL.into_iter().flat_map(pages_in).collect()
}

fn pages_in(language: Language) -> Vec<(&'static str, String)> {
    vec![
        ("login", login(language).render().unwrap()),
        ("choose", choose(language).render().unwrap()),
        ("change_password", change_password(language).render().unwrap()),
        ("sign_out", SignOut { language, action: HOSTILE, csrf: HOSTILE, continue_to: HOSTILE }.render().unwrap()),
        ("signed_out", SignedOut { language, back: Some(HOSTILE) }.render().unwrap()),
        ("error", ErrorPage { language, title: HOSTILE, explanation: HOSTILE, trace: TraceId([1; 16]) }.render().unwrap()),
        ("device", device(language).render().unwrap()),
        ("device_confirm", device_confirm(language).render().unwrap()),
        ("device_answered", DeviceAnswered { language, allowed: true, application: HOSTILE }.render().unwrap()),
        ("index", index(language).render().unwrap()),
        ("consent", consent(language).render().unwrap()),
        ("consents", consents(language).render().unwrap()),
        ("sessions", sessions(language).render().unwrap()),
        ("passkeys", passkeys(language).render().unwrap()),
        (
            "second_step",
            SecondStep { language, action: HOSTILE, csrf: HOSTILE, continue_to: HOSTILE, error: Some(Message::Code) }
                .render()
                .unwrap(),
        ),
        ("enrol", enrol(language).render().unwrap()),
        ("recovery_codes", RecoveryCodes { language, codes: &[HOSTILE, HOSTILE], continue_to: HOSTILE }.render().unwrap()),
        ("second_factor", second_factor(language).render().unwrap()),
        ("forgotten", forgotten(language).render().unwrap()),
        ("recover", recover(language).render().unwrap()),
        ("recovered", Recovered { language, login: HOSTILE }.render().unwrap()),
        ("links", links(language).render().unwrap()),
        ("recovery_address", recovery_address(language).render().unwrap()),
        ("onward", Onward { language, provider: HOSTILE, address: HOSTILE }.render().unwrap()),
    ]
}

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
