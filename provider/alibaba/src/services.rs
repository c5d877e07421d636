//! The services of Alibaba Cloud that this crate calls.

use cloud_core::Service;

/// Data Transmission Service.
pub static DTS: Service =
    Service { key: "dts", name: "DTS", version: "2020-01-01", endpoint_variable: "ALIBABA_CLOUD_ENDPOINT_DTS" };

/// Resource Access Management.
pub static RAM: Service =
    Service { key: "ram", name: "RAM", version: "2015-05-01", endpoint_variable: "ALIBABA_CLOUD_ENDPOINT_RAM" };

/// Security Token Service.
pub static STS: Service =
    Service { key: "sts", name: "STS", version: "2015-04-01", endpoint_variable: "ALIBABA_CLOUD_ENDPOINT_STS" };

/// All of them, in a fixed order.
pub static SERVICES: [&Service; 3] = [&DTS, &RAM, &STS];
