DROP TABLE mails;
DROP TABLE mailed_codes;
DROP TABLE recovery_addresses;
