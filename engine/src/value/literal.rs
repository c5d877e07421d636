//! Literals of bytes.

/// Appends bytes as a hexadecimal literal.
pub(crate) fn write_hex(sql: &mut Vec<u8>, bytes: &[u8]) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    sql.extend_from_slice(b"x'");
    for byte in bytes {
        sql.push(DIGITS[usize::from(byte >> 4)]);
        sql.push(DIGITS[usize::from(byte & 15)]);
    }
    sql.push(b'\'');
}
