DROP TABLE session_clients;
DROP TABLE used_assertions;
DROP TABLE device_codes;
DROP TABLE authorization_requests;
DROP TABLE refresh_tokens;
DROP TABLE refresh_families;
DROP TABLE revoked_tokens;
ALTER TABLE codes DROP COLUMN redeemed_as;
ALTER TABLE sessions DROP COLUMN organisation_id;
