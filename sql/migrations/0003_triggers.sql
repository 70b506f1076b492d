-- Each write to `orders` writes its change to `order_changes` in the writer's own transaction.
--
-- The names carry a generation: a later body is created beside the old one before that is dropped, since between a
-- drop and a create the changes of other programs would be lost.
-- Times are UTC text made from UNIX_TIMESTAMP(column), which reads the stored value itself: a conversion through the
-- writer's time zone would be wrong in other zones and ambiguous in the hour that a clock change repeats.
-- The user who creates the triggers is their DEFINER: whoever drops that user later breaks every write to `orders`.

SET NAMES utf8mb4;
-- Versions stop at 2^53 - 1, the largest number every client can hold; no overflow ever fails a write.
-- The mode is kept with the triggers: an odd value in a writer's @orderdeck_actor is cut or replaced, it never fails the write.
SET SESSION sql_mode = 'NO_ENGINE_SUBSTITUTION';

DELIMITER //

-- @unless trigger orders.orderdeck_1_before_insert
CREATE TRIGGER orderdeck_1_before_insert BEFORE INSERT ON orders FOR EACH ROW
BEGIN
  IF NEW.status IS NULL OR NEW.status = '' THEN
    SET NEW.status = 'pending';
  END IF;
  SET NEW.version = LEAST(NEW.version, 9007199254740990);
END //

-- @unless trigger orders.orderdeck_1_before_update
CREATE TRIGGER orderdeck_1_before_update BEFORE UPDATE ON orders FOR EACH ROW
BEGIN
  IF NEW.status IS NULL OR NEW.status = '' THEN
    SET NEW.status = OLD.status;
  END IF;
  SET NEW.version = LEAST(OLD.version, 9007199254740990) + 1;
END //

-- @unless trigger orders.orderdeck_1_after_insert
CREATE TRIGGER orderdeck_1_after_insert AFTER INSERT ON orders FOR EACH ROW
BEGIN
  INSERT INTO order_changes (order_id, operation_type, old_data, new_data, actor) VALUES (
    NEW.id, 'INSERT',
    NULL,
    JSON_OBJECT(
        'id', NEW.id, 'customer_name', NEW.customer_name, 'product_name', NEW.product_name, 'status', NEW.status,
        'version', NEW.version,
        'updated_at', CONCAT(LEFT(DATE_FORMAT(TIMESTAMP '1970-01-01 00:00:00'
          + INTERVAL NULLIF(UNIX_TIMESTAMP(NEW.updated_at), 0) SECOND, '%Y-%m-%dT%H:%i:%s.%f'), 23), 'Z'),
        'created_at', CONCAT(LEFT(DATE_FORMAT(TIMESTAMP '1970-01-01 00:00:00'
          + INTERVAL NULLIF(UNIX_TIMESTAMP(NEW.created_at), 0) SECOND, '%Y-%m-%dT%H:%i:%s.%f'), 23), 'Z')),
    LEFT(COALESCE(@orderdeck_actor, USER()), 255));
END //

