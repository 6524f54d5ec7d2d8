-- For which organisation a session acts, once that was chosen.
ALTER TABLE sessions ADD COLUMN organisation_id uuid;

-- The access token that a code gave: the row stays as long as that token lasts, so that a code that comes back takes its token along.
ALTER TABLE codes ADD COLUMN redeemed_as text;

-- Access tokens that are worth nothing any more, until they would have ended by themselves.
CREATE TABLE revoked_tokens (
    jti text COLLATE "C" NOT NULL PRIMARY KEY,
    expires_at timestamptz NOT NULL
);
CREATE INDEX revoked_tokens_by_expiry ON revoked_tokens (expires_at);
