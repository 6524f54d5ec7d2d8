//! SPDX licence expressions: does a set of allowed licences satisfy one?
//! Source: SPDX specification, annex 'SPDX license expressions'.

use std::collections::BTreeSet;

/// Whether whoever accepts the `allowed` licences may use what is licensed under this expression: one side of an
/// `OR`, both sides of an `AND`. A licence `WITH` an exception satisfies when the licence or the pair is allowed. The old form `MIT/Apache-2.0` means `OR`.
/// What cannot be read is not allowed.
pub(super) fn is_allowed(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let tokens: Vec<_> = spaced.split_whitespace().collect();
    let mut parser = Parser { tokens: &tokens, allowed };
    parser.either() == Some(true) && parser.tokens.is_empty()
}

struct Parser<'a> {
    tokens: &'a [&'a str],
    allowed: &'a BTreeSet<String>,
}

impl<'a> Parser<'a> {
    fn either(&mut self) -> Option<bool> {
        let mut result = self.both()?;
        while self.skip("OR") {
            result |= self.both()?;
        }
        Some(result)
    }

    fn both(&mut self) -> Option<bool> {
        let mut result = self.one()?;
        while self.skip("AND") {
            result &= self.one()?;
        }
        Some(result)
    }

    fn one(&mut self) -> Option<bool> {
        if self.skip("(") {
            let result = self.either()?;
            return self.skip(")").then_some(result);
        }
        let licence = self.next().filter(|token| !["AND", "OR", "WITH", ")"].contains(token))?;
        let plain = self.allowed.contains(licence);
        if !self.skip("WITH") {
            return Some(plain);
        }
        let pair = format!("{licence} WITH {}", self.next()?);
        Some(plain || self.allowed.contains(&pair))
    }

    fn skip(&mut self, token: &str) -> bool {
        let found = self.tokens.first() == Some(&token);
        if found {
            self.next();
        }
        found
    }

    fn next(&mut self) -> Option<&'a str> {
        let (first, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(expression: &str) -> bool {
        let licences = ["MIT", "Apache-2.0", "Unicode-3.0", "GPL-2.0 WITH Classpath-exception-2.0"];
        is_allowed(expression, &licences.map(str::to_owned).into())
    }

    #[test]
    fn one_side_of_an_or_is_enough() {
        assert!(allowed("GPL-3.0 OR MIT"));
        assert!(allowed("Unlicense/MIT"));
        assert!(!allowed("GPL-3.0 OR LGPL-2.1-or-later"));
    }

    #[test]
    fn both_sides_of_an_and_are_needed() {
        assert!(allowed("(MIT OR GPL-3.0) AND Unicode-3.0"));
        assert!(!allowed("MIT AND GPL-3.0"));
        assert!(allowed("GPL-3.0 AND GPL-2.0 OR MIT"));
    }

    #[test]
    fn exceptions_widen_a_licence() {
        assert!(allowed("Apache-2.0 WITH LLVM-exception"));
        assert!(allowed("GPL-2.0 WITH Classpath-exception-2.0"));
        assert!(!allowed("GPL-2.0"));
        assert!(!allowed("GPL-2.0 WITH LLVM-exception"));
    }

    #[test]
    fn what_cannot_be_read_is_not_allowed() {
        for expression in ["", "MIT AND", "(MIT", "MIT)", "MIT MIT", "OR MIT", "MIT WITH"] {
            assert!(!allowed(expression), "{expression}");
        }
    }
}
