-- What the orders must be like at a place in the log, so that a server that starts can tell whether they were changed
-- past the log while no server was running.

SET NAMES utf8mb4;
SET SESSION sql_mode = 'NO_ENGINE_SUBSTITUTION';

-- A place with thousands of gaps takes more than 255 characters.
-- @unless type orderdeck_meta.value mediumtext
ALTER TABLE orderdeck_meta MODIFY value MEDIUMTEXT NOT NULL;

INSERT IGNORE INTO orderdeck_meta (name, value) VALUES ('checkpoint', '');

INSERT IGNORE INTO orderdeck_migrations (name) VALUES ('0004_checkpoint');
