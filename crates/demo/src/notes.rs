use std::ops::Range;

use register::{Mistake, Mistakes};

/// What is noticed while the file is read.
pub(crate) struct Notes {
    /// Where each line ends.
    ends: Vec<usize>,
    mistakes: Vec<Mistake>,
}

impl Notes {
    pub(crate) fn new(text: &str) -> Self {
        Self { ends: text.match_indices('\n').map(|(at, _)| at).collect(), mistakes: Vec::new() }
    }

    /// Counted from 1.
    pub(crate) fn line(&self, at: &Range<usize>) -> usize {
        self.ends.partition_point(|end| *end < at.start) + 1
    }

    pub(crate) fn note(&mut self, at: &Range<usize>, key: impl Into<String>, text: impl Into<String>) {
        self.note_line(self.line(at), key, text);
    }

    pub(crate) fn note_line(&mut self, line: usize, key: impl Into<String>, text: impl Into<String>) {
        let mistake = Mistake { line, key: key.into(), text: text.into() };
        if !self.mistakes.contains(&mistake) {
            self.mistakes.push(mistake);
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.mistakes.is_empty()
    }

    pub(crate) fn finish(mut self) -> Mistakes {
        self.mistakes.sort_by_key(|mistake| mistake.line);
        Mistakes(self.mistakes)
    }
}

/// A key or name as a mistake may show it: somebody may have written a number where it does not belong.
pub(crate) fn shown(text: &str) -> &str {
    let harmless = text.chars().count() <= 60 && text.bytes().filter(u8::is_ascii_digit).count() < 9;
    if harmless { text } else { "[...]" }
}

/// `; did you mean x?` where one of these is near.
pub(crate) fn did_you_mean<'k>(text: &str, known: impl IntoIterator<Item = &'k str>) -> String {
    let near = known.into_iter().map(|name| (distance(text, name), name)).min();
    match near {
        Some((far, name)) if far <= 2.max(text.chars().count() / 3) => format!("; did you mean `{name}`?"),
        _ => String::new(),
    }
}

/// How many characters must change (Levenshtein), without regard to case.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.to_lowercase().chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (number, left) in one.to_lowercase().chars().enumerate() {
        let mut next = vec![number + 1];
        for ((right, pair), last) in other.iter().zip(row.windows(2)).zip(0..) {
            let (diagonal, above) = (pair.first().copied().unwrap_or(0), pair.get(1).copied().unwrap_or(0));
            let before: usize = next.get(last).copied().unwrap_or(0);
            next.push((diagonal + usize::from(left != *right)).min(above + 1).min(before + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_proposed() {
        assert_eq!((distance("familly", "family"), distance("abc", ""), distance("a", "b")), (1, 3, 1));
        assert_eq!(did_you_mean("familly", ["given", "family"]), "; did you mean `family`?");
        assert_eq!(did_you_mean("zzzz", ["given", "family"]), "");
    }
}
