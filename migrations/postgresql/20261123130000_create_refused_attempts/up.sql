-- Attempts that were refused, apart from the events: they changed nothing. Bounded: the oldest go, by age and by number.
CREATE TABLE refused_attempts (
    number bigint NOT NULL PRIMARY KEY,
    at timestamptz NOT NULL,
    actor text,
    organisation_id uuid,
    refused jsonb NOT NULL
);
CREATE INDEX refused_attempts_by_age ON refused_attempts (at);
