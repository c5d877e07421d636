//! The profile files of the Alibaba Cloud CLI and of `tccli`, and the keys of the built-in world.

use std::path::Path;

use serde_json::json;

use crate::HarnessError;

/// An access key, and the name of the profile that holds it.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// Name of the profile and of the account.
    pub profile: &'static str,
    /// Account the key belongs to.
    pub account: &'static str,
    /// AccessKey id.
    pub id: &'static str,
    /// AccessKey secret.
    pub secret: &'static str,
}

/// Owner of the source database in the built-in world.
pub const SOURCE_OWNER: Key = Key {
    profile: "source-owner",
    account: "1234567890123456",
    id: "AKSOURCEOWNER",
    secret: "emulator-secret-of-source-owner",
};

/// Owner of the destination databases; creates the tasks.
pub const DESTINATION_OWNER: Key = Key {
    profile: "destination-owner",
    account: "2345678901234567",
    id: "AKDESTINATIONOWNER",
    secret: "emulator-secret-of-destination-owner",
};

/// A third account.
pub const OPERATOR: Key =
    Key { profile: "operator", account: "3456789012345678", id: "AKOPERATOR", secret: "emulator-secret-of-operator" };

/// The root account of Tencent Cloud that owns the source databases in the built-in world.
pub const TENCENT_SOURCE: Key = Key {
    profile: "tencent-source",
    account: "700000000001",
    id: "AKIDTENCENTSOURCE",
    secret: "emulator-secret-of-tencent-source",
};

/// The root account of Tencent Cloud that runs the migration jobs.
pub const TENCENT_TARGET: Key = Key {
    profile: "tencent-target",
    account: "700000000002",
    id: "AKIDTENCENTTARGET",
    secret: "emulator-secret-of-tencent-target",
};

/// A sub-user of [`TENCENT_TARGET`].
pub const TENCENT_OPERATOR: Key = Key {
    profile: "tencent-operator",
    account: "700000000002",
    id: "AKIDTENCENTOPERATOR",
    secret: "emulator-secret-of-tencent-operator",
};

/// Writes the files of `tccli` to a folder, two for each profile.
///
/// # Errors
/// [`HarnessError::File`] when one cannot be written.
pub fn write_tencent(folder: &Path, keys: &[Key]) -> Result<(), HarnessError> {
    for key in keys {
        let files = [
            ("credential", json!({ "secretId": key.id, "secretKey": key.secret })),
            ("configure", json!({ "_sys_param": { "region": "ap-guangzhou" } })),
        ];
        for (ending, text) in files {
            let path = folder.join(format!("{}.{ending}", key.profile));
            std::fs::write(&path, text.to_string()).map_err(HarnessError::file("write", &path))?;
        }
    }
    Ok(())
}

/// Writes the file; the first profile is the current one.
///
/// # Errors
/// [`HarnessError::File`] when it cannot be written.
pub fn write(path: &Path, keys: &[Key]) -> Result<(), HarnessError> {
    let profiles: Vec<_> = keys
        .iter()
        .map(|key| {
            json!({
                "name": key.profile,
                "mode": "AK",
                "access_key_id": key.id,
                "access_key_secret": key.secret,
                "region_id": "cn-hangzhou",
            })
        })
        .collect();
    let current = keys.first().map(|key| key.profile).unwrap_or_default();
    let text = json!({ "current": current, "profiles": profiles }).to_string();
    std::fs::write(path, text).map_err(HarnessError::file("write", path))
}
