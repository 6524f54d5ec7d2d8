-- How a person signs in with a password. The user name is lower case; the password is an argon2id PHC text.
CREATE TABLE accounts (
    person_id uuid NOT NULL PRIMARY KEY REFERENCES persons (id),
    username text NOT NULL UNIQUE,
    password text NOT NULL,
    must_change boolean NOT NULL,
    changed_at timestamptz NOT NULL
);

-- Signed-in browsers; the cookie itself is not kept, only its hash. `proofs`: how the person proved who he is, and when. `last_used`: to the minute.
CREATE TABLE sessions (
    cookie_hash bytea NOT NULL PRIMARY KEY,
    id uuid NOT NULL UNIQUE,
    person_id uuid NOT NULL REFERENCES persons (id),
    auth_time timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    last_used timestamptz NOT NULL,
    proofs jsonb NOT NULL
);
CREATE INDEX sessions_by_person ON sessions (person_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- Signing keys: the private half is sealed.
CREATE TABLE signing_keys (
    kid text NOT NULL PRIMARY KEY,
    algorithm text NOT NULL,
    sealed bytea NOT NULL,
    created timestamptz NOT NULL,
    signs_from timestamptz NOT NULL,
    retires_at timestamptz
);

-- Answers to requests that carried an Idempotency-Key: hashes of who asked and what, and what was answered.
CREATE TABLE idempotency (
    key_hash bytea NOT NULL PRIMARY KEY,
    request_hash bytea NOT NULL,
    answer jsonb NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX idempotency_by_age ON idempotency (created_at);

-- To what persons agreed: which scopes of which client.
CREATE TABLE consents (
    person_id uuid NOT NULL REFERENCES persons (id),
    client_id text NOT NULL,
    scopes text NOT NULL,
    given_at timestamptz NOT NULL,
    PRIMARY KEY (person_id, client_id)
);
