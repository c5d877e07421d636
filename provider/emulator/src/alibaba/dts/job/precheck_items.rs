//! Precheck items: codes, order, states.

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value, json};

/// All item codes of the emulator. `CHECK_SAME_USER`, `CHECK_TOPOLOGY`, `CHECK_DEST_TABLE_EMPTY` and
/// `CHECK_SUPER_AUTH_DEST` fail only when they are forced (by the `precheck` table of a database or by the control
/// API): their causes are not published. The last two appear only then.
pub(crate) const ITEM_CODES: &[&str] = &[
    "CHECK_CONN_SRC",
    "CHECK_AUTH_SRC",
    "CHECK_CONN_DEST",
    "CHECK_AUTH_DEST",
    "CHECK_BINLOG_ON",
    "CHECK_BINLOG_MODE",
    "CHECK_BINLOG_ROW_IMAGE",
    "CHECK_SERVER_ID",
    "CHECK_BINLOG_EXIST",
    "CHECK_ENGINE",
    "CHECK_MYSQL_PASSOWRD_FORMAT",
    "CHECK_SRC",
    "CHECK_SAME_OBJ",
    "CHECK_SQL_MODE",
    "CHECK_SAME_USER",
    "CHECK_TOPOLOGY",
    "CHECK_DB_AVA",
    "CHECK_DEST_TABLE_EMPTY",
    "CHECK_SUPER_AUTH_DEST",
];

/// Order of a MySQL job with incremental migration. The service misspells one of the items.
pub(crate) const INCREMENTAL_ORDER: &[&str] = &[
    "CHECK_CONN_SRC",
    "CHECK_AUTH_SRC",
    "CHECK_CONN_DEST",
    "CHECK_AUTH_DEST",
    "CHECK_BINLOG_ON",
    "CHECK_BINLOG_MODE",
    "CHECK_BINLOG_ROW_IMAGE",
    "CHECK_SERVER_ID",
    "CHECK_BINLOG_EXIST",
    "CHECK_ENGINE",
    "CHECK_MYSQL_PASSOWRD_FORMAT",
    "CHECK_SRC",
    "CHECK_SAME_OBJ",
    "CHECK_SQL_MODE",
    "CHECK_SAME_USER",
    "CHECK_TOPOLOGY",
];

/// Order of the other jobs.
pub(crate) const PLAIN_ORDER: &[&str] = &[
    "CHECK_CONN_SRC",
    "CHECK_AUTH_SRC",
    "CHECK_CONN_DEST",
    "CHECK_AUTH_DEST",
    "CHECK_ENGINE",
    "CHECK_SRC",
    "CHECK_SAME_OBJ",
    "CHECK_DB_AVA",
];

/// Items that SkipPreCheck accepts.
const SKIPPABLE: [&str; 7] = [
    "CHECK_SRC",
    "CHECK_SAME_OBJ",
    "CHECK_SAME_USER",
    "CHECK_TOPOLOGY",
    "CHECK_SERVER_ID",
    "CHECK_DEST_TABLE_EMPTY",
    "CHECK_SUPER_AUTH_DEST",
];

/// Items that ShieldPrecheck accepts.
const SHIELDABLE: [&str; 5] = ["CHECK_SAME_OBJ", "CHECK_SAME_USER", "CHECK_SRC", "CHECK_TOPOLOGY", "CHECK_SERVER_ID"];

pub(crate) fn can_shield(code: &str) -> bool {
    SHIELDABLE.contains(&code)
}

pub(crate) fn can_skip(code: &str) -> bool {
    SKIPPABLE.contains(&code)
}

/// The last precheck of a job.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Precheck {
    /// ID of the precheck task; empty before the first precheck.
    pub(crate) id: String,
    pub(crate) started: Option<Timestamp>,
    pub(crate) items: Vec<Item>,
}

/// One of [`ITEM_CODES`].
type Code = &'static str;

/// One item of a precheck.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Item {
    #[serde(deserialize_with = "known_code")]
    pub(crate) code: Code,
    pub(crate) state: ItemState,
    /// SkipPreCheck skips it.
    pub(crate) skip: bool,
    /// The finding, as a sentence.
    pub(crate) found: String,
    /// Replaces the coded detail text.
    pub(crate) detail: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum ItemState {
    NotStarted,
    Checking,
    Success,
    Warning,
    Failed,
}

fn known_code<'de, D: Deserializer<'de>>(from: D) -> Result<Code, D::Error> {
    let given = String::deserialize(from)?;
    let known = ITEM_CODES.iter().find(|code| **code == given);
    known.copied().ok_or_else(|| serde::de::Error::custom(format!("there is no precheck item {given}")))
}

impl ItemState {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::NotStarted => "NotStarted",
            Self::Checking => "Checking",
            Self::Success => "Success",
            Self::Warning => "Warning",
            Self::Failed => "Failed",
        }
    }

    pub(crate) fn named(name: &str) -> Self {
        match name {
            "Failed" => Self::Failed,
            "Warning" => Self::Warning,
            _ => Self::Success,
        }
    }

    fn has_findings(self) -> bool {
        matches!(self, Self::Warning | Self::Failed)
    }
}

impl Item {
    /// `CHECK__ERROR_X`, the code of the error text.
    pub(crate) fn error_code(&self) -> String {
        self.code.replacen("CHECK_", "CHECK__ERROR_", 1)
    }

    /// Error text, detail and repair as codes, as the API returns them; empty without a finding.
    pub(crate) fn texts(&self) -> [String; 3] {
        if !self.state.has_findings() {
            return [String::new(), String::new(), String::new()];
        }
        let code = self.error_code();
        let detail = self.detail.clone().unwrap_or_else(|| format!("{code}_DETAIL"));
        let repair = format!("{code}_REPAIR");
        [code, detail, repair]
    }

    /// The item in the control API's state.
    pub(crate) fn to_state(&self) -> Value {
        json!({
            "code": self.code, "state": self.state.name(), "skipped": self.skip,
            "can_skip": can_skip(self.code), "found": self.found,
        })
    }
}
