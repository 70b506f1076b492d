-- The user the program runs as (DB_USER), once the schema is in place.
--
-- Change the password, and the database's name if yours differs: in a GRANT, `_` stands for any character unless it is
-- written `\_`.

CREATE USER IF NOT EXISTS 'orderdeck'@'%' IDENTIFIED BY 'change-me';

GRANT SELECT, INSERT, UPDATE, DELETE ON `realtime\_orders`.* TO 'orderdeck'@'%';

-- Optional: with TRIGGER the program can also see whether the triggers are in place, and name one that is missing.
-- GRANT TRIGGER ON `realtime\_orders`.`orders` TO 'orderdeck'@'%';

-- Optional: with these the server's binary log tells the program of each commit, and changes come within milliseconds.
-- They hold for the whole server: whoever has them can read every change of every database on it.
-- GRANT REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO 'orderdeck'@'%';

-- Only with LOG_PARTITION_ROWS: partitions of the change log and its archive are made and dropped while the program runs.
-- GRANT ALTER, CREATE, DROP ON `realtime\_orders`.`order_changes` TO 'orderdeck'@'%';
-- GRANT ALTER, CREATE, DROP ON `realtime\_orders`.`order_history` TO 'orderdeck'@'%';
