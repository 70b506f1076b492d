-- What has left the change log: the past of an order, and what an undo needs, for as long as HISTORY_RETENTION_DAYS says.
-- The clean-up moves rows here in the transaction that deletes them there. The feed never reads this table.

SET NAMES utf8mb4;
SET SESSION sql_mode = 'NO_ENGINE_SUBSTITUTION';

-- A key of its own in the sequence of arrival, since ids of a log that was replaced begin anew. It also serves
-- GET /api/activity: WHERE id < ? ORDER BY id DESC LIMIT ?
-- Every column takes whatever the log has: a row that does not fit would hold the clean-up up for ever. `processed` says
-- nothing about a row that is gone from the log.
-- @unless table order_history
CREATE TABLE IF NOT EXISTS order_history (
  id BIGINT NOT NULL AUTO_INCREMENT,
  change_id BIGINT NOT NULL,
  order_id BIGINT NOT NULL,
  operation_type VARCHAR(16) NULL,
  old_data LONGTEXT NULL,
  new_data LONGTEXT NULL,
  changed_at TIMESTAMP(6) NULL DEFAULT NULL,
  actor VARCHAR(255) NULL,
  PRIMARY KEY (id)
) ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- GET /api/orders/:id/history: WHERE order_id = ? ORDER BY id DESC LIMIT ?, and undo: WHERE order_id = ? AND ...
-- @unless index order_history (order_id, id)
ALTER TABLE order_history ADD INDEX orderdeck_order_id_id (order_id, id);

-- The clean-up: DELETE WHERE changed_at IS NULL OR changed_at < ? ORDER BY changed_at LIMIT ?
-- @unless index order_history (changed_at)
ALTER TABLE order_history ADD INDEX orderdeck_changed_at (changed_at);

INSERT IGNORE INTO orderdeck_migrations (name) VALUES ('0005_order_history');
