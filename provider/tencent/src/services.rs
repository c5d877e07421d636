//! The services of Tencent Cloud that this crate calls.

use cloud_core::Service;

/// Cloud Access Management.
pub static CAM: Service =
    Service { key: "cam", name: "CAM", version: "2019-01-16", endpoint_variable: "TENCENTCLOUD_ENDPOINT_CAM" };

/// Data Transmission Service.
pub static DTS: Service =
    Service { key: "dts", name: "DTS", version: "2021-12-06", endpoint_variable: "TENCENTCLOUD_ENDPOINT_DTS" };

/// Security Token Service.
pub static STS: Service =
    Service { key: "sts", name: "STS", version: "2018-08-13", endpoint_variable: "TENCENTCLOUD_ENDPOINT_STS" };

/// All of them, in a fixed order.
pub static SERVICES: [&Service; 3] = [&CAM, &DTS, &STS];
