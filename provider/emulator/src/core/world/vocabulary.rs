//! The words of a world file that the clouds define.

/// A word of `access`, the instance type it stands for, and the fields of the database that it needs.
pub(crate) type AccessMethod = (&'static str, &'static str, &'static [&'static str]);

/// The words of all clouds.
#[derive(Debug)]
pub(crate) struct Vocabularies {
    /// For `[[account]]`.
    pub(crate) alibaba: &'static Vocabulary,
    /// For `[[tencent_account]]`.
    pub(crate) tencent: &'static TencentVocabulary,
}

/// The valid words of a `[[tencent_account]]`.
#[derive(Debug)]
pub(crate) struct TencentVocabulary {
    pub(crate) engines: &'static [&'static str],
    pub(crate) regions: &'static [&'static str],
    pub(crate) privileges: &'static [&'static str],
    /// Step IDs of the check.
    pub(crate) steps: &'static [&'static str],
    /// Names of the policies that every account has.
    pub(crate) presets: fn() -> Vec<&'static str>,
}

/// The valid words of an `[[account]]`.
#[derive(Debug)]
pub(crate) struct Vocabulary {
    /// Names of database engines, compared without regard to case.
    pub(crate) engines: &'static [&'static str],
    /// The engines of databases that can have a real server.
    pub(crate) real_engines: &'static [&'static str],
    /// Instance types of cloud databases.
    pub(crate) instance_types: &'static [&'static str],
    /// How a database that is not a cloud instance can be reached.
    pub(crate) access_methods: &'static [AccessMethod],
    pub(crate) privileges: &'static [&'static str],
    pub(crate) precheck_items: &'static [&'static str],
    /// States of a dedicated cluster.
    pub(crate) cluster_states: &'static [&'static str],
    /// The first characters of the ID of a dedicated cluster.
    pub(crate) cluster_prefix: &'static str,
    /// Names of the policies that every account has.
    pub(crate) system_policies: fn() -> Vec<&'static str>,
}
