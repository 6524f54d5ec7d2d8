-- Where a person who forgot his password is reached: an address that he set and confirmed himself.
CREATE TABLE recovery_addresses (
    person_id BLOB NOT NULL PRIMARY KEY REFERENCES persons (id),
    address TEXT NOT NULL,
    since TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Codes that were mailed: only their keyed hashes. They are kept for an hour, used or not, to count them; `recipient` is a keyed hash.
CREATE TABLE mailed_codes (
    code_hash BLOB NOT NULL PRIMARY KEY,
    mail_id BLOB NOT NULL,
    person_id BLOB NOT NULL REFERENCES persons (id),
    recipient BLOB NOT NULL,
    purpose TEXT NOT NULL,
    made_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX mailed_codes_by_person ON mailed_codes (person_id);
CREATE INDEX mailed_codes_by_recipient ON mailed_codes (recipient);

-- Mails that are to be sent; no code is in them: it is made when one is sent.
CREATE TABLE mails (
    id BLOB NOT NULL PRIMARY KEY,
    errand TEXT NOT NULL,
    language TEXT NOT NULL,
    due_at TEXT NOT NULL,
    tries INTEGER NOT NULL,
    expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX mails_by_due ON mails (due_at);
