DROP TABLE codes;
DROP TABLE clients;
