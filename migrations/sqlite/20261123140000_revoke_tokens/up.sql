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
