DROP INDEX events_by_client;
DROP INDEX events_by_right;
ALTER TABLE events DROP COLUMN client_id;
ALTER TABLE events DROP COLUMN right_code;
ALTER TABLE accounts DROP COLUMN disabled;
ALTER TABLE clients DROP COLUMN former_secret_until;
ALTER TABLE clients DROP COLUMN former_secret_hash;
