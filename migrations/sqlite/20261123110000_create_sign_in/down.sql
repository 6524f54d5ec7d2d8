DROP TABLE consents;
DROP TABLE idempotency;
DROP TABLE signing_keys;
DROP TABLE sessions;
DROP TABLE accounts;
