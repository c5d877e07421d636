//! Sources of the built-in world, by access method.

pub(crate) type Changes = Vec<(&'static str, &'static str)>;

/// Objects of the sources of an engine.
fn objects(engine: &str) -> &'static str {
    match engine.to_ascii_uppercase().as_str() {
        "REDIS" => r#"{"0":{"all":true}}"#,
        "MONGODB" => r#"{"catalog":{"all":true}}"#,
        "POSTGRESQL" | "POLARDB_PG" => r#"{"public":{"all":true}}"#,
        "ORACLE" | "MSSQL" => r#"{"ERP":{"all":true}}"#,
        "ADB30" => r#"{"reports":{"all":true}}"#,
        "POLARDBX10" | "POLARDBX20" => r#"{"shop":{"all":true}}"#,
        _ => r#"{"orders":{"all":true}}"#,
    }
}

/// A source that is not a cloud instance: type, engine, and the other fields.
pub(crate) fn source(kind: &'static str, engine: &'static str, more: &[(&'static str, &'static str)]) -> Changes {
    let mut changes = vec![
        ("SourceEndpointInstanceType", kind),
        ("SourceEndpointEngineName", engine),
        ("SourceEndpointInstanceID", ""),
        ("DbList", objects(engine)),
    ];
    changes.extend(more);
    changes
}

pub(crate) const VPC: (&str, &str) = ("SourceEndpointInstanceID", "vpc-source-orders");
pub(crate) const DATABASE: (&str, &str) = ("SourceEndpointDatabaseName", "billing");
pub(crate) const REPLICA_SET: (&str, &str) = ("Reserve", r#"{"srcEngineArchType":"1"}"#);
pub(crate) const CEN: (&str, &str) = ("Reserve", r#"{"srcInstanceId":"cen-source-orders"}"#);

pub(crate) fn at(host: &'static str, port: &'static str) -> [(&'static str, &'static str); 2] {
    [("SourceEndpointIP", host), ("SourceEndpointPort", port)]
}

/// Sources of the built-in world that are not cloud instances, each with values that do not reach them.
pub(crate) fn ways() -> Vec<(Changes, Changes)> {
    let ecs = ("SourceEndpointInstanceID", "i-source-orders");
    let gateway = ("SourceEndpointInstanceID", "dg-source-orders");
    let no_host = ("SourceEndpointIP", "192.168.0.99");
    let closed = ("SourceEndpointPort", "9");
    let other = ("SourceEndpointInstanceID", "other");
    let elsewhere = ("SourceEndpointRegion", "cn-beijing");
    let redis = at("192.168.0.11", "6379");
    vec![
        (
            source("EXPRESS", "MYSQL", &[&at("192.168.0.10", "3306")[..], &[VPC]].concat()),
            vec![no_host, closed, other, elsewhere, ("SourceEndpointUserName", "root")],
        ),
        (source("ECS", "mysql", &[ecs, ("SourceEndpointPort", "3306")]), vec![closed, other, elsewhere]),
        (source("DG", "REDIS", &[&redis[..], &[gateway]].concat()), vec![no_host, closed, other]),
        (
            source("CEN", "REDIS", &[&redis[..], &[VPC, CEN]].concat()),
            vec![no_host, other, ("Reserve", r#"{"srcInstanceId":"cen-other"}"#)],
        ),
        (
            source("EXPRESS", "POSTGRESQL", &[&at("192.168.0.13", "5432")[..], &[VPC, DATABASE]].concat()),
            vec![no_host, ("SourceEndpointDatabaseName", "other")],
        ),
        (
            source(
                "EXPRESS",
                "MONGODB",
                &[&at("192.168.0.12", "27017")[..], &[VPC, REPLICA_SET, ("SourceEndpointDatabaseName", "admin")]]
                    .concat(),
            ),
            vec![no_host, ("SourceEndpointPassword", "wrong")],
        ),
        (
            source(
                "EXPRESS",
                "ORACLE",
                &[&at("192.168.0.15", "1521")[..], &[VPC, ("SourceEndpointOracleSID", "ORCL")]].concat(),
            ),
            vec![("SourceEndpointOracleSID", "XE")],
        ),
    ]
}

/// The same for cloud instances.
pub(crate) fn instances() -> Vec<(Changes, Changes)> {
    let elsewhere = ("SourceEndpointRegion", "cn-beijing");
    vec![
        (
            source("RDS", "PostgreSQL", &[("SourceEndpointInstanceID", "pgm-source-billing"), DATABASE]),
            vec![("SourceEndpointInstanceID", "pgm-other"), elsewhere, ("SourceEndpointDatabaseName", "other")],
        ),
        (source("PolarDB", "PolarDB", &[("SourceEndpointInstanceID", "pc-source-orders")]), vec![elsewhere]),
        (
            source(
                "MONGODB",
                "MONGODB",
                &[
                    ("SourceEndpointInstanceID", "dds-source-catalog"),
                    ("SourceEndpointDatabaseName", "admin"),
                    REPLICA_SET,
                ],
            ),
            vec![("SourceEndpointDatabaseName", "catalog")],
        ),
        (
            source(
                "REDIS",
                "Redis",
                &[("SourceEndpointInstanceID", "r-source-sessions"), ("SourceEndpointUserName", "")],
            ),
            vec![("SourceEndpointPassword", "wrong")],
        ),
        (
            source(
                "POLARDB",
                "POLARDB_PG",
                &[("SourceEndpointInstanceID", "pc-source-ledger"), ("SourceEndpointDatabaseName", "ledger")],
            ),
            vec![("SourceEndpointDatabaseName", "other")],
        ),
        (source("RDS", "MSSQL", &[("SourceEndpointInstanceID", "rm-source-erp")]), vec![elsewhere]),
        (source("ADS", "ADB30", &[("SourceEndpointInstanceID", "am-source-reports")]), vec![elsewhere]),
        (source("POLARDBX20", "POLARDBX20", &[("SourceEndpointInstanceID", "pxc-source-shop")]), vec![elsewhere]),
        (
            source("DISTRIBUTED_POLARDBX10", "POLARDBX10", &[("SourceEndpointInstanceID", "drds-source-shop")]),
            vec![elsewhere],
        ),
    ]
}
