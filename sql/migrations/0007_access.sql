-- Who may do what: people, their devices, where they are signed in, and a record of what concerns safety.
-- No secret is stored that could be used as it stands: passwords and PINs are slow hashes, codes and keys plain ones.

SET NAMES utf8mb4;
SET SESSION sql_mode = 'NO_ENGINE_SUBSTITUTION';

-- `failures` and `locked_until` slow down who guesses, on all servers alike.
-- @unless table orderdeck_people
CREATE TABLE IF NOT EXISTS orderdeck_people (
  id BIGINT NOT NULL AUTO_INCREMENT,
  name VARCHAR(64) NOT NULL,
  role VARCHAR(16) NOT NULL,
  password_hash VARCHAR(255) NULL,
  pin_hash VARCHAR(255) NULL,
  badge_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
  disabled BOOLEAN NOT NULL DEFAULT FALSE,
  failures INT NOT NULL DEFAULT 0,
  locked_until TIMESTAMP(6) NULL DEFAULT NULL,
  last_seen_at TIMESTAMP(6) NULL DEFAULT NULL,
  created_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  PRIMARY KEY (id),
  UNIQUE KEY orderdeck_name (name),
  UNIQUE KEY orderdeck_badge (badge_hash)
) ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- @unless table orderdeck_devices
CREATE TABLE IF NOT EXISTS orderdeck_devices (
  id BIGINT NOT NULL AUTO_INCREMENT,
  name VARCHAR(64) NOT NULL,
  role VARCHAR(16) NOT NULL,
  created_by VARCHAR(255) NOT NULL,
  last_seen_at TIMESTAMP(6) NULL DEFAULT NULL,
  last_address VARCHAR(64) NULL,
  user_agent VARCHAR(255) NULL,
  created_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  PRIMARY KEY (id),
  UNIQUE KEY orderdeck_name (name)
) ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- One row for each place somebody is signed in at. `former_hash` is the secret before the last exchange: who shows it
-- again has a copy, and the session ends.
-- @unless table orderdeck_sessions
CREATE TABLE IF NOT EXISTS orderdeck_sessions (
  id CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  kind VARCHAR(16) NOT NULL,
  person_id BIGINT NULL,
  device_id BIGINT NULL,
  secret_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  former_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
  address VARCHAR(64) NOT NULL,
  user_agent VARCHAR(255) NULL,
  created_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  last_seen_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  expires_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  PRIMARY KEY (id),
  KEY orderdeck_person (person_id),
  KEY orderdeck_device (device_id),
  KEY orderdeck_expires_at (expires_at)
) ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- A device that is about to join. `offer`: an admin made the code, the device brings it. `request`: the device shows the
-- code, an admin brings it; until then it has neither name nor role.
-- @unless table orderdeck_pairings
CREATE TABLE IF NOT EXISTS orderdeck_pairings (
  code_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  kind VARCHAR(16) NOT NULL,
  claim_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
  name VARCHAR(64) NULL,
  role VARCHAR(16) NULL,
  created_by VARCHAR(255) NULL,
  device_id BIGINT NULL,
  expires_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  PRIMARY KEY (code_hash),
  KEY orderdeck_expires_at (expires_at)
) ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- GET /api/audit: WHERE id < ? [AND kind = ?] ORDER BY id DESC LIMIT ?; the clean-up: WHERE at < ? ORDER BY at LIMIT ?
-- @unless table orderdeck_audit
CREATE TABLE IF NOT EXISTS orderdeck_audit (
  id BIGINT NOT NULL AUTO_INCREMENT,
  at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  kind VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  actor VARCHAR(255) NOT NULL,
  address VARCHAR(64) NOT NULL,
  detail TEXT NOT NULL,
  PRIMARY KEY (id),
  KEY orderdeck_at (at),
  KEY orderdeck_kind (kind)
) ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

DELIMITER //

-- What is written there stays as it was written, whoever asks.
-- @unless trigger orderdeck_audit.orderdeck_1_audit_update
CREATE TRIGGER orderdeck_1_audit_update BEFORE UPDATE ON orderdeck_audit FOR EACH ROW
BEGIN
  SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'orderdeck_audit is append-only';
END //

-- @unless trigger orderdeck_audit.orderdeck_1_audit_delete
CREATE TRIGGER orderdeck_1_audit_delete BEFORE DELETE ON orderdeck_audit FOR EACH ROW
BEGIN
  IF OLD.at > NOW(6) - INTERVAL 7 DAY THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'orderdeck_audit keeps everything for seven days at least';
  END IF;
END //

DELIMITER ;

-- Raised in each transaction that takes a right away, so that every server looks at once.
INSERT IGNORE INTO orderdeck_meta (name, value) VALUES ('access_generation', '0');

INSERT IGNORE INTO orderdeck_migrations (name) VALUES ('0007_access');
