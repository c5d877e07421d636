//! When a password is sent again.

use tfplugin::model::Attr;

/// Whether the user asks to send a password again: with another version of the write-only one, or with another text. Each pair is the
/// value of the state and the planned one.
pub(crate) fn password_changed(plain: [&Attr<String>; 2], version: [&Attr<i64>; 2]) -> bool {
    (!version[1].is_null() && version[0] != version[1]) || (!plain[1].is_null() && plain[0] != plain[1])
}
