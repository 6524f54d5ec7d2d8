-- Who a person is at other providers that know no national number: a keyed hash of the issuer and its name for him.
CREATE TABLE upstream_links (
    subject_hash bytea NOT NULL PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES persons (id),
    provider text NOT NULL,
    linked_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE INDEX upstream_links_by_person ON upstream_links (person_id);
