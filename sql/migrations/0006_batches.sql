-- Which orders a batch has created, so that one that is sent again after its answer was lost creates nothing.

SET NAMES utf8mb4;
SET SESSION sql_mode = 'NO_ENGINE_SUBSTITUTION';

-- The index serves the clean-up: DELETE FROM orderdeck_batches WHERE created_at < ? ORDER BY created_at LIMIT ?
-- @unless table orderdeck_batches
CREATE TABLE IF NOT EXISTS orderdeck_batches (
  batch_key CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  content_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  orders MEDIUMTEXT NOT NULL,
  created_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  PRIMARY KEY (batch_key),
  KEY orderdeck_created_at (created_at)
) ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

INSERT IGNORE INTO orderdeck_migrations (name) VALUES ('0006_batches');
