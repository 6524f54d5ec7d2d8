-- Passkeys: public keys of persons' devices. `passkey` is what the library keeps of one.
CREATE TABLE passkeys (
    credential_id bytea NOT NULL PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES persons (id),
    name text NOT NULL,
    passkey text NOT NULL,
    created_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE INDEX passkeys_by_person ON passkeys (person_id);
