//! The sample databases: a shop with customers, orders and a warehouse, and a table with all common types.

use real_servers::Server;

use crate::RehearsalError;

/// Creates the databases of the example with about this many rows.
pub(crate) async fn load(source: &Server, rows: u32) -> Result<(), RehearsalError> {
    source.execute(SCHEMA).await?;
    let part = |share: u32| (rows / 100 * share).max(10);
    let (customers, orders, items, stock) = (part(15), part(30), part(40), part(14));
    let products = part(1);
    source
        .execute(&format!(
            "INSERT INTO orders.customers (name, email, born, country, notes)
               SELECT CONCAT('Customer ', seq), CONCAT('customer', seq, '@example.com'), '1970-01-01' + INTERVAL seq % 15000 DAY,
                 ELT(1 + seq % 3, 'DE', 'CN', 'BR'), IF(seq % 7 = 0, NULL, REPEAT('ä漢😀', seq % 9)) FROM seq_1_to_{customers};
             INSERT INTO orders.orders (customer_id, placed, status, total)
               SELECT 1 + seq % {customers}, '2026-01-01' + INTERVAL seq SECOND, ELT(1 + seq % 3, 'new', 'paid', 'sent'), seq % 90000 / 100
               FROM seq_1_to_{orders};
             INSERT INTO orders.order_items (order_id, line, product, amount)
               SELECT 1 + seq DIV 4, 1 + seq % 4, CONCAT('P', seq % {products}), 1 + seq % 5
               FROM seq_4_to_{last_item};
             INSERT INTO orders.samples (tiny, small, medium, big, price, ratio, exact, day, clock, at, stamp, made, flags, kind, bits,
                 code, hash, document, body, picture)
               SELECT seq % 256 - 128, seq % 65536, -(seq % 8388608), 18446744073709551615 - seq, seq / 7, seq / 3, -seq / 100,
                 '2000-02-29' + INTERVAL seq % 4000 DAY, SEC_TO_TIME(seq % 3000000), '2026-01-01 00:00:00.123456' + INTERVAL seq MICROSECOND,
                 '2026-06-01' + INTERVAL seq SECOND, 1970 + seq % 100, 1 + seq % 7, 1 + seq % 3, seq % 1024, LPAD(seq, 8, '0'),
                 UNHEX(SHA2(seq, 256)), JSON_OBJECT('id', seq, 'tags', JSON_ARRAY('a', NULL)), REPEAT(CONCAT('text ', seq, ' '), seq % 20),
                 IF(seq % 5 = 0, NULL, UNHEX(REPEAT(LPAD(HEX(seq % 65536), 4, '0'), seq % 30)))
               FROM (SELECT CAST(seq AS SIGNED) AS seq FROM seq_1_to_{products}) AS numbers;
             INSERT INTO inventory.products (code, title, weight)
               SELECT CONCAT('P', seq), CONCAT('Product ', seq), seq / 10 FROM seq_0_to_{products};
             INSERT INTO inventory.warehouses (id, city) SELECT seq, CONCAT('City ', seq) FROM seq_1_to_20;
             INSERT INTO inventory.stock (warehouse_id, product_code, amount)
               SELECT 1 + seq % 20, CONCAT('P', seq), seq % 1000 FROM seq_1_to_{stock}",
            last_item = items + 4,
        ))
        .await?;
    Ok(())
}

const SCHEMA: &str = "CREATE DATABASE orders CHARACTER SET utf8mb4;
CREATE DATABASE inventory CHARACTER SET latin1;
CREATE TABLE orders.customers (
  id INT UNSIGNED PRIMARY KEY AUTO_INCREMENT, name VARCHAR(80) NOT NULL, email VARCHAR(120) NOT NULL, born DATE, country CHAR(2),
  notes TEXT, UNIQUE KEY (email), KEY (country));
CREATE TABLE orders.orders (
  id BIGINT UNSIGNED PRIMARY KEY AUTO_INCREMENT, customer_id INT UNSIGNED NOT NULL, placed DATETIME NOT NULL,
  status ENUM('new', 'paid', 'sent') NOT NULL, total DECIMAL(12, 2) NOT NULL, KEY (placed),
  FOREIGN KEY (customer_id) REFERENCES orders.customers (id));
CREATE TABLE orders.order_items (
  order_id BIGINT UNSIGNED NOT NULL, line INT NOT NULL, product VARCHAR(20) NOT NULL, amount INT NOT NULL, PRIMARY KEY (order_id, line));
CREATE TABLE orders.samples (
  id INT PRIMARY KEY AUTO_INCREMENT, tiny TINYINT, small SMALLINT UNSIGNED, medium MEDIUMINT, big BIGINT UNSIGNED, price DECIMAL(30, 10),
  ratio FLOAT, exact DOUBLE, day DATE, clock TIME, at DATETIME(6), stamp TIMESTAMP NULL, made YEAR, flags SET('a', 'b', 'c'),
  kind ENUM('x', 'y', 'z'), bits BIT(10), code CHAR(8), hash BINARY(32), document JSON, body MEDIUMTEXT, picture BLOB);
CREATE TABLE inventory.products (code VARCHAR(20) PRIMARY KEY, title VARCHAR(80), weight DOUBLE);
CREATE TABLE inventory.warehouses (id SMALLINT PRIMARY KEY, city VARCHAR(40));
CREATE TABLE inventory.stock (
  warehouse_id SMALLINT NOT NULL, product_code VARCHAR(20) NOT NULL, amount INT NOT NULL, PRIMARY KEY (warehouse_id, product_code));
CREATE VIEW orders.open_orders AS SELECT id, customer_id FROM orders.orders WHERE status = 'new'";
