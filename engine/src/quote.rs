//! Names and texts in quotation marks.

/// A name in backticks.
pub fn name(name: &str) -> String {
    format!("`{}`", name.replace('`', "``"))
}

/// A text literal in single quotation marks.
pub fn quoted(text: &str) -> String {
    let mut sql = Vec::with_capacity(text.len() + 2);
    write_quoted(&mut sql, text.as_bytes());
    String::from_utf8_lossy(&sql).into_owned()
}

/// Appends bytes in single quotation marks. The session does not use NO_BACKSLASH_ESCAPES.
pub(crate) fn write_quoted(sql: &mut Vec<u8>, bytes: &[u8]) {
    sql.push(b'\'');
    let mut rest = bytes;
    while let Some(index) = rest.iter().position(|byte| matches!(byte, b'\'' | b'\\' | 0 | b'\n' | b'\r' | 0x1a)) {
        sql.extend_from_slice(&rest[..index]);
        sql.push(b'\\');
        sql.push(match rest[index] {
            0 => b'0',
            b'\n' => b'n',
            b'\r' => b'r',
            0x1a => b'Z',
            other => other,
        });
        rest = &rest[index + 1..];
    }
    sql.extend_from_slice(rest);
    sql.push(b'\'');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotation_marks_are_escaped() {
        assert_eq!(name("a`b"), "`a``b`");
        assert_eq!(quoted("it's\\\n"), r"'it\'s\\\n'");
    }
}
