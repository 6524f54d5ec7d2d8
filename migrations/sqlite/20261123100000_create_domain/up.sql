-- Persons. The number is sealed and is found by its keyed hash; an earlier number stays and still finds its person.
CREATE TABLE persons (
    id BLOB NOT NULL PRIMARY KEY,
    family TEXT NOT NULL,
    given TEXT,
    sort_name TEXT NOT NULL,
    birth TEXT NOT NULL,
    sex TEXT,
    status TEXT NOT NULL,
    own TEXT NOT NULL,
    admission TEXT NOT NULL,
    number_taken INTEGER NOT NULL,
    reloaded TEXT NOT NULL,
    version INTEGER NOT NULL
) STRICT;
CREATE INDEX persons_by_name ON persons (sort_name, id);

CREATE TABLE person_numbers (
    insz_index BLOB NOT NULL PRIMARY KEY,
    insz_sealed BLOB NOT NULL,
    person_id BLOB NOT NULL REFERENCES persons (id),
    is_current INTEGER NOT NULL,
    recorded_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX person_numbers_current ON person_numbers (person_id) WHERE is_current;

-- Organisations. Entities of the Flemish government share a KBO number and differ by their OVO code.
CREATE TABLE organisations (
    id BLOB NOT NULL PRIMARY KEY,
    kbo TEXT NOT NULL,
    ovo TEXT UNIQUE,
    instellingsnummer TEXT UNIQUE,
    name TEXT NOT NULL,
    sort_name TEXT NOT NULL,
    doelgroepen TEXT NOT NULL,
    classification TEXT NOT NULL,
    parent BLOB REFERENCES organisations (id),
    nis TEXT,
    begin_day TEXT NOT NULL,
    end_day TEXT NOT NULL,
    rights_held_on BLOB REFERENCES organisations (id),
    version INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX organisations_kbo ON organisations (kbo) WHERE ovo IS NULL;
CREATE INDEX organisations_by_kbo ON organisations (kbo);
CREATE INDEX organisations_by_parent ON organisations (parent);
CREATE INDEX organisations_by_name ON organisations (sort_name, id);

-- Werkrelaties, every version: the current one has no recorded_to but 9999-12-31.
CREATE TABLE werkrelaties (
    person_id BLOB NOT NULL REFERENCES persons (id),
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    recorded_from TEXT NOT NULL,
    recorded_to TEXT NOT NULL,
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    doelgroep TEXT NOT NULL,
    category TEXT NOT NULL,
    begin_day TEXT NOT NULL,
    end_day TEXT NOT NULL,
    contact TEXT NOT NULL,
    pauses TEXT NOT NULL,
    removed INTEGER NOT NULL,
    PRIMARY KEY (person_id, id, version)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX werkrelaties_by_id ON werkrelaties (id, version);
CREATE INDEX werkrelaties_by_organisation ON werkrelaties (organisation_id, recorded_to);

CREATE TABLE applications (
    code TEXT NOT NULL PRIMARY KEY,
    owner_id BLOB NOT NULL REFERENCES organisations (id),
    definition TEXT NOT NULL,
    version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE gebruikersrechten (
    code TEXT NOT NULL PRIMARY KEY,
    application TEXT NOT NULL REFERENCES applications (code),
    definition TEXT NOT NULL,
    version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX gebruikersrechten_by_application ON gebruikersrechten (application, code);

-- Toekenningen, every version, in the order in which a sign-in reads them: all of one person together.
CREATE TABLE toekenningen (
    person_id BLOB NOT NULL REFERENCES persons (id),
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    recorded_from TEXT NOT NULL,
    recorded_to TEXT NOT NULL,
    werkrelatie_id BLOB NOT NULL,
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    application TEXT NOT NULL REFERENCES applications (code),
    right_code TEXT NOT NULL REFERENCES gebruikersrechten (code),
    contexts TEXT NOT NULL,
    begin_day TEXT NOT NULL,
    end_day TEXT NOT NULL,
    reason TEXT NOT NULL,
    granted_by TEXT NOT NULL,
    revocation TEXT,
    ends_at TEXT NOT NULL,
    cut_short INTEGER NOT NULL,
    PRIMARY KEY (person_id, id, version)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX toekenningen_by_id ON toekenningen (id, version);
CREATE INDEX toekenningen_by_organisation ON toekenningen (organisation_id, application, recorded_to);
CREATE INDEX toekenningen_by_application ON toekenningen (application, recorded_to);

-- Mandates, every version.
CREATE TABLE mandates (
    holder TEXT NOT NULL,
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    recorded_from TEXT NOT NULL,
    recorded_to TEXT NOT NULL,
    organisation_id BLOB REFERENCES organisations (id),
    application TEXT REFERENCES applications (code),
    mandate TEXT NOT NULL,
    PRIMARY KEY (holder, id, version)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX mandates_by_id ON mandates (id, version);
CREATE INDEX mandates_by_organisation ON mandates (organisation_id, recorded_to);
CREATE INDEX mandates_by_application ON mandates (application, recorded_to);

-- What happened: history, outbox, feed and audit in one. Appended only; the key is the gap-free revision.
CREATE TABLE events (
    revision INTEGER NOT NULL PRIMARY KEY,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    person_id BLOB,
    organisation_id BLOB,
    werkrelatie_id BLOB,
    toekenning_id BLOB,
    mandate_id BLOB,
    application TEXT,
    event TEXT NOT NULL
) STRICT;
CREATE INDEX events_by_person ON events (person_id, revision) WHERE person_id IS NOT NULL;
CREATE INDEX events_by_organisation ON events (organisation_id, revision) WHERE organisation_id IS NOT NULL;
CREATE INDEX events_by_werkrelatie ON events (werkrelatie_id, revision) WHERE werkrelatie_id IS NOT NULL;
CREATE INDEX events_by_toekenning ON events (toekenning_id, revision) WHERE toekenning_id IS NOT NULL;
CREATE INDEX events_by_mandate ON events (mandate_id, revision) WHERE mandate_id IS NOT NULL;
CREATE INDEX events_by_application ON events (application, revision) WHERE application IS NOT NULL;
