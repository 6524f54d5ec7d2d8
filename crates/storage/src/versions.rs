//! Tables that keep every version: what was superseded stays, with the time in which it was recorded.

/// Writes `insert`, `replace`, `by_id` and the list under the first column of the key, for a module that has `table`, and a `Row` with
/// `Row::of(&Thing, now)` and `Row::read(self)`.
macro_rules! versioned {
    ($thing:ident, $id:ident; $(#[$doc:meta])* $list:ident($owner:ident: $owner_type:ty) under $column:ident = $key:expr) => {
        /// Adds a version: the first, or the next after the one before it was superseded.
        ///
        /// # Errors
        /// [`StorageError::Conflict`] when that version exists, or what it refers to does not.
        pub fn insert(tx: &mut WriteTx<'_>, thing: &$thing) -> Result<(), StorageError> {
            let row = Row::of(thing, tx.cx().now);
            on!(tx, c => diesel::insert_into(table::table).values(&row).execute(c))?;
            Ok(())
        }

        /// Supersedes the current version by this one, whose number is one higher.
        ///
        /// # Errors
        /// As [`insert`].
        pub fn replace(tx: &mut WriteTx<'_>, thing: &$thing) -> Result<(), StorageError> {
            let row = Row::of(thing, tx.cx().now);
            let current = table::table
                .filter(table::$column.eq(&row.$column))
                .filter(table::id.eq(row.id))
                .filter(table::recorded_to.eq(At(types::Instant::FOREVER)));
            on!(tx, c => diesel::update(current).set(table::recorded_to.eq(row.recorded_from)).execute(c))?;
            on!(tx, c => diesel::insert_into(table::table).values(&row).execute(c))?;
            Ok(())
        }

        /// The one with this id.
        ///
        /// # Errors
        /// When it cannot be read.
        pub fn by_id(tx: &mut ReadTx<'_>, id: $id, known: Known) -> Result<Option<$thing>, StorageError> {
            let moment = known.moment();
            let row: Option<Row> = on!(tx, c => table::table
                .filter(table::id.eq(Id(id)))
                .filter(table::recorded_from.le(moment).and(table::recorded_to.gt(moment)))
                .select(Row::as_select())
                .first(c)
                .optional())?;
            row.map(Row::read).transpose()
        }

        $(#[$doc])*
        ///
        /// # Errors
        /// When they cannot be read.
        pub fn $list(tx: &mut ReadTx<'_>, $owner: $owner_type, known: Known) -> Result<Vec<$thing>, StorageError> {
            let moment = known.moment();
            let rows: Vec<Row> = on!(tx, c => table::table
                .filter(table::$column.eq($key))
                .filter(table::recorded_from.le(moment).and(table::recorded_to.gt(moment)))
                .order(table::id)
                .select(Row::as_select())
                .load(c))?;
            rows.into_iter().map(Row::read).collect()
        }
    };
}
pub(crate) use versioned;
