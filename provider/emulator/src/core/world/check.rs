//! The checks that TOML does not do: digits, duplicates, names that have to exist.

use toml::Spanned;

use crate::core::secret::Secret;
use crate::policy::Document;

use super::check_cluster::cluster;
use super::check_database::database;
use super::check_tencent;
use super::error::{Source, WorldError};
use super::file::{AccountEntry, File, KeyEntry, PolicyEntry};
use super::model::{AccessKey, Account, Policy, World};
use super::oidc::oidc_providers;
use super::seen::{Seen, once};
use super::tencent::TencentWorld;
use super::vocabulary::{Vocabularies, Vocabulary};
use super::words::did_you_mean;

pub(super) fn check(file: File, source: &Source<'_>, vocabularies: &Vocabularies) -> Result<World, WorldError> {
    if file.account.is_empty() && file.tencent_account.is_empty() {
        return Err(source.error(0..0, "the world has no account; add an [[account]] with id and name"));
    }
    let vocabulary = vocabularies.alibaba;
    let (mut seen, system) = (Seen::default(), (vocabulary.system_policies)());
    let mut accounts = Vec::new();
    for entry in file.account {
        accounts.push(account(entry, source, vocabulary, &system, &mut seen)?);
    }
    let mut tencent = TencentWorld { accounts: Vec::new(), switches: file.tencent };
    for entry in file.tencent_account {
        tencent.accounts.push(check_tencent::account(entry, source, vocabularies.tencent, &mut seen)?);
    }
    Ok(World { text: Secret::new(source.text), accounts, alibaba: file.alibaba, tencent })
}

fn account(
    entry: AccountEntry,
    source: &Source<'_>,
    vocabulary: &Vocabulary,
    system: &[&str],
    seen: &mut Seen,
) -> Result<Account, WorldError> {
    let id = entry.id.get_ref();
    if !id.chars().all(|c| c.is_ascii_digit()) || !(10..=20).contains(&id.len()) {
        let what = format!("the account id \"{id}\" must be 10 to 20 digits, as \"1234567890123456\"");
        return Err(source.error(entry.id.span(), what));
    }
    once(&mut seen.accounts, &entry.id, "account id", source)?;
    once(&mut seen.names, &entry.name, "account name", source)?;
    let policies: Vec<Policy> =
        entry.policy.into_iter().map(|entry| policy(&entry, source)).collect::<Result<_, _>>()?;
    let mut keys = Vec::new();
    for key in entry.access_keys {
        once(&mut seen.keys, &key.id, "access key id", source)?;
        keys.push(access_key(key, system, &policies, source)?);
    }
    let mut databases = Vec::new();
    for entry in entry.database {
        once(&mut seen.databases, &entry.id, "database id", source)?;
        databases.push(database(entry, source, vocabulary)?);
    }
    let mut clusters = Vec::new();
    for entry in entry.dedicated_cluster {
        once(&mut seen.clusters, &entry.id, "dedicated cluster id", source)?;
        clusters.push(cluster(entry, source, vocabulary)?);
    }
    Ok(Account {
        id: entry.id.into_inner(),
        name: entry.name.into_inner(),
        dts_activated: entry.dts_activated,
        default_role_authorized: entry.default_role_authorized,
        may_cross_border: entry.may_cross_border,
        keys,
        databases,
        clusters,
        oidc_providers: oidc_providers(entry.oidc_provider, source)?,
        policies,
    })
}

fn policy(entry: &PolicyEntry, source: &Source<'_>) -> Result<Policy, WorldError> {
    let text = entry.document.get_ref();
    let document = Document::permission(text).map_err(|error| {
        source.error(entry.document.span(), format!("the policy {} is malformed: {error}", entry.name.get_ref()))
    })?;
    Ok(Policy { name: entry.name.get_ref().clone(), document })
}

fn access_key(
    entry: KeyEntry,
    system: &[&str],
    custom: &[Policy],
    source: &Source<'_>,
) -> Result<AccessKey, WorldError> {
    for name in entry.policies.iter().flatten() {
        let known =
            system.contains(&name.get_ref().as_str()) || custom.iter().any(|policy| policy.name == *name.get_ref());
        if !known {
            let names = system.iter().copied().chain(custom.iter().map(|policy| policy.name.as_str()));
            let hint = did_you_mean(name.get_ref(), names);
            let what =
                format!("the policy {} is neither a system policy nor an [[account.policy]]{hint}", name.get_ref());
            return Err(source.error(name.span(), what));
        }
    }
    if entry.policies.is_some() && entry.ram_user.is_none() {
        let what = "policies limit RAM users; give the key a ram_user, or remove its policies";
        return Err(source.error(entry.id.span(), what));
    }
    Ok(AccessKey {
        id: entry.id.into_inner(),
        secret: entry.secret,
        ram_user: entry.ram_user,
        policies: entry.policies.map(|names| names.into_iter().map(Spanned::into_inner).collect()),
    })
}
