use types::{Instellingsnummer, Insz, KboNumber, NisCode, OvoCode, Parsed, Vestigingsnummer};

use crate::fixed::now;

/// National numbers, of persons and of organisations: what parses writes itself in one way that parses to the same, and a person's number shows itself
/// nowhere unasked.
pub fn numbers(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Ok(number) = Insz::parse(text, now().day()) {
        let plain = number.expose();
        assert!(plain.len() == 11 && plain.bytes().all(|byte| byte.is_ascii_digit()));
        assert_eq!(Insz::parse(&plain, now().day()), Ok(number));
        assert!(!format!("{number:?} {number}").contains(&plain));
        let _: (Option<types::Sex>, types::PartialDate) = (number.sex(), number.birth());
    }
    same::<KboNumber>(text, 10);
    same::<Vestigingsnummer>(text, 10);
    same::<OvoCode>(text, 9);
    same::<Instellingsnummer>(text, 6);
    same::<NisCode>(text, 5);
}

fn same<N: Parsed + PartialEq + std::fmt::Debug>(text: &str, length: usize) {
    if let Ok(number) = N::parse(text) {
        assert_eq!(number.as_str().len(), length);
        assert_eq!(N::parse(number.as_str()).ok().as_ref(), Some(&number));
    }
}
