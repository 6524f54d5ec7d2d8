-- OAuth clients. Of a secret only its keyed hash is kept; what a client is stands in its definition.
CREATE TABLE clients (
    client_id text COLLATE "C" NOT NULL PRIMARY KEY,
    application text COLLATE "C" REFERENCES applications (code),
    definition jsonb NOT NULL,
    secret_hash bytea,
    version bigint NOT NULL
);
CREATE INDEX clients_by_application ON clients (application);

-- Authorization codes that were not redeemed yet; only the hash of a code is kept.
CREATE TABLE codes (
    code_hash bytea NOT NULL PRIMARY KEY,
    "grant" jsonb NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX codes_by_expiry ON codes (expires_at);
