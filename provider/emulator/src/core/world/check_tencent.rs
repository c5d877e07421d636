//! Checks of the accounts of Tencent Cloud.

use std::collections::HashSet;

use toml::Spanned;

use crate::policy::Document;

use super::error::{Source, WorldError};
use super::oidc::oidc_providers;
use super::seen::{Seen, once};
use super::tencent::{TencentAccount, TencentDatabase, TencentGroup, TencentKey, TencentUser};
use super::tencent_file::{GroupEntry, KeyEntry, PolicyEntry, TencentEntry, UserEntry};
use super::vocabulary::TencentVocabulary;
use super::words::{did_you_mean, one_of};

/// Checks one account.
pub(super) fn account(
    entry: TencentEntry,
    source: &Source<'_>,
    vocabulary: &TencentVocabulary,
    seen: &mut Seen,
) -> Result<TencentAccount, WorldError> {
    uin(&entry.uin, source)?;
    once(&mut seen.accounts, &entry.uin, "account id", source)?;
    once(&mut seen.names, &entry.name, "account name", source)?;
    for ticket in &entry.tickets {
        one_of(ticket, vocabulary.engines, "engine", source)?;
    }
    let owner = entry.uin.get_ref().clone();
    let policies: Vec<(String, Document)> =
        entry.policy.iter().map(|entry| policy(entry, &owner, source)).collect::<Result<_, _>>()?;
    let known = Known { presets: (vocabulary.presets)(), policies: &policies, source };
    let groups: Vec<TencentGroup> =
        entry.group.into_iter().map(|entry| group(entry, &known)).collect::<Result<_, _>>()?;
    let mut users: Vec<TencentUser> = Vec::new();
    let mut names = HashSet::new();
    for entry in entry.user {
        uin(&entry.uin, source)?;
        once(&mut seen.accounts, &entry.uin, "UIN", source)?;
        once(&mut names, &entry.name, "user name", source)?;
        users.push(user(entry, &known, &groups)?);
    }
    let mut keys = Vec::new();
    for entry in entry.keys {
        once(&mut seen.keys, &entry.id, "access key id", source)?;
        keys.push(key(entry, &users, source)?);
    }
    for database in &entry.database {
        once(&mut seen.databases, &database.id, "database id", source)?;
        check_database(database, source, vocabulary)?;
    }
    Ok(TencentAccount {
        uin: owner,
        name: entry.name.into_inner(),
        app_id: entry.app_id,
        balance: entry.balance,
        free_of_charge: entry.free_of_charge,
        tickets: entry.tickets.into_iter().map(Spanned::into_inner).collect(),
        keys,
        users,
        groups,
        databases: entry.database,
        policies,
        oidc_providers: oidc_providers(entry.oidc_provider, source)?,
    })
}

/// The names of policies that exist.
struct Known<'a> {
    presets: Vec<&'static str>,
    policies: &'a [(String, Document)],
    source: &'a Source<'a>,
}

impl Known<'_> {
    fn policies(&self, names: Vec<Spanned<String>>) -> Result<Vec<String>, WorldError> {
        for name in &names {
            let custom = self.policies.iter().map(|(name, _)| name.as_str());
            let mut all = self.presets.iter().copied().chain(custom.clone());
            if !all.any(|known| known == name.get_ref()) {
                let hint = did_you_mean(name.get_ref(), self.presets.iter().copied().chain(custom));
                let what = format!(
                    "the policy {} is neither a preset policy nor a policy of this account{hint}",
                    name.get_ref()
                );
                return Err(self.source.error(name.span(), what));
            }
        }
        Ok(names.into_iter().map(Spanned::into_inner).collect())
    }
}

fn policy(entry: &PolicyEntry, owner: &str, source: &Source<'_>) -> Result<(String, Document), WorldError> {
    let text = entry.document.get_ref();
    let document = Document::cam_permission(text, owner).map_err(|error| {
        source.error(entry.document.span(), format!("the policy {} is malformed: {error}", entry.name.get_ref()))
    })?;
    Ok((entry.name.get_ref().clone(), document))
}

fn group(entry: GroupEntry, known: &Known<'_>) -> Result<TencentGroup, WorldError> {
    Ok(TencentGroup { id: entry.id, name: entry.name.into_inner(), policies: known.policies(entry.policies)? })
}

fn user(entry: UserEntry, known: &Known<'_>, groups: &[TencentGroup]) -> Result<TencentUser, WorldError> {
    let names: Vec<&str> = groups.iter().map(|group| group.name.as_str()).collect();
    for group in &entry.groups {
        one_of(group, &names, "group", known.source)?;
    }
    Ok(TencentUser {
        name: entry.name.into_inner(),
        uin: entry.uin.into_inner(),
        groups: entry.groups.into_iter().map(Spanned::into_inner).collect(),
        policies: known.policies(entry.policies)?,
    })
}

fn key(entry: KeyEntry, users: &[TencentUser], source: &Source<'_>) -> Result<TencentKey, WorldError> {
    if let Some(name) = &entry.user {
        let names: Vec<&str> = users.iter().map(|user| user.name.as_str()).collect();
        one_of(name, &names, "user", source)?;
    }
    Ok(TencentKey { id: entry.id.into_inner(), secret: entry.secret, user: entry.user.map(Spanned::into_inner) })
}

fn uin(uin: &Spanned<String>, source: &Source<'_>) -> Result<(), WorldError> {
    let text = uin.get_ref();
    if text.bytes().all(|byte| byte.is_ascii_digit()) && (5..=18).contains(&text.len()) {
        return Ok(());
    }
    Err(source.error(uin.span(), format!("the UIN \"{text}\" must be 5 to 18 digits, as \"700000000001\"")))
}

fn check_database(
    database: &TencentDatabase,
    source: &Source<'_>,
    vocabulary: &TencentVocabulary,
) -> Result<(), WorldError> {
    one_of(&database.engine, vocabulary.engines, "engine", source)?;
    one_of(&database.region, vocabulary.regions, "region", source)?;
    for privilege in database.privileges.iter().flatten() {
        one_of(privilege, vocabulary.privileges, "privilege", source)?;
    }
    for (step, result) in &database.checks {
        one_of(step, vocabulary.steps, "check step", source)?;
        one_of(result, &["pass", "warning", "failed"], "check result", source)?;
    }
    Ok(())
}
