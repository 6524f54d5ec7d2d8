-- Attempts that were refused, apart from the events: they changed nothing. Bounded: the oldest go, by age and by number.
CREATE TABLE refused_attempts (
    number INTEGER NOT NULL PRIMARY KEY,
    at TEXT NOT NULL,
    actor TEXT,
    organisation_id BLOB,
    refused TEXT NOT NULL
) STRICT;
CREATE INDEX refused_attempts_by_age ON refused_attempts (at);
