-- What this program adds to the tables, on a new database as on one that has been in use for years.

SET NAMES utf8mb4;
-- Widening must not trip over old rows, such as a zero date, that today's strict mode would refuse.
SET SESSION sql_mode = 'NO_ENGINE_SUBSTITUTION';

-- Raised by every UPDATE, so that receivers can tell a newer row from an older one.
-- @unless column orders.version
ALTER TABLE orders ADD COLUMN version BIGINT UNSIGNED NOT NULL DEFAULT 1;

-- INT ends at 2,147,483,647. Where another table refers to it, MySQL refuses the change (error 1833) and INT stays.
-- @unless type orders.id bigint
-- @unless referenced orders.id
-- @allow 1833
ALTER TABLE orders MODIFY id BIGINT NOT NULL AUTO_INCREMENT;

-- Names in any script, and emoji.
-- @unless charset orders utf8mb4
ALTER TABLE orders CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci, ROW_FORMAT=DYNAMIC;

-- GET /api/orders?status=...: WHERE status = ? AND id > ? ORDER BY id LIMIT ?
-- @unless index orders (status, id)
ALTER TABLE orders ADD INDEX orderdeck_status_id (status, id);

-- GET /api/orders?sort=updated_at: WHERE (updated_at, id) is after the cursor ORDER BY updated_at, id LIMIT ?
-- @unless index orders (updated_at, id)
ALTER TABLE orders ADD INDEX orderdeck_updated_at_id (updated_at, id);

-- GET /api/orders?sort=created_at: WHERE (created_at, id) is after the cursor ORDER BY created_at, id LIMIT ?
-- @unless index orders (created_at, id)
ALTER TABLE orders ADD INDEX orderdeck_created_at_id (created_at, id);

-- Microseconds tell two rows with the same id apart after a restore.
-- @unless type order_changes.id bigint and type order_changes.order_id bigint and type order_changes.changed_at timestamp(6)
ALTER TABLE order_changes
  MODIFY id BIGINT NOT NULL AUTO_INCREMENT,
  MODIFY order_id BIGINT NOT NULL,
  MODIFY changed_at TIMESTAMP(6) NULL DEFAULT CURRENT_TIMESTAMP(6);

-- Who made the change: what a program put into @orderdeck_actor, else the MySQL user.
-- @unless column order_changes.actor
ALTER TABLE order_changes
  ADD COLUMN actor VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci NULL;

-- GET /api/orders/:id/history: WHERE order_id = ? ORDER BY id DESC LIMIT ?
-- @unless index order_changes (order_id, id)
ALTER TABLE order_changes ADD INDEX orderdeck_order_id_id (order_id, id);

-- The clean-up: WHERE processed = FALSE AND id < ? ORDER BY id LIMIT ?
-- @unless index order_changes (processed, id)
ALTER TABLE order_changes ADD INDEX orderdeck_processed_id (processed, id);

-- Facts that all servers of this database share.
-- @unless table orderdeck_meta
CREATE TABLE IF NOT EXISTS orderdeck_meta (
  name VARCHAR(64) NOT NULL,
  value VARCHAR(255) NOT NULL,
  PRIMARY KEY (name)
) ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Who reads the log and how far: nothing is deleted that a living reader still needs.
-- @unless table orderdeck_readers
CREATE TABLE IF NOT EXISTS orderdeck_readers (
  id VARCHAR(64) NOT NULL,
  label VARCHAR(255) NOT NULL,
  head BIGINT NOT NULL,
  low_water BIGINT NOT NULL,
  heartbeat_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  PRIMARY KEY (id)
) ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Written once. The program supplies random values of its own in the two variables; by hand, MySQL's must do.
INSERT IGNORE INTO orderdeck_meta (name, value) VALUES
  ('epoch', COALESCE(@orderdeck_epoch, LEFT(SHA2(CONCAT(UUID(), RAND(), NOW(6)), 256), 16))),
  ('token_secret', COALESCE(@orderdeck_token_secret, SHA2(CONCAT(UUID(), RAND(), NOW(6), CONNECTION_ID()), 256))),
  ('cleaned_below', '0');

INSERT IGNORE INTO orderdeck_migrations (name) VALUES ('0002_columns_and_indexes');
