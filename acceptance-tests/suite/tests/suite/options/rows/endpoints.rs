//! Options of the endpoints. The two endpoints differ in their prefix, and in the name of the database parameter.

use serde_json::{Value as Json, json};

use crate::options::row::{REMOVED, Row, Sent, UNSET, option};

const CREDENTIALS: [(&str, &str); 4] = [
    ("region", r#""cn-hangzhou""#),
    ("username", r#""dts""#),
    ("password_wo", r#""first-password""#),
    ("password_wo_version", "1"),
];

/// An endpoint that is not a cloud instance.
fn reached<'a>(engine: &'a str, access: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let words = [("engine", engine), ("access_method", access)];
    CREDENTIALS.into_iter().chain(words).chain(more.iter().copied()).collect()
}

const ADDRESS: [(&str, &str); 3] = [("vpc_id", r#""vpc-first""#), ("host", r#""10.0.0.1""#), ("port", "3306")];

fn by_express() -> Vec<(&'static str, &'static str)> {
    reached(r#""mysql""#, r#""express_connect""#, &ADDRESS)
}

fn by_cen() -> Vec<(&'static str, &'static str)> {
    let more = [("cen_id", r#""cen-first""#), ADDRESS[0], ADDRESS[1], ADDRESS[2]];
    reached(r#""mysql""#, r#""cen""#, &more)
}

fn cloud<'a>(engine: &'a str, instance: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let more: Vec<_> = [("instance_id", instance)].into_iter().chain(more.iter().copied()).collect();
    reached(engine, r#""alibaba_cloud_instance""#, &more)
}

/// The prefix of an endpoint in the request and in `Reserve`, and its name for the database.
fn names(side: &str) -> (&'static str, &'static str, &'static str) {
    match side {
        "source" => ("SourceEndpoint", "src", "SourceEndpointDatabaseName"),
        _ => ("DestinationEndpoint", "dest", "DestinationEndpointDataBaseName"),
    }
}

/// Every option of one endpoint except its owner.
pub(crate) fn endpoints(side: &str) -> Vec<Row> {
    let (prefix, _, database) = names(side);
    let on = |argument: &str| option(format!("{side}.{argument}"));
    let sent = |row: Row, name: &str, values: Json| row.wire(format!("{prefix}{name}"), values);
    let public = reached(r#""mysql""#, r#""public_ip""#, &ADDRESS[1..]);
    let mut rows = vec![
        sent(on("region").end(side, &public), "Region", json!(["cn-hangzhou", "cn-shanghai", null])).words(&[
            "cn-hangzhou",
            "cn-shanghai",
            UNSET,
        ]),
        sent(on("instance_id"), "InstanceID", json!(["rm-first", "rm-full"])).words(&["rm-first", "rm-full"]),
        sent(on("vpc_id").end(side, &by_express()), "InstanceID", json!(["vpc-first", "vpc-second"]))
            .words(&["vpc-first", "vpc-second"]),
        sent(on("host").end(side, &by_express()), "IP", json!(["10.0.0.1", "10.0.0.2"]))
            .words(&["10.0.0.1", "10.0.0.2"]),
        sent(on("port").end(side, &by_express()), "Port", json!(["3306", "3307"])).values(&["3306", "3307"]),
        on("database")
            .end(side, &cloud(r#""sqlserver""#, r#""rm-erp""#, &[]))
            .words(&["erp", "crm", UNSET])
            .wire(database, json!(["erp", "crm", null])),
        sent(on("username").end(side, &cloud(r#""redis""#, r#""r-sessions""#, &[])), "UserName", json!(["dts", null]))
            .words(&["dts", UNSET]),
    ];
    rows.extend(of_reserve(side));
    rows.extend(passwords(side));
    rows.extend(wire(side));
    rows
}

/// The keys of the endpoint in `Reserve`.
fn of_reserve(side: &str) -> Vec<Row> {
    let (prefix, short, _) = names(side);
    let on = |argument: &str| option(format!("{side}.{argument}"));
    let oracle = reached(
        r#""oracle""#,
        r#""express_connect""#,
        &[ADDRESS[0], ("host", r#""10.0.0.3""#), ("port", "1521"), ("oracle_sid", r#""ORCL""#)],
    );
    let mongodb = cloud(r#""mongodb""#, r#""dds-catalog""#, &[("database", r#""admin""#)]);
    let mut rows = vec![
        on("cen_id")
            .end(side, &by_cen())
            .words(&["cen-first", "cen-second"])
            .wire(format!("Reserve/{short}InstanceId"), json!(["cen-first", "cen-second"]))
            .wire(format!("{prefix}InstanceID"), json!(["vpc-first", "vpc-first"])),
        on("oracle_sid")
            .end(side, &oracle)
            .words(&["ORCL", "ERP"])
            .wire(format!("{prefix}OracleSID"), json!(["ORCL", "ERP"]))
            .wire(format!("Reserve/{short}OracleType"), json!(["sid", "sid"])),
        // A replica set is 1; the other two values are not documented.
        on("mongodb_topology")
            .end(side, &mongodb)
            .words(&["standalone", "replica_set", "sharded"])
            .wire(format!("Reserve/{short}EngineArchType"), json!(["0", "1", "2"])),
        on("encryption")
            .with("source.encryption", r#""ssl""#)
            .with("destination.encryption", r#""ssl""#)
            .words(&["none", "ssl", UNSET, "ssl"])
            .wire(format!("Reserve/{short}SSL"), json!(["0", "1", "0", "1"]))
            .fact("uses_plaintext_connection"),
    ];
    if side == "destination" {
        rows.push(kafka());
    }
    rows
}

/// SCRAM is for Kafka only.
fn kafka() -> Row {
    let end = reached(r#""kafka""#, r#""express_connect""#, &[ADDRESS[0], ("host", r#""10.0.0.6""#), ("port", "9092")]);
    option("destination.encryption")
        .end("destination", &end)
        .with("migration_types", r#"["full", "incremental"]"#)
        .with("reserve", r#"{ destTopic = "orders" }"#)
        .words(&["scram_sha_256", "none"])
        .wire("Reserve/destSSL", json!(["3", "0"]))
}

/// The log hides passwords. The precheck shows that the right one was sent: the two databases have different passwords.
fn passwords(side: &str) -> [Row; 3] {
    let (prefix, ..) = names(side);
    let on = |argument: &str| option(format!("{side}.{argument}"));
    let instance = format!("{side}.instance_id");
    let both = |row: Row| {
        row.also(&instance, &[r#""rm-first""#, r#""rm-second""#])
            .wire(format!("{prefix}InstanceID"), json!(["rm-first", "rm-second"]))
            .wire(format!("{prefix}Password"), json!(["(hidden)", "(hidden)"]))
    };
    let words = ["first-password", "second-password"];
    [
        both(on("password").words(&words))
            .with(&format!("{side}.password_wo"), UNSET)
            .with(&format!("{side}.password_wo_version"), UNSET),
        both(on("password_wo").words(&words)).also(&format!("{side}.password_wo_version"), &["1", "2"]),
        on("password_wo_version")
            .values(&["1", "2"])
            .wire(format!("{prefix}Password"), json!(["(hidden)", "(hidden)"]))
            .sent(Sent::Again),
    ]
}

/// The values of the API that are not documented.
fn wire(side: &str) -> [Row; 2] {
    let (prefix, ..) = names(side);
    let on = |argument: &str| option(format!("{side}.wire.{argument}"));
    let (engine, word, host, port) = match side {
        "source" => (r#""oceanbase_mysql""#, "OceanBase", r#""10.0.0.4""#, "2883"),
        _ => (r#""clickhouse""#, "clickhouse", r#""10.0.0.5""#, "9000"),
    };
    let quoted = format!("{word:?}");
    let more =
        [ADDRESS[0], ("host", host), ("port", port), ("wire.engine", &quoted), ("wire.instance_type", r#""EXPRESS""#)];
    let end = reached(engine, r#""express_connect""#, &more);
    let other = word.to_uppercase();
    [
        on("engine")
            .end(side, &end)
            .words(&[word, &other])
            .wire(format!("{prefix}EngineName"), json!([word, other]))
            .wire(format!("{prefix}InstanceType"), json!(["EXPRESS", "EXPRESS"])),
        on("instance_type")
            .end(side, &end)
            .words(&["EXPRESS", "OTHER"])
            .wire(format!("{prefix}EngineName"), json!([word, word]))
            .wire(format!("{prefix}InstanceType"), json!(["EXPRESS", "OTHER"])),
    ]
}

/// Owners of the endpoints. A destination of another account is a cloud instance; its ID differs between accounts.
pub(crate) fn owners() -> Vec<Row> {
    let shared = reached(
        r#""mysql""#,
        r#""express_connect""#,
        &[("vpc_id", r#""vpc-shared""#), ("host", r#""10.1.0.1""#), ("port", "3306")],
    );
    let (theirs, operators) = ("1234567890123456", "3456789012345678");
    let account = |side: &str, row: Row| {
        let (prefix, ..) = names(side);
        row.words(&[theirs, operators, REMOVED])
            .with(&format!("{side}.cross_account.role_name"), r#""first""#)
            .wire(format!("{prefix}OwnerID"), json!([theirs, operators, null]))
            .wire(format!("{prefix}Role"), json!(["first", "first", null]))
            .fact("scenario")
            .fact("is_cross_account")
    };
    let role = |side: &str, row: Row| {
        let (prefix, ..) = names(side);
        row.words(&["first", "second"])
            .with(&format!("{side}.cross_account.account_id"), r#""1234567890123456""#)
            .wire(format!("{prefix}OwnerID"), json!([theirs, theirs]))
            .wire(format!("{prefix}Role"), json!(["first", "second"]))
    };
    vec![
        account("source", option("source.cross_account.account_id").end("source", &shared)),
        role("source", option("source.cross_account.role_name").end("source", &shared)),
        account("destination", option("destination.cross_account.account_id"))
            .also("destination.instance_id", &[r#""rm-theirs""#, r#""rm-operators""#, r#""rm-first""#])
            .wire("DestinationEndpointInstanceID", json!(["rm-theirs", "rm-operators", "rm-first"])),
        role("destination", option("destination.cross_account.role_name"))
            .with("destination.instance_id", r#""rm-theirs""#),
    ]
}
