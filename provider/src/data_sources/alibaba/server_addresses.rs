//! `dts_server_addresses`: what databases have to let in.

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
    accounts::Clouds, diagnostics::cloud_error, resources::alibaba::job::endpoint::CrossAccount,
    resources::shared::Session, rules::alibaba as rules,
};

const TYPE: &str = "dts_server_addresses";

/// Lists the addresses DTS connects from: what the firewall of a self-managed database, or of one in another cloud, has to let in. For managed instances and ECS of Alibaba Cloud DTS lets itself in.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct Addresses {
    /// Over which network DTS comes: `vpc`, or `internet` for databases it reaches by a public address.
    #[attr(required, validate(one_of(&["vpc", "internet"])))]
    r#type: Attr<String>,
    /// Addresses and blocks of both sides.
    #[attr(computed)]
    addresses: Attr<Set<String>>,
    /// Those the source has to let in.
    #[attr(computed)]
    source_addresses: Attr<Set<String>>,
    /// Those the destination has to let in.
    #[attr(computed)]
    destination_addresses: Attr<Set<String>>,
    /// The database to read from.
    #[block(required)]
    source: Attr<Place>,
    /// The database to write to. Default: in the region of the source.
    #[block]
    destination: Attr<Place>,
}

/// Where a database is.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct Place {
    /// Its region.
    #[attr(required, validate(rules::region()))]
    region: Attr<String>,
    /// Its VPC.
    #[attr(optional, validate(rules::vpc_id()))]
    vpc_id: Attr<String>,
    /// The account that owns it, where it is another than the caller's.
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

    async fn read(&self, context: &Context<Clouds>, config: Addresses) -> Result<Addresses, Diagnostics> {
        let session = session(context, TYPE).await?;
        let (source, destination) = (config.source.or(Place::default()), config.destination.or(Place::default()));
        let asked = request(&config, &source, &destination);
        let found = call(&session, &asked).await?;
        Ok(Addresses {
            addresses: blocks(&[&found.all, &found.source, &found.destination]).into(),
            source_addresses: blocks(&[&found.source]).into(),
            destination_addresses: blocks(&[&found.destination]).into(),
            ..config
        })
    }
}

async fn call(session: &Session<'_>, asked: &WhiteIpList) -> Result<alibaba::dts::ServerAddresses, Diagnostics> {
    let answered = session.call(asked).await.map_err(|error| {
        let tried = format!("Listing the addresses of DTS in {}", asked.region);
        cloud_error("Cannot list the addresses of DTS", &tried, &error)
    })?;
    Ok(answered.answer)
}

fn request(config: &Addresses, source: &Place, destination: &Place) -> WhiteIpList {
    let text = |value: &Attr<String>| value.as_str().map(str::to_owned);
    let owner = |place: &Place| place.cross_account.get().and_then(|other| text(&other.account_id));
    let role = |place: &Place| place.cross_account.get().and_then(|other| text(&other.role_name));
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

/// DTS separates blocks by commas.
fn blocks(lists: &[&String]) -> Set<String> {
    let all = lists.iter().flat_map(|list| list.split(',')).map(str::trim).filter(|block| !block.is_empty());
    all.map(str::to_owned).collect::<std::collections::BTreeSet<_>>().into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_taken_apart_and_put_together() {
        let (one, two) = ("10.0.0.0/8, 100.64.0.0/10,".to_owned(), "100.64.0.0/10".to_owned());
        assert_eq!(blocks(&[&one, &two]).0.len(), 2);
        assert_eq!(blocks(&[&String::new()]), Set::default());
    }

    #[test]
    fn each_side_is_sent_under_its_own_names() {
        let owner = CrossAccount { account_id: "1234567890123456".into(), role_name: "ram-for-dts".into() };
        let source = Place { region: "cn-hangzhou".into(), cross_account: Attr::Known(owner), ..Place::default() };
        let destination = Place { vpc_id: "vpc-1".into(), ..Place::default() };
        let sent = request(&Addresses { r#type: "vpc".into(), ..Addresses::default() }, &source, &destination);
        assert_eq!((sent.region.as_str(), sent.network.as_str()), ("cn-hangzhou", "vpc"));
        assert_eq!(sent.source_account_id.as_deref(), Some("1234567890123456"));
        assert_eq!(sent.source_role.as_deref(), Some("ram-for-dts"));
        assert_eq!(sent.destination_vpc_id.as_deref(), Some("vpc-1"));
        assert_eq!((sent.destination_region, sent.destination_role, sent.source_vpc_id), (None, None, None));
    }
}
