-- OAuth clients. Of a secret only its keyed hash is kept; what a client is stands in its definition.
CREATE TABLE clients (
    client_id TEXT NOT NULL PRIMARY KEY,
    application TEXT REFERENCES applications (code),
    definition TEXT NOT NULL,
    secret_hash BLOB,
    version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX clients_by_application ON clients (application);

-- Authorization codes that were not redeemed yet; only the hash of a code is kept.
CREATE TABLE codes (
    code_hash BLOB NOT NULL PRIMARY KEY,
    "grant" TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX codes_by_expiry ON codes (expires_at);
