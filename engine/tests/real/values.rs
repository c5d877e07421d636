//! All types with extreme values, by copy and by log.

use engine::plan::DatabaseChoice;

use crate::servers::{fresh_name, pair};
use crate::support::{assert_equal, caught_up, finish, plan, start};

const COLUMNS: &str = "
    id INT NOT NULL, ti TINYINT, tu TINYINT UNSIGNED, si SMALLINT, su SMALLINT UNSIGNED, mi MEDIUMINT, mu MEDIUMINT UNSIGNED,
    ii INT, iu INT UNSIGNED, bi BIGINT, bu BIGINT UNSIGNED, bo BOOLEAN, f FLOAT, d DOUBLE, fu FLOAT UNSIGNED,
    de DECIMAL(65,30), dz DECIMAL(10,2) UNSIGNED ZEROFILL, b1 BIT(1), b9 BIT(9), b64 BIT(64),
    c CHAR(10), vc VARCHAR(300), cb CHAR(10) CHARACTER SET latin1 COLLATE latin1_bin, vg VARCHAR(100) CHARACTER SET gbk,
    vu VARCHAR(100) CHARACTER SET ucs2, v3 VARCHAR(100) CHARACTER SET utf8mb3,
    tt TINYTEXT, tx TEXT CHARACTER SET latin1, mt MEDIUMTEXT, lt LONGTEXT,
    bn BINARY(8), vb VARBINARY(300), tb TINYBLOB, bl BLOB, mb MEDIUMBLOB, lb LONGBLOB,
    da DATE, dt DATETIME, d6 DATETIME(6), tm TIME, t3 TIME(3), ts TIMESTAMP NULL, t6 TIMESTAMP(6) NULL, ye YEAR,
    en ENUM('a','b','c''d'), se SET('x','y','z'), js JSON, ge GEOMETRY, po POINT,
    gv INT AS (ii + 1) VIRTUAL, gs VARCHAR(20) AS (CONCAT('s', ii)) STORED";

/// Rows with smallest, largest, empty and NULL values.
const ROWS: [&str; 6] = [
    "(-128, 0, -32768, 0, -8388608, 0, -2147483648, 0, -9223372036854775808, 0, 0, -3.402823e38, -1.7976931348623157e308, 0, \
     -99999999999999999999999999999999999.999999999999999999999999999999, 0, b'0', b'0', b'0', '', '', '', '', '', '', \
     '', '', '', '', '', '', '', '', '', '', '0000-00-00', '0000-00-00', '0000-00-00', '-838:59:59', '-838:59:59.000', \
     '1970-01-01 00:00:01', '1970-01-01 00:00:01.000001', 1901, 'a', '', '{}', ST_GeomFromText('POINT(0 0)'), NULL)",
    "(127, 255, 32767, 65535, 8388607, 16777215, 2147483647, 4294967295, 9223372036854775807, 18446744073709551615, 1, 3.402823e38, \
     1.7976931348623157e308, 16777216, 99999999999999999999999999999999999.999999999999999999999999999999, 99999999.99, b'1', \
     b'111111111', 18446744073709551615, 'zzzzzzzzzz', REPEAT('ü', 300), 'äöü', '中文', '字ñ', '字€', REPEAT('t', 255), 'Größe', \
     REPEAT('m', 70000), REPEAT('l', 100000), x'ffffffffffffffff', REPEAT(x'ff', 300), REPEAT('t', 255), REPEAT(x'00', 65535), \
     REPEAT(x'27', 70000), REPEAT(x'5c', 70000), '9999-12-31', '9999-12-31 23:59:59', '9999-12-31 23:59:59.999999', '838:59:59', \
     '838:59:59.999', '2038-01-19 03:14:07', '2038-01-19 03:14:07.999999', 2155, 'c''d', 'x,y,z', \
     '{\"a\": [1, 2.50, \"ü\", null], \"b\": 1e100}', ST_GeomFromText('POLYGON((0 0,1 0,1 1,0 0))'), ST_GeomFromText('POINT(1.5 -2)'))",
    "(-1, 1, -1, 1, -1, 1, -1, 1, -1, 1, 1, 123456.789, 0.1, 0.1, -0.000000000000000000000000000001, 1.5, b'1', b'100000000', b'10', \
     'a b', 'it''s \\\\ \"q\" \\n\\r\\0\\Z', 'a', 'a', 'a', 'a', '\\n', '\\t', '%', '_', x'0100000000000000', x'0001', x'00', x'270a0d1a5c', \
     x'00', x'22', '2024-02-29', '2024-02-29 12:30:45', '2024-02-29 12:30:45.000001', '-00:00:01', '-00:00:00.500', \
     '2024-02-29 12:30:45', '2024-02-29 12:30:45.120000', 2024, 2, 5, '[]', NULL, NULL)",
    "(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -0.0, -0.0, 1e-38, 0, 0, b'0', b'1', b'1', ' a', 'a ', ' ', ' ', ' ', ' ', ' ', ' ', ' ', ' ', \
     x'2000', x'2020', ' ', ' ', ' ', ' ', '2024-00-00', '2024-00-00 00:00:00', '0000-00-00 00:00:00.000000', '00:00:00', '00:00:00.001', \
     0, 0, 0, 0, 0, 'null', NULL, NULL)",
    "(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, \
     NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, \
     NULL, NULL, NULL, NULL)",
    "(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1, 16777217, 3.141592653589793, 0.5, 1.1, 2.2, b'0', b'10101', b'101', '😀', '😀😀', 'x', '啊', 'x', \
     'x', '😀', 'x', '😀', '😀', x'00000000000000', x'', x'f09f9880', x'00ff', x'00', x'01', '1000-01-01', '1000-01-01 00:00:00', \
     '1970-01-01 00:00:00.1', '23:59:59', '1:2:3.4', '2000-02-29 00:00:00', '1999-12-31 23:59:59.5', 1999, 'b', 'z', '\"x\"', \
     ST_GeomFromText('LINESTRING(0 0,1 1)', 4326), ST_GeomFromText('POINT(0 0)'))",
];

