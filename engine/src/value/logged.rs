//! Values of events of the binary log.

use std::io::Write as _;

use mysql_async::Value;
use mysql_async::binlog::value::BinlogValue;

use super::json;
use super::literal::write_hex;
use crate::error::{Error, Result};
use crate::quote::write_quoted;
use crate::shape::ColumnKind;

/// Appends a value of a row event as a literal.
///
/// # Errors
/// If the value is of a form that the engine cannot write, for example a partial update of a JSON value.
pub(crate) fn write_logged(sql: &mut Vec<u8>, value: &BinlogValue<'_>, kind: &ColumnKind) -> Result<()> {
    match value {
        BinlogValue::Value(Value::NULL) => sql.extend_from_slice(b"NULL"),
        BinlogValue::Value(value) => return write_value(sql, value, kind),
        BinlogValue::Jsonb(value) => {
            let text = json::text(value.clone())
                .map_err(|error| Error::fail(format!("a JSON value cannot be read: {error}")))?;
            write_quoted(sql, text.as_bytes());
        }
        BinlogValue::JsonDiff(_) => {
            return Err(Error::fail(
                "the log has a partial update of a JSON value; set binlog_row_value_options to '' at the source",
            ));
        }
    }
    Ok(())
}

fn write_value(sql: &mut Vec<u8>, value: &Value, kind: &ColumnKind) -> Result<()> {
    match (kind, value) {
        (ColumnKind::Integer { bytes, unsigned }, Value::Int(number)) => {
            push(sql, format_args!("{}", with_sign(*number, *bytes, *unsigned)));
        }
        (ColumnKind::Integer { unsigned: false, .. }, Value::UInt(number)) => {
            push(sql, format_args!("{}", number.cast_signed()));
        }
        (_, Value::Int(number)) => push(sql, format_args!("{number}")),
        (_, Value::UInt(number)) => push(sql, format_args!("{number}")),
        (_, Value::Float(number)) => push(sql, format_args!("{:e}", f64::from(*number))),
        (_, Value::Double(number)) => push(sql, format_args!("{number:e}")),
        (_, Value::Date(year, month, day, hour, minute, second, micro)) => {
            push(sql, format_args!("'{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}.{micro:06}'"));
        }
        (_, Value::Time(negative, days, hours, minutes, seconds, micro)) => {
            let sign = if *negative { "-" } else { "" };
            let hours = days * 24 + u32::from(*hours);
            push(sql, format_args!("'{sign}{hours:02}:{minutes:02}:{seconds:02}.{micro:06}'"));
        }
        (_, Value::Bytes(bytes)) => return write_bytes(sql, bytes, kind),
        (_, Value::NULL) => sql.extend_from_slice(b"NULL"),
    }
    Ok(())
}

fn write_bytes(sql: &mut Vec<u8>, bytes: &[u8], kind: &ColumnKind) -> Result<()> {
    match kind {
        ColumnKind::Decimal => sql.extend_from_slice(bytes),
        ColumnKind::Year => {
            // The year 0 is stored as 0, which the client shows as 1900.
            sql.extend_from_slice(if bytes == b"1900" { b"0" } else { bytes });
        }
        ColumnKind::Bit => write_hex(sql, bytes),
        ColumnKind::Set => {
            let mask = bytes.iter().rev().fold(0_u64, |mask, byte| mask << 8 | u64::from(*byte));
            push(sql, format_args!("{mask}"));
        }
        ColumnKind::Timestamp => push(sql, format_args!("'{}'", time_of(bytes)?)),
        ColumnKind::Text { charset } => match charset.as_str() {
            "utf8mb4" | "utf8mb3" | "utf8" | "ascii" => write_quoted(sql, bytes),
            other => {
                push(sql, format_args!("_{other} "));
                write_hex(sql, bytes);
            }
        },
        ColumnKind::Binary { padded_to: Some(length) } => {
            let mut padded = bytes.to_vec();
            padded.resize((*length).max(bytes.len()), 0);
            sql.extend_from_slice(b"_binary");
            write_quoted(sql, &padded);
        }
        ColumnKind::Binary { padded_to: None } => {
            sql.extend_from_slice(b"_binary");
            write_quoted(sql, bytes);
        }
        _ => write_quoted(sql, bytes),
    }
    Ok(())
}

