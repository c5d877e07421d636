//! The compressed events of MariaDB (`log_bin_compress`), which the client library does not know.

use std::io::{Error, ErrorKind, Read as _, Result};

use flate2::read::ZlibDecoder;
use mysql_async::binlog::events::Event;

/// The type of the compressed form of a statement.
const QUERY: u8 = 165;
/// The first and the last type of the compressed forms of rows.
const ROWS: std::ops::RangeInclusive<u8> = 166..=171;
/// The types without compression, in the same order: rows of version 1 and of version 2.
const PLAIN_ROWS: [u8; 6] = [23, 24, 25, 30, 31, 32];
/// An event of a row that is longer than what a server accepts is damaged.
const LONGEST: u64 = 1 << 31;

/// The event without compression; none if it is not a compressed one.
pub(super) fn plain(event: &Event) -> Result<Option<Event>> {
    let header = event.header();
    let kind = header.event_type_raw();
    let data = event.data();
    let (plain_kind, prefix) = match kind {
        QUERY => (2, query_prefix(data)?),
        kind if ROWS.contains(&kind) => {
            let index = usize::from(kind - ROWS.start());
            (PLAIN_ROWS[index], rows_prefix(data, index >= 3, index % 3 == 1)?)
        }
        _ => return Ok(None),
    };
    let (prefix, compressed) = data.split_at_checked(prefix).ok_or_else(|| damaged("it is too short"))?;
    let mut body = prefix.to_vec();
    inflate(compressed, &mut body)?;
    let size = u32::try_from(19 + body.len()).map_err(|_| damaged("it is too long"))?;
    let mut bytes = Vec::with_capacity(19 + body.len());
    bytes.extend_from_slice(&header.timestamp().to_le_bytes());
    bytes.push(plain_kind);
    bytes.extend_from_slice(&header.server_id().to_le_bytes());
    bytes.extend_from_slice(&size.to_le_bytes());
    bytes.extend_from_slice(&header.log_pos().to_le_bytes());
    bytes.extend_from_slice(&header.flags_raw().to_le_bytes());
    bytes.extend_from_slice(&body);
    let mut footer = event.fde().footer();
    footer.set_checksum_enabled(false);
    let format = event.fde().clone().with_footer(footer);
    Event::read(&format, bytes.as_slice()).map(Some)
}

/// Thread, time, lengths of database and variables, error: 13 bytes, the variables, the database and a zero byte.
fn query_prefix(data: &[u8]) -> Result<usize> {
    match data {
        [_, _, _, _, _, _, _, _, database, _, _, low, high, ..] => {
            Ok(13 + usize::from(u16::from_le_bytes([*low, *high])) + usize::from(*database) + 1)
        }
        _ => Err(damaged("it is too short")),
    }
}

/// Table, flags, in version 2 more data, the number of columns, and one bit for each column, in updates twice.
fn rows_prefix(data: &[u8], is_version_2: bool, is_update: bool) -> Result<usize> {
    let mut at = 8;
    if is_version_2 {
        let length = data.get(8..10).ok_or_else(|| damaged("it is too short"))?;
        at += usize::from(u16::from_le_bytes([length[0], length[1]]));
    }
    let (columns, length) = match data.get(at..) {
        Some([252, low, high, ..]) => (usize::from(u16::from_le_bytes([*low, *high])), 3),
        Some([count, ..]) if *count < 251 => (usize::from(*count), 1),
        _ => return Err(damaged("it has too many columns")),
    };
    Ok(at + length + columns.div_ceil(8) * if is_update { 2 } else { 1 })
}

/// One byte with the number of length bytes, the length in network order, and a zlib stream.
fn inflate(bytes: &[u8], into: &mut Vec<u8>) -> Result<()> {
    let (first, rest) = bytes.split_first().ok_or_else(|| damaged("it is too short"))?;
    if first & 0x80 == 0 || first & 0x70 != 0 {
        return Err(damaged("its compression is not known"));
    }
    let count = usize::from(first & 7);
    let (length, stream) = rest.split_at_checked(count).ok_or_else(|| damaged("it is too short"))?;
    let length = length.iter().fold(0_u64, |length, byte| length << 8 | u64::from(*byte));
    if length > LONGEST {
        return Err(damaged("it is too long"));
    }
    let read = ZlibDecoder::new(stream).take(length + 1).read_to_end(into)?;
    if u64::try_from(read).ok() == Some(length) { Ok(()) } else { Err(damaged("its length is wrong")) }
}

fn damaged(why: &str) -> Error {
    Error::new(ErrorKind::InvalidData, format!("a compressed event of the log cannot be read: {why}"))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn deflated(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        let mut all = vec![0x82];
        all.extend_from_slice(&u16::try_from(bytes.len()).unwrap().to_be_bytes());
        all.extend_from_slice(&encoder.finish().unwrap());
        all
    }

    #[test]
    fn compressed_bytes_are_restored() {
        let mut bytes = Vec::new();
        inflate(&deflated(b"rows"), &mut bytes).unwrap();
        assert_eq!(bytes, b"rows");
    }

    #[test]
    fn a_wrong_length_or_a_cut_stream_is_an_error_and_not_a_panic() {
        let mut wrong = deflated(b"rows");
        wrong[2] = 3;
        assert!(inflate(&wrong, &mut Vec::new()).is_err());
        let good = deflated(b"rows");
        for length in 0..good.len() {
            assert!(inflate(&good[..length], &mut Vec::new()).is_err(), "{length}");
            let _ = rows_prefix(&good[..length], true, true);
            let _ = query_prefix(&good[..length]);
        }
    }

    #[test]
    fn the_bytes_before_the_rows_are_counted() {
        assert_eq!(rows_prefix(&[0, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0], false, false).unwrap(), 11);
        assert_eq!(rows_prefix(&[0, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 0], false, true).unwrap(), 13);
        assert_eq!(rows_prefix(&[0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1, 0], true, false).unwrap(), 12);
    }
}
