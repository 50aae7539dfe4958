CREATE TABLE IF NOT EXISTS order_statuses (
    code VARCHAR(20) NOT NULL,
    label VARCHAR(60) NOT NULL,
    CONSTRAINT pk_order_statuses PRIMARY KEY (code)
) ENGINE = InnoDB;

INSERT IGNORE INTO order_statuses (code, label) VALUES ('open', 'Open'), ('paid', 'Paid'), ('gone', 'Cancelled');

UPDATE orders SET status = 'gone' WHERE status NOT IN ('open', 'paid');

ALTER TABLE orders ADD CONSTRAINT FOREIGN KEY IF NOT EXISTS fk_orders_status (status) REFERENCES order_statuses (code);
