DROP TABLE settings;
DROP TABLE revision;
