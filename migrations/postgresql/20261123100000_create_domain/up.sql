-- Persons. The number is sealed and is found by its keyed hash; an earlier number stays and still finds its person.
CREATE TABLE persons (
    id uuid NOT NULL PRIMARY KEY,
    family text NOT NULL,
    given text,
    sort_name text COLLATE "C" NOT NULL,
    birth text NOT NULL,
    sex text,
    status jsonb NOT NULL,
    own jsonb NOT NULL,
    admission text NOT NULL,
    number_taken boolean NOT NULL,
    reloaded timestamptz NOT NULL,
    version bigint NOT NULL
);
CREATE INDEX persons_by_name ON persons (sort_name, id);

CREATE TABLE person_numbers (
    insz_index bytea NOT NULL PRIMARY KEY,
    insz_sealed bytea NOT NULL,
    person_id uuid NOT NULL REFERENCES persons (id),
    is_current boolean NOT NULL,
    recorded_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX person_numbers_current ON person_numbers (person_id) WHERE is_current;

-- Organisations. Entities of the Flemish government share a KBO number and differ by their OVO code.
CREATE TABLE organisations (
    id uuid NOT NULL PRIMARY KEY,
    kbo text NOT NULL,
    ovo text UNIQUE,
    instellingsnummer text UNIQUE,
    name text NOT NULL,
    sort_name text COLLATE "C" NOT NULL,
    doelgroepen text NOT NULL,
    classification text NOT NULL,
    parent uuid REFERENCES organisations (id),
    nis text,
    begin_day date NOT NULL,
    end_day date NOT NULL,
    rights_held_on uuid REFERENCES organisations (id),
    version bigint NOT NULL
);
CREATE UNIQUE INDEX organisations_kbo ON organisations (kbo) WHERE ovo IS NULL;
CREATE INDEX organisations_by_kbo ON organisations (kbo);
CREATE INDEX organisations_by_parent ON organisations (parent);
CREATE INDEX organisations_by_name ON organisations (sort_name, id);

-- Werkrelaties, every version: the current one has no recorded_to but 9999-12-31.
CREATE TABLE werkrelaties (
    person_id uuid NOT NULL REFERENCES persons (id),
    id uuid NOT NULL,
    version bigint NOT NULL,
    recorded_from timestamptz NOT NULL,
    recorded_to timestamptz NOT NULL,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    doelgroep text NOT NULL,
    category text NOT NULL,
    begin_day date NOT NULL,
    end_day date NOT NULL,
    contact jsonb NOT NULL,
    pauses jsonb NOT NULL,
    removed boolean NOT NULL,
    PRIMARY KEY (person_id, id, version)
);
CREATE UNIQUE INDEX werkrelaties_by_id ON werkrelaties (id, version);
CREATE INDEX werkrelaties_by_organisation ON werkrelaties (organisation_id, recorded_to);

CREATE TABLE applications (
    code text COLLATE "C" NOT NULL PRIMARY KEY,
    owner_id uuid NOT NULL REFERENCES organisations (id),
    definition jsonb NOT NULL,
    version bigint NOT NULL
);

CREATE TABLE gebruikersrechten (
    code text COLLATE "C" NOT NULL PRIMARY KEY,
    application text NOT NULL REFERENCES applications (code),
    definition jsonb NOT NULL,
    version bigint NOT NULL
);
CREATE INDEX gebruikersrechten_by_application ON gebruikersrechten (application, code);

-- Toekenningen, every version, in the order in which a sign-in reads them: all of one person together.
CREATE TABLE toekenningen (
    person_id uuid NOT NULL REFERENCES persons (id),
    id uuid NOT NULL,
    version bigint NOT NULL,
    recorded_from timestamptz NOT NULL,
    recorded_to timestamptz NOT NULL,
    werkrelatie_id uuid NOT NULL,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    application text NOT NULL REFERENCES applications (code),
    right_code text NOT NULL REFERENCES gebruikersrechten (code),
    contexts text NOT NULL,
    begin_day date NOT NULL,
    end_day date NOT NULL,
    reason text NOT NULL,
    granted_by text NOT NULL,
    revocation jsonb,
    ends_at timestamptz NOT NULL,
    cut_short boolean NOT NULL,
    PRIMARY KEY (person_id, id, version)
);
CREATE UNIQUE INDEX toekenningen_by_id ON toekenningen (id, version);
CREATE INDEX toekenningen_by_organisation ON toekenningen (organisation_id, application, recorded_to);
CREATE INDEX toekenningen_by_application ON toekenningen (application, recorded_to);

-- Mandates, every version.
CREATE TABLE mandates (
    holder text NOT NULL,
    id uuid NOT NULL,
    version bigint NOT NULL,
    recorded_from timestamptz NOT NULL,
    recorded_to timestamptz NOT NULL,
    organisation_id uuid REFERENCES organisations (id),
    application text REFERENCES applications (code),
    mandate jsonb NOT NULL,
    PRIMARY KEY (holder, id, version)
);
CREATE UNIQUE INDEX mandates_by_id ON mandates (id, version);
CREATE INDEX mandates_by_organisation ON mandates (organisation_id, recorded_to);
CREATE INDEX mandates_by_application ON mandates (application, recorded_to);

-- What happened: history, outbox, feed and audit in one. Appended only; the key is the gap-free revision.
CREATE TABLE events (
    revision bigint NOT NULL PRIMARY KEY,
    at timestamptz NOT NULL,
    actor text NOT NULL,
    action text NOT NULL,
    person_id uuid,
    organisation_id uuid,
    werkrelatie_id uuid,
    toekenning_id uuid,
    mandate_id uuid,
    application text,
    event jsonb NOT NULL
);
CREATE INDEX events_by_person ON events (person_id, revision) WHERE person_id IS NOT NULL;
CREATE INDEX events_by_organisation ON events (organisation_id, revision) WHERE organisation_id IS NOT NULL;
CREATE INDEX events_by_werkrelatie ON events (werkrelatie_id, revision) WHERE werkrelatie_id IS NOT NULL;
CREATE INDEX events_by_toekenning ON events (toekenning_id, revision) WHERE toekenning_id IS NOT NULL;
CREATE INDEX events_by_mandate ON events (mandate_id, revision) WHERE mandate_id IS NOT NULL;
CREATE INDEX events_by_application ON events (application, revision) WHERE application IS NOT NULL;
