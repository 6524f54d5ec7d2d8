-- The secret that a client had before its last rotation goes on working until a moment.
ALTER TABLE clients ADD COLUMN former_secret_hash bytea;
ALTER TABLE clients ADD COLUMN former_secret_until timestamptz;

-- An account that is switched off signs nobody in.
ALTER TABLE accounts ADD COLUMN disabled boolean NOT NULL DEFAULT false;

-- The history of one gebruikersrecht, and of one client.
ALTER TABLE events ADD COLUMN right_code text COLLATE "C";
ALTER TABLE events ADD COLUMN client_id text COLLATE "C";
CREATE INDEX events_by_right ON events (right_code, revision) WHERE right_code IS NOT NULL;
CREATE INDEX events_by_client ON events (client_id, revision) WHERE client_id IS NOT NULL;
