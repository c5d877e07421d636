//! The accounts behind the profiles, checked before anything is created.

use alibaba::{CallContext, Cloud, Config, CredentialsConfig, Environment};

use super::settings::{Settings, Side};
use super::{RealError, environment};

/// A client that acts in the account of a profile.
#[derive(Clone, Debug)]
pub struct Account {
    /// The account's id.
    pub id: String,
    pub(super) cloud: Cloud,
}

/// Both accounts of a run.
#[derive(Clone, Debug)]
pub struct Accounts {
    /// Has the role.
    pub source: Account,
    /// Has the job.
    pub destination: Account,
}

impl Accounts {
    /// Queries the account of each profile.
    ///
    /// # Errors
    /// A profile is missing, cannot be used, or belongs to another account than the settings say.
    pub async fn open(settings: &Settings, environment: &Environment) -> Result<Self, RealError> {
        let known: Environment = environment::handed_on(environment).into_iter().collect();
        let source = Account::open(&settings.source, &settings.region, &known).await?;
        let destination = Account::open(&settings.destination, &settings.region, &known).await?;
        Ok(Self { source, destination })
    }
}

impl Account {
    async fn open(side: &Side, region: &str, environment: &Environment) -> Result<Self, RealError> {
        let doing = format!("reading the account of the profile {:?}", side.profile);
        let credentials = CredentialsConfig { profile: Some(side.profile.clone()), ..CredentialsConfig::default() };
        let config = Config { credentials, environment: environment.clone(), ..Config::new(region) };
        let cloud = Cloud::new(config).map_err(RealError::cloud(&doing))?;
        let identity = cloud.caller_identity(&CallContext::default()).await;
        let found = identity.map_err(RealError::cloud(&doing))?.account_id.clone();
        if found != side.account_id {
            let (profile, wanted) = (side.profile.clone(), side.account_id.clone());
            return Err(RealError::WrongAccount { profile, found, wanted });
        }
        Ok(Self { id: found, cloud })
    }
}
