//! The words that a world file may have in an account of Tencent Cloud.

use crate::core::world::TencentVocabulary;

use super::cam::Presets;
use super::dts::{ENGINE_NAMES, PRIVILEGES, STEP_IDS};
use super::gateway::REGIONS;

/// See [`TencentVocabulary`].
pub(crate) static VOCABULARY: TencentVocabulary = TencentVocabulary {
    engines: ENGINE_NAMES,
    regions: REGIONS,
    privileges: PRIVILEGES,
    steps: STEP_IDS,
    presets: || Presets::builtin().names().collect(),
};
