-- For which organisation a session acts, once that was chosen.
ALTER TABLE sessions ADD COLUMN organisation_id BLOB;

-- The access token that a code gave: the row stays as long as that token lasts, so that a code that comes back takes its token along.
ALTER TABLE codes ADD COLUMN redeemed_as TEXT;

-- Access tokens that are worth nothing any more, until they would have ended by themselves.
CREATE TABLE revoked_tokens (
    jti TEXT NOT NULL PRIMARY KEY,
    expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX revoked_tokens_by_expiry ON revoked_tokens (expires_at);

-- What persons gave clients, for as long as it may be refreshed; and the refresh tokens of each, one following upon the other, of which only
-- hashes are kept.
CREATE TABLE refresh_families (
    id BLOB NOT NULL PRIMARY KEY,
    person_id BLOB NOT NULL REFERENCES persons (id),
    session_id BLOB NOT NULL,
    "grant" TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX refresh_families_by_person ON refresh_families (person_id);
CREATE INDEX refresh_families_by_session ON refresh_families (session_id);
CREATE INDEX refresh_families_by_expiry ON refresh_families (expires_at);
CREATE TABLE refresh_tokens (
    token_hash BLOB NOT NULL PRIMARY KEY,
    family_id BLOB NOT NULL REFERENCES refresh_families (id),
    used_at TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX refresh_tokens_by_family ON refresh_tokens (family_id);

-- Authorization requests that clients pushed or signed, under the hash of the reference that a browser carries.
CREATE TABLE authorization_requests (
    reference_hash BLOB NOT NULL PRIMARY KEY,
    request TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX authorization_requests_by_expiry ON authorization_requests (expires_at);

-- Devices that wait for their person: hashes of the code that the device has, and (keyed) of the one that it shows.
CREATE TABLE device_codes (
    device_hash BLOB NOT NULL PRIMARY KEY,
    user_hash BLOB NOT NULL UNIQUE,
    "grant" TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX device_codes_by_expiry ON device_codes (expires_at);

-- Assertions with which clients proved who they are (a digest of client and `jti`), until they would not be accepted anyhow.
CREATE TABLE used_assertions (
    digest BLOB NOT NULL PRIMARY KEY,
    expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX used_assertions_by_expiry ON used_assertions (expires_at);

-- Clients that take part in a session and want to be told of its end: from that end on `due_at` says when to tell them.
CREATE TABLE session_clients (
    session_id BLOB NOT NULL,
    client_id TEXT NOT NULL,
    person_id BLOB NOT NULL,
    due_at TEXT,
    tries INTEGER NOT NULL,
    expires_at TEXT NOT NULL,
    PRIMARY KEY (session_id, client_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX session_clients_by_due ON session_clients (due_at);
CREATE INDEX session_clients_by_expiry ON session_clients (expires_at);

-- Second factors of persons: the sealed secret that a device shares, and the last time step whose code was used. Recovery codes are kept as keyed
-- hashes, and go when they are used.
CREATE TABLE second_factors (
    person_id BLOB NOT NULL PRIMARY KEY REFERENCES persons (id),
    sealed BLOB NOT NULL,
    enrolled_at TEXT NOT NULL,
    last_step INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE recovery_codes (
    code_hash BLOB NOT NULL PRIMARY KEY,
    person_id BLOB NOT NULL REFERENCES persons (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX recovery_codes_by_person ON recovery_codes (person_id);

-- People who are away at another provider to sign in: under the hash of the `state` with which they come back, once.
CREATE TABLE upstream_sign_ins (
    state_hash BLOB NOT NULL PRIMARY KEY,
    pending TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX upstream_sign_ins_by_expiry ON upstream_sign_ins (expires_at);
