-- The tables as every version of this design has them. An existing database keeps what it has.
--
-- The program runs these files by itself. They are plain SQL, so that an administrator may run them instead:
--     cat sql/migrations/*.sql | mysql --default-character-set=utf8mb4 realtime_orders      (an empty database)
-- Lines with an @ tell the program when a statement is already done; MySQL cannot roll back a CREATE or an ALTER,
-- so each statement can be repeated after a stop in the middle.

SET NAMES utf8mb4;
SET SESSION sql_mode = 'NO_ENGINE_SUBSTITUTION';

-- @unless table orderdeck_migrations
CREATE TABLE IF NOT EXISTS orderdeck_migrations (
  name VARCHAR(64) NOT NULL,
  checksum CHAR(64) NULL,
  applied_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  PRIMARY KEY (name)
) ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- @unless table orders
CREATE TABLE IF NOT EXISTS orders (
  id BIGINT NOT NULL AUTO_INCREMENT,
  customer_name VARCHAR(255) NOT NULL,
  product_name VARCHAR(255) NOT NULL,
  status ENUM('pending', 'shipped', 'delivered') NULL DEFAULT 'pending',
  updated_at TIMESTAMP NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  created_at TIMESTAMP NULL DEFAULT CURRENT_TIMESTAMP,
  PRIMARY KEY (id)
) ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- @unless table order_changes
CREATE TABLE IF NOT EXISTS order_changes (
  id BIGINT NOT NULL AUTO_INCREMENT,
  order_id BIGINT NOT NULL,
  operation_type ENUM('INSERT', 'UPDATE', 'DELETE') NOT NULL,
  old_data JSON NULL,
  new_data JSON NULL,
  changed_at TIMESTAMP(6) NULL DEFAULT CURRENT_TIMESTAMP(6),
  processed BOOLEAN NULL DEFAULT FALSE,
  PRIMARY KEY (id)
) ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

INSERT IGNORE INTO orderdeck_migrations (name) VALUES ('0001_tables');
