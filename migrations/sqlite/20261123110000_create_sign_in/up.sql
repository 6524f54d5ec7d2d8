-- How a person signs in with a password. The user name is lower case; the password is an argon2id PHC text.
CREATE TABLE accounts (
    person_id BLOB NOT NULL PRIMARY KEY REFERENCES persons (id),
    username TEXT NOT NULL UNIQUE,
    password TEXT NOT NULL,
    must_change INTEGER NOT NULL,
    changed_at TEXT NOT NULL
) STRICT;

-- Signed-in browsers; the cookie itself is not kept, only its hash. `proofs`: how the person proved who he is, and when. `last_used`: to the minute.
CREATE TABLE sessions (
    cookie_hash BLOB NOT NULL PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    person_id BLOB NOT NULL REFERENCES persons (id),
    auth_time TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    last_used TEXT NOT NULL,
    proofs TEXT NOT NULL
) STRICT;
CREATE INDEX sessions_by_person ON sessions (person_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- Signing keys: the private half is sealed.
CREATE TABLE signing_keys (
    kid TEXT NOT NULL PRIMARY KEY,
    algorithm TEXT NOT NULL,
    sealed BLOB NOT NULL,
    created TEXT NOT NULL,
    signs_from TEXT NOT NULL,
    retires_at TEXT
) STRICT;

-- Answers to requests that carried an Idempotency-Key: hashes of who asked and what, and what was answered.
CREATE TABLE idempotency (
    key_hash BLOB NOT NULL PRIMARY KEY,
    request_hash BLOB NOT NULL,
    answer TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;
CREATE INDEX idempotency_by_age ON idempotency (created_at);

-- To what persons agreed: which scopes of which client.
CREATE TABLE consents (
    person_id BLOB NOT NULL REFERENCES persons (id),
    client_id TEXT NOT NULL,
    scopes TEXT NOT NULL,
    given_at TEXT NOT NULL,
    PRIMARY KEY (person_id, client_id)
) STRICT, WITHOUT ROWID;
