//! Which part of a list is asked.

/// One page: 1-based, of at most [`Page::LARGEST`] rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    number: u32,
    size: u32,
}

impl Page {
    /// The most rows of one page.
    pub const LARGEST: u32 = 200;
    /// The deepest page: a list is for looking, not for copying the database.
    pub const DEEPEST: u32 = 10_000;

    /// A page; `None` when a number is 0 or too large.
    #[must_use]
    pub fn new(number: u32, size: u32) -> Option<Self> {
        let fits = (1..=Self::DEEPEST).contains(&number) && (1..=Self::LARGEST).contains(&size);
        fits.then_some(Self { number, size })
    }

    /// Rows to skip.
    pub(crate) fn offset(self) -> i64 {
        i64::from(self.number - 1) * i64::from(self.size)
    }

    /// One row more than the page has, to know whether another follows.
    pub(crate) fn limit(self) -> i64 {
        i64::from(self.size) + 1
    }

    /// This page of a list that was read whole.
    pub fn of<T>(self, all: Vec<T>) -> Paged<T> {
        let whole = |number: i64| usize::try_from(number).unwrap_or(usize::MAX);
        self.cut(all.into_iter().skip(whole(self.offset())).take(whole(self.limit())).collect())
    }

    /// Cuts what [`Page::limit`] brought.
    pub(crate) fn cut<T>(self, mut rows: Vec<T>) -> Paged<T> {
        let size = usize::try_from(self.size).unwrap_or(usize::MAX);
        let more = rows.len() > size;
        rows.truncate(size);
        Paged { items: rows, more }
    }
}

/// In which order a list is read; what is equal in it goes by identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sort<By> {
    /// By what.
    pub by: By,
    /// The last first.
    pub descending: bool,
}

/// Puts a query in the order of a column.
macro_rules! ordered {
    ($select:expr, $descending:expr, $column:expr) => {
        if $descending { $select.order($column.desc()) } else { $select.order($column.asc()) }
    };
}
pub(crate) use ordered;

/// The rows of one page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paged<T> {
    /// At most as many as the page has.
    pub items: Vec<T>,
    /// Whether another page follows.
    pub more: bool,
}

impl<T> Paged<T> {
    /// The same page of other things.
    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Paged<U> {
        Paged { items: self.items.into_iter().map(f).collect(), more: self.more }
    }
}

/// A pattern for `LIKE … ESCAPE '\'` that finds `part` anywhere, whatever characters it has; lower case.
pub(crate) fn anywhere(part: &str) -> String {
    let mut pattern = String::from("%");
    for character in part.trim().to_lowercase().chars() {
        if matches!(character, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_bounded_and_tells_whether_another_follows() {
        assert!(Page::new(0, 1).is_none() && Page::new(1, 201).is_none() && Page::new(10_001, 1).is_none());
        let second = Page::new(2, 2).unwrap();
        assert_eq!((second.offset(), second.limit()), (2, 3));
        assert_eq!(second.cut(vec![1, 2, 3]), Paged { items: vec![1, 2], more: true });
        assert_eq!(second.cut(vec![1]), Paged { items: vec![1], more: false });
        assert_eq!(second.of(vec![1, 2, 3, 4, 5]), Paged { items: vec![3, 4], more: true });
        assert_eq!(second.of(vec![1, 2, 3]), Paged { items: vec![3], more: false });
    }

    #[test]
    fn wildcards_in_a_search_are_letters() {
        assert_eq!(anywhere(" 50%_A "), "%50\\%\\_a%");
    }
}
