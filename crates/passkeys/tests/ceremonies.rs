//! Both ceremonies with a device of software, and what is not accepted of them.
#![cfg(test)]

use poort_passkeys::testing::Device;
use poort_passkeys::{Kept, PasskeyError, Passkeys};
use serde_json::Value;
use types::PersonId;

const HERE: &str = "https://poort.test";

fn here() -> Passkeys {
    Passkeys::at(HERE).unwrap().unwrap()
}

fn person() -> PersonId {
    "01980000-0000-7000-8000-000000000001".parse().unwrap()
}

fn enrolled() -> (Device, Kept) {
    let begun = here().begin_enrolment(person(), "jan", &[]).unwrap();
    let (device, answer) = Device::create(&begun.options, HERE);
    let kept = here().enrol(&begun.state, &answer.to_string()).unwrap();
    (device, kept)
}

#[test]
fn a_passkey_is_made_and_names_its_owner() {
    let begun = here().begin_enrolment(person(), "jan", &[]).unwrap();
    assert_eq!(begun.options["authenticatorSelection"]["residentKey"], "required");
    assert_eq!(begun.options["authenticatorSelection"]["userVerification"], "required");
    assert_eq!((&begun.options["attestation"], &begun.options["rp"]["id"]), (&Value::from("none"), &Value::from("poort.test")));
    let (mut device, kept) = enrolled();
    let again = here().begin_enrolment(person(), "jan", std::slice::from_ref(&kept)).unwrap();
    assert_eq!(again.options["excludeCredentials"].as_array().unwrap().len(), 1);

    let begun = here().begin_sign_in().unwrap();
    assert_eq!(begun.options["allowCredentials"].as_array().map_or(0, Vec::len), 0, "it tells nobody's passkeys");
    let answer = device.get(&begun.options, HERE).to_string();
    assert_eq!(here().claimed(&answer).unwrap(), (person(), kept.credential_id.clone()));
    let used = here().sign_in(&begun.state, &answer, &kept.passkey).unwrap();
    assert_eq!(used.credential_id, kept.credential_id);
    assert_ne!(used.passkey, kept.passkey, "its counter went on");
}

#[test]
fn only_its_own_answer_to_this_very_question_counts() {
    let (mut device, kept) = enrolled();
    let (mut stranger, other) = enrolled();
    let begun = here().begin_sign_in().unwrap();
    let later = here().begin_sign_in().unwrap();
    let good = device.get(&begun.options, HERE).to_string();
    let refused = |state: &str, answer: &str, passkey: &str| here().sign_in(state, answer, passkey).err();
    assert_eq!(refused(&later.state, &good, &kept.passkey), Some(PasskeyError::Refused), "another question");
    assert_eq!(refused(&begun.state, &good, &other.passkey), Some(PasskeyError::Refused), "another passkey");
    let theirs = stranger.get(&begun.options, HERE).to_string();
    assert_eq!(refused(&begun.state, &theirs, &kept.passkey), Some(PasskeyError::Refused), "another device");
    let elsewhere = device.get(&begun.options, "https://poort.test.evil.example").to_string();
    assert_eq!(refused(&begun.state, &elsewhere, &kept.passkey), Some(PasskeyError::Refused), "asked by another site");
    device.verifies = false;
    let touched = device.get(&begun.options, HERE).to_string();
    assert_eq!(refused(&begun.state, &touched, &kept.passkey), Some(PasskeyError::Refused), "a mere touch");
    assert_eq!(refused(&begun.state, "{}", &kept.passkey), Some(PasskeyError::Malformed));
    assert_eq!(here().claimed("[]").err(), Some(PasskeyError::Malformed));
    assert_eq!(refused("{}", &good, &kept.passkey), Some(PasskeyError::Broken));
    assert!(here().sign_in(&begun.state, &good, &kept.passkey).is_ok());
}

#[test]
fn a_device_that_counts_backwards_was_copied() {
    let (mut device, kept) = enrolled();
    device.counter = 10;
    let begun = here().begin_sign_in().unwrap();
    let used = here().sign_in(&begun.state, &device.get(&begun.options, HERE).to_string(), &kept.passkey).unwrap();
    device.counter = 5;
    let begun = here().begin_sign_in().unwrap();
    assert_eq!(
        here().sign_in(&begun.state, &device.get(&begun.options, HERE).to_string(), &used.passkey).err(),
        Some(PasskeyError::Refused)
    );
}

#[test]
fn what_is_enrolled_was_asked_for_here() {
    let begun = here().begin_enrolment(person(), "jan", &[]).unwrap();
    let (_, elsewhere) = Device::create(&begun.options, "https://evil.example");
    assert_eq!(here().enrol(&begun.state, &elsewhere.to_string()).err(), Some(PasskeyError::Refused));
    let other = here().begin_enrolment(person(), "jan", &[]).unwrap();
    let (_, answer) = Device::create(&other.options, HERE);
    assert_eq!(here().enrol(&begun.state, &answer.to_string()).err(), Some(PasskeyError::Refused));
    assert_eq!(here().enrol(&begun.state, "x").err(), Some(PasskeyError::Malformed));
}

#[test]
fn an_address_without_a_name_has_no_passkeys() {
    assert!(Passkeys::at("http://127.0.0.1:8080").unwrap().is_none());
    assert!(Passkeys::at("http://localhost:8080").unwrap().is_some());
    assert!(Passkeys::at("poort").is_err());
}
