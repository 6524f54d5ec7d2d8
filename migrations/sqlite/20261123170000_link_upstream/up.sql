-- Who a person is at other providers that know no national number: a keyed hash of the issuer and its name for him.
CREATE TABLE upstream_links (
    subject_hash BLOB NOT NULL PRIMARY KEY,
    person_id BLOB NOT NULL REFERENCES persons (id),
    provider TEXT NOT NULL,
    linked_at TEXT NOT NULL,
    used_at TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX upstream_links_by_person ON upstream_links (person_id);
