//! A column, and how its values are read and written.

use serde::{Deserialize, Serialize};

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// The type as the server prints it, for example `varchar(20)`.
    pub type_text: String,
    /// What its values are.
    pub kind: ColumnKind,
    /// The collation, for text.
    pub collation: Option<String>,
    /// Whether NULL is allowed.
    pub nullable: bool,
    /// Whether the server computes the value.
    pub generated: bool,
}

/// How values of a column are read and written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ColumnKind {
    /// TINYINT to BIGINT, with the number of bytes.
    Integer {
        /// 1, 2, 3, 4 or 8.
        bytes: u8,
        /// Whether it is UNSIGNED.
        unsigned: bool,
    },
    /// FLOAT: six digits as text, so it is read as a DOUBLE.
    Float,
    /// DOUBLE.
    Double,
    /// DECIMAL.
    Decimal,
    /// BIT.
    Bit,
    /// YEAR.
    Year,
    /// DATE, DATETIME or TIME.
    Time,
    /// TIMESTAMP, which the log stores in seconds.
    Timestamp,
    /// Text with its character set.
    Text {
        /// For example `utf8mb4`.
        charset: String,
    },
    /// Bytes. BINARY(n) is filled up with zeros, which the log does not contain.
    Binary {
        /// The length of BINARY(n).
        padded_to: Option<usize>,
    },
    /// ENUM: the log has the number of the member.
    Enum,
    /// SET: the log has a bit mask.
    Set,
    /// JSON of MySQL. MariaDB's JSON is text.
    Json,
    /// A type that the engine does not know.
    Unknown,
}

impl ColumnKind {
    pub(super) fn of(data_type: &str, type_text: &str, charset: Option<&str>, octets: Option<usize>) -> Self {
        let unsigned = type_text.contains("unsigned");
        match data_type {
            "tinyint" => Self::Integer { bytes: 1, unsigned },
            "smallint" => Self::Integer { bytes: 2, unsigned },
            "mediumint" => Self::Integer { bytes: 3, unsigned },
            "int" | "integer" => Self::Integer { bytes: 4, unsigned },
            "bigint" => Self::Integer { bytes: 8, unsigned },
            "float" => Self::Float,
            "double" => Self::Double,
            "decimal" => Self::Decimal,
            "bit" => Self::Bit,
            "year" => Self::Year,
            "date" | "datetime" | "time" => Self::Time,
            "timestamp" => Self::Timestamp,
            "char" | "varchar" | "tinytext" | "text" | "mediumtext" | "longtext" => {
                Self::Text { charset: charset.unwrap_or("utf8mb4").to_owned() }
            }
            "binary" => Self::Binary { padded_to: octets },
            "varbinary" | "tinyblob" | "blob" | "mediumblob" | "longblob" => Self::Binary { padded_to: None },
            "geometry" | "point" | "linestring" | "polygon" | "multipoint" | "multilinestring" | "multipolygon"
            | "geometrycollection" | "geomcollection" => Self::Binary { padded_to: None },
            "enum" => Self::Enum,
            "set" => Self::Set,
            "json" => Self::Json,
            _ => Self::Unknown,
        }
    }
}

impl Column {
    /// Whether two columns hold the same values: the texts of types differ between versions of servers.
    pub fn fits(&self, other: &Self) -> bool {
        let collation = |column: &Self| column.collation.as_deref().map(without_alias);
        self.name.eq_ignore_ascii_case(&other.name)
            && self.generated == other.generated
            && collation(self) == collation(other)
            && (self.kind == other.kind
                && (self.type_text == other.type_text || matches!(self.kind, ColumnKind::Integer { .. })))
    }
}

/// `utf8_…` is printed as `utf8mb3_…` by newer servers.
fn without_alias(collation: &str) -> String {
    match collation.strip_prefix("utf8_") {
        Some(rest) => format!("utf8mb3_{rest}"),
        None => collation.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(type_text: &str, kind: ColumnKind, collation: Option<&str>) -> Column {
        Column {
            name: "c".into(),
            type_text: type_text.into(),
            kind,
            collation: collation.map(str::to_owned),
            nullable: true,
            generated: false,
        }
    }

    #[test]
    fn the_display_width_of_an_integer_does_not_matter_but_its_sign_does() {
        let int = |text: &str| column(text, ColumnKind::of("int", text, None, None), None);
        assert!(int("int(11)").fits(&int("int")));
        assert!(!int("int").fits(&int("int unsigned")));
    }

    #[test]
    fn another_length_or_collation_does_not_fit() {
        let text = |text: &str, collation| {
            column(text, ColumnKind::of("varchar", text, Some("utf8mb3"), None), Some(collation))
        };
        assert!(text("varchar(20)", "utf8_bin").fits(&text("varchar(20)", "utf8mb3_bin")));
        assert!(!text("varchar(20)", "utf8_bin").fits(&text("varchar(10)", "utf8_bin")));
        assert!(!text("varchar(20)", "utf8_bin").fits(&text("varchar(20)", "utf8_general_ci")));
    }
}
