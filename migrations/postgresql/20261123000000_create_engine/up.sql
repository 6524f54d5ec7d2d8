-- One row: the last committed revision. Writers lock it first, so the processes of a cluster take turns.
-- It is updated at every commit: room on its page keeps the updates in place.
CREATE TABLE revision (
    id integer PRIMARY KEY CHECK (id = 1),
    value bigint NOT NULL CHECK (value >= 0)
) WITH (fillfactor = 10);
INSERT INTO revision (id, value) VALUES (1, 0);

-- What the database knows about itself.
CREATE TABLE settings (
    key text PRIMARY KEY,
    value text NOT NULL
);