#[tokio::test]
#[ignore = "needs mariadbd: make test-rehearsal"]
async fn every_type_is_equal_by_copy_and_by_log() {
    let pair = pair().await;
    let name = fresh_name("types");
    let mut sql = format!(
        "CREATE DATABASE {name};\nCREATE TABLE {name}.copied ({COLUMNS}, PRIMARY KEY (id));\nCREATE TABLE {name}.logged LIKE {name}.copied;\n\
         CREATE TABLE {name}.binkey (k BINARY(6) NOT NULL, v INT, PRIMARY KEY (k));\n\
         INSERT INTO {name}.binkey VALUES (x'0100', 1), (x'01', 1), (x'0000000000ff', 1);\n"
    );
    sql = sql.replace("(x'0100', 1), (x'01', 1)", "(x'0100', 1), (x'0101', 1)");
    let insert = |table: &str, id: usize, row: &str| {
        let columns: Vec<&str> = COLUMNS.split(',').map(str::trim).collect();
        let _ = columns;
        let row = row.replacen('(', &format!("({id}, "), 1).replacen(')', ", DEFAULT, DEFAULT)", 0);
        let row = format!("{}, DEFAULT, DEFAULT)", &row[..row.len() - 1]);
        format!("INSERT INTO {name}.{table} VALUES {row};\n")
    };
    for (id, row) in ROWS.iter().enumerate() {
        sql.push_str(&insert("copied", id, row));
    }
    pair.source.run_all(&sql).await;
    let (job, _) = start(&plan(pair, vec![DatabaseChoice::complete(&name)]));
    caught_up(&job).await;
    let mut sql: String = ROWS.iter().enumerate().map(|(id, row)| insert("logged", id, row)).collect();
    sql.push_str(&format!(
        "UPDATE {name}.copied SET id = id + 100, ii = ii - 1;\nDELETE FROM {name}.binkey WHERE k = x'010000000000';\n"
    ));
    sql.push_str(&format!("UPDATE {name}.binkey SET v = 2;\n"));
    pair.source.run_all(&sql).await;
    finish(job).await;
    assert_equal(pair, &name, &name).await;
}
