-- Where a person who forgot his password is reached: an address that he set and confirmed himself.
CREATE TABLE recovery_addresses (
    person_id uuid NOT NULL PRIMARY KEY REFERENCES persons (id),
    address text NOT NULL,
    since timestamptz NOT NULL
);

-- Codes that were mailed: only their keyed hashes. They are kept for an hour, used or not, to count them; `recipient` is a keyed hash.
CREATE TABLE mailed_codes (
    code_hash bytea NOT NULL PRIMARY KEY,
    mail_id uuid NOT NULL,
    person_id uuid NOT NULL REFERENCES persons (id),
    recipient bytea NOT NULL,
    purpose jsonb NOT NULL,
    made_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX mailed_codes_by_person ON mailed_codes (person_id);
CREATE INDEX mailed_codes_by_recipient ON mailed_codes (recipient);

-- Mails that are to be sent; no code is in them: it is made when one is sent.
CREATE TABLE mails (
    id uuid NOT NULL PRIMARY KEY,
    errand jsonb NOT NULL,
    language text NOT NULL,
    due_at timestamptz NOT NULL,
    tries bigint NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX mails_by_due ON mails (due_at);
