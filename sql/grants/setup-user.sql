-- The user that creates and upgrades the schema (DB_SETUP_USER). Needed at the first start and after an upgrade of the
-- program; between these the program never logs in with it.
--
-- Change the password, and the database's name if yours differs: in a GRANT, `_` stands for any character unless it is
-- written `\_`.
--
-- Keep this user: MySQL runs the triggers on `orders` in its name (it is their DEFINER). After DROP USER every write to
-- `orders` fails, whoever makes it, with error 1449.

CREATE USER IF NOT EXISTS 'orderdeck_setup'@'%' IDENTIFIED BY 'change-me';

-- CREATE: the database and its tables. ALTER, INDEX: columns and indexes of later versions. TRIGGER: the triggers.
-- INSERT is also what ALTER TABLE asks for. SELECT, INSERT, UPDATE: what the triggers do in this user's name.
-- DELETE goes to the run-time user only; DROP and REFERENCES are not needed by anybody.
GRANT CREATE, ALTER, INDEX, TRIGGER, SELECT, INSERT, UPDATE ON `realtime\_orders`.* TO 'orderdeck_setup'@'%';

-- A server that writes a binary log lets only an administrator create triggers (error 1419). Either run the files in
-- sql/migrations as the administrator, or once, also for the option file so that it outlives a restart:
-- SET GLOBAL log_bin_trust_function_creators = 1;
