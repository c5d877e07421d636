//! Refresh: reads the role of the state.

use cloud_core::Error;
use tfplugin::diagnostic::Diagnostic;

use super::{RoleFacts, RoleKind, Words};
use crate::{
    diagnostics::{cloud_error, with_ready_import},
    resources::shared::{CreateRecords, SessionOf},
};

/// The role as the state has it.
pub(crate) struct KnownRole<'a> {
    /// Name of the role.
    pub(crate) name: &'a str,
    /// The ID that the cloud gave it; none for an import.
    pub(crate) id: Option<&'a str>,
    /// `imported` or `moved` if the role has never been read.
    pub(crate) arrival: Option<&'static str>,
    /// Its ARN, if the cloud returns one.
    pub(crate) arn: Option<&'a str>,
    /// The account of the credentials.
    pub(crate) account_id: &'a str,
    /// Whether roles of this configuration have an ownership tag.
    pub(crate) is_tagged: bool,
}

/// Reads the role. None if it does not exist any more.
///
/// # Errors
/// A call failed, the role is another one of the same name, or there is no role to import.
pub(crate) async fn read<K: RoleKind>(
    session: &SessionOf<'_, K::Client>,
    known: &KnownRole<'_>,
) -> Result<Option<K::Found>, Diagnostic> {
    let name = known.name;
    match look_up_again_if_other::<K>(session, known).await {
        Ok(found) if known.is_other(&K::facts(&found)) => Err(other_role::<K>(known, &K::facts(&found))),
        Ok(found) => {
            let id = K::facts(&found).id;
            if known.id == Some(&id) {
                CreateRecords::of_process().found_in_state(K::TYPE, &id, known.is_tagged);
            }
            Ok(Some(found))
        }
        Err(error) if error.is_not_found() => match known.arrival {
            Some(arrival) => Err(no_such_role::<K>(name, known.account_id, arrival)),
            None => {
                CreateRecords::of_process().forget_object(K::TYPE, known.id.unwrap_or_default());
                Ok(None)
            }
        },
        Err(error) => {
            let (summary, tried) = (format!("Cannot read the {}", K::ROLE), format!("Reading {} {name:?}", K::ROLE));
            Err(cloud_error(&summary, &tried, &error))
        }
    }
}

/// Reads the role. If it seems to be another one than that of the state, reads it once more: one answer may be wrong.
async fn look_up_again_if_other<K: RoleKind>(
    session: &SessionOf<'_, K::Client>,
    known: &KnownRole<'_>,
) -> Result<K::Found, Error> {
    let look_up = || async {
        match known.id {
            Some(id) => K::look_up_known(session, known.name, id).await,
            None => K::look_up(session, known.name).await,
        }
    };
    match look_up().await {
        Ok(found) if known.is_other(&K::facts(&found)) => look_up().await,
        other => other,
    }
}

impl KnownRole<'_> {
    /// Whether the role is another one than that of the state. The state has the IDs of the create.
    fn is_other(&self, found: &RoleFacts) -> bool {
        let differs = |known: Option<&str>, found: &str| known.is_some_and(|known| known != found);
        differs(self.id, &found.id) || (!found.arn.is_empty() && differs(self.arn, &found.arn))
    }
}

fn other_role<K: RoleKind>(known: &KnownRole<'_>, found: &RoleFacts) -> Diagnostic {
    let (name, kind, Words { noun, read, id, .. }) = (known.name, K::ROLE, K::WORDS);
    let error = Diagnostic::error(
        format!("Another {kind} of the same name"),
        format!(
            "{} {read} returned {noun} {name:?} with the {id} {}{}. The state has the {id} {}{}: the {noun} of the state was deleted, and \
             someone has created another one of the same name. Terraform does not change this {noun}. Remove the old {noun} from the \
             state (terraform state rm).",
            K::SERVICE,
            found.id,
            with_arn(&found.arn),
            known.id.unwrap_or_default(),
            with_arn(known.arn.filter(|_| !found.arn.is_empty()).unwrap_or_default()),
        ),
    );
    with_ready_import(error, K::TYPE, name)
}

/// The ARN of a role in a sentence, if the cloud returns one.
fn with_arn(arn: &str) -> String {
    if arn.is_empty() { String::new() } else { format!(" and the ARN {arn}") }
}

fn no_such_role<K: RoleKind>(name: &str, account_id: &str, arrival: &str) -> Diagnostic {
    Diagnostic::error(
        format!("No such {}", K::ROLE),
        format!(
            "There is no {} {name:?} in account {account_id}, so it cannot be {arrival}. Check the name, or use the provider alias of \
             the account that owns the {}.",
            K::ROLE,
            K::WORDS.noun
        ),
    )
}
