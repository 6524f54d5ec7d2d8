//! Every page, full of what no page may pass on as it is.

use types::TraceId;

use crate::*;

pub(super) const HOSTILE: &str = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>&";

pub(super) fn login(language: Language) -> Login<'static> {
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

pub(super) fn choose(language: Language) -> Choose<'static> {
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

pub(super) fn form_post() -> String {
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

pub(super) fn all() -> Vec<(&'static str, String)> {
    Language::ALL.into_iter().flat_map(pages_in).collect()
}

pub(super) fn pages_in(language: Language) -> Vec<(&'static str, String)> {
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
