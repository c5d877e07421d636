//! `dts_server_addresses`: the CIDR blocks of DTS servers.

use ::alibaba::dts::WhiteIpList;
use async_trait::async_trait;
use tfplugin::{
    Model,
    context::Context,
    data_source::DataSource,
    diagnostic::Diagnostics,
    model::{Attr, Set},
    validate::one_of,
};

use super::session;
use crate::{
    accounts::{Clouds, account},
    diagnostics::cloud_error,
    resources::alibaba::{
        job::endpoint::CrossAccount,
        migration_task::rules::{mixed_regions, own_account_at},
    },
    resources::shared::Session,
    rules::alibaba as rules,
};

const TYPE: &str = "dts_server_addresses";

/// Lists the CIDR blocks of DTS servers, to add to the IP address whitelist or firewall of a self-managed or third-party database. For managed instances and ECS instances of Alibaba Cloud, DTS adds them automatically.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct Addresses {
    /// Network through which DTS connects: `vpc`, or `internet` for databases with a public address.
    #[attr(required, validate(one_of(&["vpc", "internet"])))]
    r#type: Attr<String>,
    /// CIDR blocks for both sides.
    #[attr(computed)]
    addresses: Attr<Set<String>>,
    /// CIDR blocks to allow at the source.
    #[attr(computed)]
    source_addresses: Attr<Set<String>>,
    /// CIDR blocks to allow at the destination.
    #[attr(computed)]
    destination_addresses: Attr<Set<String>>,
    /// The source database.
    #[block(required)]
    source: Attr<Location>,
    /// The destination database. Default: in the region of the source.
    #[block]
    destination: Attr<Location>,
}

/// Location of a database.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct Location {
    /// Region of the database.
    #[attr(required, validate(rules::region()))]
    region: Attr<String>,
    /// ID of the VPC.
    #[attr(optional, validate(rules::vpc_id()))]
    vpc_id: Attr<String>,
    /// The account that owns the database, if it is not the caller's.
    #[block]
    cross_account: Attr<CrossAccount>,
}

/// The data source.
pub(super) struct ServerAddresses;

#[async_trait]
impl DataSource for ServerAddresses {
    type Model = Addresses;
    type Data = Clouds;

    fn type_name(&self) -> &'static str {
        TYPE
    }

    fn validate(&self, config: &Addresses, diagnostics: &mut Diagnostics) {
        if let (Some(source), Some(destination)) = (config.source.get(), config.destination.get()) {
            diagnostics.extend(mixed_regions(&source.region, &destination.region));
        }
    }

    async fn read(&self, context: &Context<Clouds>, config: Addresses) -> Result<Addresses, Diagnostics> {
        let session = session(context, TYPE).await?;
        let (source, destination) = (config.source.or(Location::default()), config.destination.or(Location::default()));
        let own = account(context)?.id(&context.cancel).await?;
        let refused: Diagnostics = [("source", &source), ("destination", &destination)]
            .into_iter()
            .filter_map(|(block, location)| {
                own_account_at(block, &location.cross_account, &own, "reads this data source")
            })
            .collect();
        if !refused.is_empty() {
            return Err(refused);
        }
        let request = request(&config, &source, &destination);
        let found = call(&session, &request).await?;
        Ok(Addresses {
            addresses: blocks(&[&found.all, &found.source, &found.destination]).into(),
            source_addresses: blocks(&[&found.source]).into(),
            destination_addresses: blocks(&[&found.destination]).into(),
            ..config
        })
    }
}

async fn call(session: &Session<'_>, request: &WhiteIpList) -> Result<alibaba::dts::ServerAddresses, Diagnostics> {
    let answered = session.call(request).await.map_err(|error| {
        let tried = format!("Listing the CIDR blocks of DTS servers in {}", request.region);
        cloud_error("Cannot list the CIDR blocks of DTS servers", &tried, &error)
    })?;
    Ok(answered.answer)
}

fn request(config: &Addresses, source: &Location, destination: &Location) -> WhiteIpList {
    let text = |value: &Attr<String>| value.as_str().map(str::to_owned);
    let owner = |location: &Location| location.cross_account.get().and_then(|other| text(&other.account_id));
    let role = |location: &Location| location.cross_account.get().and_then(|other| text(&other.role_name));
    WhiteIpList {
        region: source.region.or(String::new()),
        destination_region: text(&destination.region),
        network: config.r#type.or(String::new()),
        source_account_id: owner(source),
        source_role: role(source),
        destination_account_id: owner(destination),
        destination_role: role(destination),
        source_vpc_id: text(&source.vpc_id),
        destination_vpc_id: text(&destination.vpc_id),
    }
}

/// The CIDR blocks of several lists. DTS separates them by commas.
fn blocks(lists: &[&String]) -> Set<String> {
    let all = lists.iter().flat_map(|list| list.split(',')).map(str::trim).filter(|block| !block.is_empty());
    all.map(str::to_owned).collect::<std::collections::BTreeSet<_>>().into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_split_and_merged() {
        let (one, two) = ("10.0.0.0/8, 100.64.0.0/10,".to_owned(), "100.64.0.0/10".to_owned());
        assert_eq!(blocks(&[&one, &two]).0.len(), 2);
        assert_eq!(blocks(&[&String::new()]), Set::default());
    }

    #[test]
    fn regions_of_different_clouds_are_rejected() {
        let at = |region: &str| Attr::Known(Location { region: region.into(), ..Location::default() });
        let found = |destination: &str| {
            let mut diagnostics = Diagnostics::new();
            let config = Addresses { source: at("cn-hangzhou"), destination: at(destination), ..Addresses::default() };
            ServerAddresses.validate(&config, &mut diagnostics);
            diagnostics.iter().map(|one| one.path.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(found("cn-hangzhou-finance"), ["destination.region"]);
        assert_eq!(found("cn-shanghai"), [""; 0]);
    }

    #[test]
    fn the_own_account_is_rejected() {
        let owner = CrossAccount { account_id: "1234567890123456".into(), role_name: "ram-for-dts".into() };
        let owner = Attr::Known(owner);
        let refused = |own: &str| own_account_at("source", &owner, own, "reads this data source");
        assert_eq!(refused("1234567890123456").unwrap().path.to_string(), "source.cross_account.account_id");
        assert!(refused("2345678901234567").is_none());
    }

    #[test]
    fn each_side_is_sent_under_its_own_names() {
        let owner = CrossAccount { account_id: "1234567890123456".into(), role_name: "ram-for-dts".into() };
        let source =
            Location { region: "cn-hangzhou".into(), cross_account: Attr::Known(owner), ..Location::default() };
        let destination = Location { vpc_id: "vpc-1".into(), ..Location::default() };
        let sent = request(&Addresses { r#type: "vpc".into(), ..Addresses::default() }, &source, &destination);
        assert_eq!((sent.region.as_str(), sent.network.as_str()), ("cn-hangzhou", "vpc"));
        assert_eq!(sent.source_account_id.as_deref(), Some("1234567890123456"));
        assert_eq!(sent.source_role.as_deref(), Some("ram-for-dts"));
        assert_eq!(sent.destination_vpc_id.as_deref(), Some("vpc-1"));
        assert_eq!((sent.destination_region, sent.destination_role, sent.source_vpc_id), (None, None, None));
    }
}