/// The log does not say whether a number is signed, and the client does not extend the sign of three bytes.
fn with_sign(number: i64, bytes: u8, unsigned: bool) -> i128 {
    let unused = 64 - 8 * u32::from(bytes.clamp(1, 8));
    if unsigned {
        i128::from((number.cast_unsigned() << unused) >> unused)
    } else {
        i128::from((number << unused) >> unused)
    }
}

/// The time in UTC of seconds since 1970, with a fraction after a point.
fn time_of(bytes: &[u8]) -> Result<String> {
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    let (seconds, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let seconds: i64 = seconds.parse().map_err(|_| Error::fail("a TIMESTAMP of the log cannot be read"))?;
    if seconds == 0 {
        return Ok("0000-00-00 00:00:00".to_owned());
    }
    let (year, month, day) = date_of(seconds.div_euclid(86_400));
    let second = seconds.rem_euclid(86_400);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    Ok(format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}.{fraction:0<6}"))
}

/// The date of a number of days since 1970: years begin in March, so that the leap day is the last one.
fn date_of(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

fn push(sql: &mut Vec<u8>, text: std::fmt::Arguments<'_>) {
    // Writing to memory cannot fail.
    let _ = sql.write_fmt(text);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(value: Value, kind: &ColumnKind) -> String {
        let mut sql = Vec::new();
        write_logged(&mut sql, &BinlogValue::Value(value), kind).unwrap();
        String::from_utf8_lossy(&sql).into_owned()
    }

    fn bytes(text: &str) -> Value {
        Value::Bytes(text.as_bytes().to_vec())
    }

    #[test]
    fn the_sign_of_an_integer_comes_from_its_column() {
        let signed = |bytes| ColumnKind::Integer { bytes, unsigned: false };
        let unsigned = |bytes| ColumnKind::Integer { bytes, unsigned: true };
        assert_eq!(written(Value::Int(0x80_0000), &signed(3)), "-8388608");
        assert_eq!(written(Value::Int(-8_388_608), &signed(3)), "-8388608");
        assert_eq!(written(Value::Int(-1), &unsigned(1)), "255");
        assert_eq!(written(Value::Int(-1), &unsigned(3)), "16777215");
        assert_eq!(written(Value::Int(-1), &unsigned(8)), "18446744073709551615");
        assert_eq!(written(Value::Int(-1), &signed(8)), "-1");
        assert_eq!(written(Value::UInt(u64::MAX), &signed(8)), "-1");
    }

    #[test]
    fn a_timestamp_is_written_in_utc() {
        assert_eq!(written(bytes("0"), &ColumnKind::Timestamp), "'0000-00-00 00:00:00'");
        assert_eq!(written(bytes("951782400"), &ColumnKind::Timestamp), "'2000-02-29 00:00:00.000000'");
        assert_eq!(written(bytes("2147483647.120000"), &ColumnKind::Timestamp), "'2038-01-19 03:14:07.120000'");
        assert_eq!(written(bytes("1"), &ColumnKind::Timestamp), "'1970-01-01 00:00:01.000000'");
    }

    #[test]
    fn text_keeps_its_character_set_and_binary_its_length() {
        let text = |charset: &str| ColumnKind::Text { charset: charset.to_owned() };
        assert_eq!(written(Value::Bytes(vec![0xd6, 0xd0]), &text("gbk")), "_gbk x'd6d0'");
        assert_eq!(written(bytes("a'b"), &text("utf8mb4")), r"'a\'b'");
        assert_eq!(written(Value::Bytes(vec![1]), &ColumnKind::Binary { padded_to: Some(3) }), "_binary'\u{1}\\0\\0'");
    }

    #[test]
    fn numbers_of_members_and_masks_are_written() {
        assert_eq!(written(Value::Int(0), &ColumnKind::Enum), "0");
        assert_eq!(written(Value::Bytes(vec![5, 1]), &ColumnKind::Set), "261");
        assert_eq!(written(Value::Float(123_456.79), &ColumnKind::Float), "1.23456789062500e5".replace("00e5", "e5"));
        assert_eq!(written(Value::Time(true, 34, 22, 59, 59, 0), &ColumnKind::Time), "'-838:59:59.000000'");
        assert_eq!(written(bytes("1900"), &ColumnKind::Year), "0");
    }
}