-- An UPDATE that changes the id takes one order away and brings another.
-- @unless trigger orders.orderdeck_1_after_update
CREATE TRIGGER orderdeck_1_after_update AFTER UPDATE ON orders FOR EACH ROW
BEGIN
  IF NEW.id = OLD.id THEN
    INSERT INTO order_changes (order_id, operation_type, old_data, new_data, actor) VALUES (
      NEW.id, 'UPDATE',
      JSON_OBJECT(
          'id', OLD.id, 'customer_name', OLD.customer_name, 'product_name', OLD.product_name, 'status', OLD.status,
          'version', OLD.version,
          'updated_at', CONCAT(LEFT(DATE_FORMAT(TIMESTAMP '1970-01-01 00:00:00'
            + INTERVAL NULLIF(UNIX_TIMESTAMP(OLD.updated_at), 0) SECOND, '%Y-%m-%dT%H:%i:%s.%f'), 23), 'Z'),
          'created_at', CONCAT(LEFT(DATE_FORMAT(TIMESTAMP '1970-01-01 00:00:00'
            + INTERVAL NULLIF(UNIX_TIMESTAMP(OLD.created_at), 0) SECOND, '%Y-%m-%dT%H:%i:%s.%f'), 23), 'Z')),
      JSON_OBJECT(
          'id', NEW.id, 'customer_name', NEW.customer_name, 'product_name', NEW.product_name, 'status', NEW.status,
          'version', NEW.version,
          'updated_at', CONCAT(LEFT(DATE_FORMAT(TIMESTAMP '1970-01-01 00:00:00'
            + INTERVAL NULLIF(UNIX_TIMESTAMP(NEW.updated_at), 0) SECOND, '%Y-%m-%dT%H:%i:%s.%f'), 23), 'Z'),
          'created_at', CONCAT(LEFT(DATE_FORMAT(TIMESTAMP '1970-01-01 00:00:00'
            + INTERVAL NULLIF(UNIX_TIMESTAMP(NEW.created_at), 0) SECOND, '%Y-%m-%dT%H:%i:%s.%f'), 23), 'Z')),
      LEFT(COALESCE(@orderdeck_actor, USER()), 255));
  ELSE
    INSERT INTO order_changes (order_id, operation_type, old_data, new_data, actor) VALUES (
      OLD.id, 'DELETE',
      JSON_OBJECT(
          'id', OLD.id, 'customer_name', OLD.customer_name, 'product_name', OLD.product_name, 'status', OLD.status,
          'version', OLD.version,
          'updated_at', CONCAT(LEFT(DATE_FORMAT(TIMESTAMP '1970-01-01 00:00:00'
            + INTERVAL NULLIF(UNIX_TIMESTAMP(OLD.updated_at), 0) SECOND, '%Y-%m-%dT%H:%i:%s.%f'), 23), 'Z'),
          'created_at', CONCAT(LEFT(DATE_FORMAT(TIMESTAMP '1970-01-01 00:00:00'
            + INTERVAL NULLIF(UNIX_TIMESTAMP(OLD.created_at), 0) SECOND, '%Y-%m-%dT%H:%i:%s.%f'), 23), 'Z')),
      NULL,
      LEFT(COALESCE(@orderdeck_actor, USER()), 255));
    INSERT INTO order_changes (order_id, operation_type, old_data, new_data, actor) VALUES (
      NEW.id, 'INSERT',
      NULL,
      JSON_OBJECT(
          'id', NEW.id, 'customer_name', NEW.customer_name, 'product_name', NEW.product_name, 'status', NEW.status,
          'version', NEW.version,
          'updated_at', CONCAT(LEFT(DATE_FORMAT(TIMESTAMP '1970-01-01 00:00:00'
            + INTERVAL NULLIF(UNIX_TIMESTAMP(NEW.updated_at), 0) SECOND, '%Y-%m-%dT%H:%i:%s.%f'), 23), 'Z'),
          'created_at', CONCAT(LEFT(DATE_FORMAT(TIMESTAMP '1970-01-01 00:00:00'
            + INTERVAL NULLIF(UNIX_TIMESTAMP(NEW.created_at), 0) SECOND, '%Y-%m-%dT%H:%i:%s.%f'), 23), 'Z')),
      LEFT(COALESCE(@orderdeck_actor, USER()), 255));
  END IF;
END //

-- @unless trigger orders.orderdeck_1_after_delete
CREATE TRIGGER orderdeck_1_after_delete AFTER DELETE ON orders FOR EACH ROW
BEGIN
  INSERT INTO order_changes (order_id, operation_type, old_data, new_data, actor) VALUES (
    OLD.id, 'DELETE',
    JSON_OBJECT(
        'id', OLD.id, 'customer_name', OLD.customer_name, 'product_name', OLD.product_name, 'status', OLD.status,
        'version', OLD.version,
        'updated_at', CONCAT(LEFT(DATE_FORMAT(TIMESTAMP '1970-01-01 00:00:00'
          + INTERVAL NULLIF(UNIX_TIMESTAMP(OLD.updated_at), 0) SECOND, '%Y-%m-%dT%H:%i:%s.%f'), 23), 'Z'),
        'created_at', CONCAT(LEFT(DATE_FORMAT(TIMESTAMP '1970-01-01 00:00:00'
          + INTERVAL NULLIF(UNIX_TIMESTAMP(OLD.created_at), 0) SECOND, '%Y-%m-%dT%H:%i:%s.%f'), 23), 'Z')),
    NULL,
    LEFT(COALESCE(@orderdeck_actor, USER()), 255));
END //

DELIMITER ;

-- Triggers of earlier versions would write every change twice. The program drops those that write `order_changes`;
-- by hand: SHOW TRIGGERS LIKE 'orders', then DROP TRIGGER.
-- @drop-other-log-triggers orderdeck_1_
DO 0;

INSERT IGNORE INTO orderdeck_migrations (name) VALUES ('0003_triggers');
