//! The addresses DTS connects from.

use crate::wire::{answer, request};

request! {
    /// Lists the address blocks of DTS servers that a database must let in.
    WhiteIpList: DTS Read -> ServerAddresses {
        /// Region of the source.
        region: String = Query "Region",
        /// Region of the destination.
        destination_region: Option<String> = Query "DestinationRegion",
        /// `internet` or `vpc`.
        network: String = Query "Type",
        /// Account that owns the source, where it is another.
        source_account_id: Option<String> = Query "SrcAliyunUid",
        /// Role in that account.
        source_role: Option<String> = Query "SrcRoleName",
        /// Account that owns the destination, where it is another.
        destination_account_id: Option<String> = Query "DestAliyunUid",
        /// Role in that account.
        destination_role: Option<String> = Query "DestRoleName",
        /// VPC of the source.
        source_vpc_id: Option<String> = Query "SrcVpcId",
        /// VPC of the destination.
        destination_vpc_id: Option<String> = Query "DestVpcId",
    }
}

answer! {
    /// Answer of `WhiteIpList`: blocks separated by commas.
    ServerAddresses {
        /// All.
        all: String = "IpList",
        /// Those the source must let in.
        source: String = "SrcIpList",
        /// Those the destination must let in.
        destination: String = "DestIpList",
    }
}
