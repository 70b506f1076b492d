-- What millions of orders need, and a log that is cleaned by partitions.

SET NAMES utf8mb4;
SET SESSION sql_mode = 'NO_ENGINE_SUBSTITUTION';

-- The order that has been pending for longest, GET /api/orders?status=...&sort=created_at:
-- WHERE status = ? AND (created_at, id) is after the cursor ORDER BY created_at, id LIMIT ?
-- @unless index orders (status, created_at, id)
ALTER TABLE orders ADD INDEX orderdeck_status_created_at_id (status, created_at, id);

-- The same by the time of the last change, GET /api/orders?status=...&sort=updated_at:
-- WHERE status = ? AND (updated_at, id) is after the cursor ORDER BY updated_at, id LIMIT ?
-- @unless index orders (status, updated_at, id)
ALTER TABLE orders ADD INDEX orderdeck_status_updated_at_id (status, updated_at, id);

-- Rows of the log below this id are in order_history already and go with their partition.
INSERT IGNORE INTO orderdeck_meta (name, value) VALUES ('archived_below', '0');

INSERT IGNORE INTO orderdeck_migrations (name) VALUES ('0008_large_tables');
