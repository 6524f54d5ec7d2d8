-- The secret that a client had before its last rotation goes on working until a moment.
ALTER TABLE clients ADD COLUMN former_secret_hash BLOB;
ALTER TABLE clients ADD COLUMN former_secret_until TEXT;

-- An account that is switched off signs nobody in.
ALTER TABLE accounts ADD COLUMN disabled INTEGER NOT NULL DEFAULT 0;

-- The history of one gebruikersrecht, and of one client.
ALTER TABLE events ADD COLUMN right_code TEXT;
ALTER TABLE events ADD COLUMN client_id TEXT;
CREATE INDEX events_by_right ON events (right_code, revision) WHERE right_code IS NOT NULL;
CREATE INDEX events_by_client ON events (client_id, revision) WHERE client_id IS NOT NULL;
