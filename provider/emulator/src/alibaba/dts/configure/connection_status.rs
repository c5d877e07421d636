//! DescribeConnectionStatus: whether DTS can log in to a source and a destination. The call is older than
//! ConfigureDtsJob: it has different words for the instance types, and cannot name another account.

use serde_json::{Value, json};

use crate::alibaba::context::CallContext;
use crate::alibaba::dts::Dts;
use crate::alibaba::dts::configuration::{Modes, Settings, Side};
use crate::alibaba::dts::job::{Job, JobKind, find, new_job, take_passwords};
use crate::alibaba::dts::reach::reach;
use crate::alibaba::gateway::{Call, Outcome, Refusal, fields};

use super::sides;

/// The instance types of this call and those of ConfigureDtsJob, which has none for `PetaData`. The type of a PolarDB
/// with the dialect of Oracle is not confirmed.
const KINDS: [(&str, &str); 12] = [
    ("RDS", "RDS"),
    ("LocalInstance", "OTHER"),
    ("ECS", "ECS"),
    ("Express", "EXPRESS"),
    ("dg", "DG"),
    ("MongoDB", "MONGODB"),
    ("POLARDB", "PolarDB"),
    ("PolarDB_o", "PolarDB"),
    ("DRDS", "DISTRIBUTED_POLARDBX10"),
    ("Redis", "REDIS"),
    ("AnalyticDB", "ADS"),
    ("Greenplum", "GREENPLUM"),
];

/// Types that only one side has.
const SOURCE_ONLY: [&str; 2] = ["Express", "dg"];
const DESTINATION_ONLY: [&str; 4] = ["DRDS", "Redis", "AnalyticDB", "Greenplum"];

pub(crate) fn describe(_: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    find::permit(context, call, "*", "*")?;
    let job = as_job(context, call)?;
    let [source, destination] = Side::BOTH.map(|side| status(context, &job, side));
    Ok(fields(json!({"SourceConnectionStatus": source, "DestinationConnectionStatus": destination})))
}

/// The two sides as a job would have them.
fn as_job(context: CallContext<'_>, call: &Call) -> Result<Job, Refusal> {
    let mut parameters = call.parameters.clone();
    // In this call both sides spell it in the same way.
    if let Some(name) = parameters.remove("DestinationEndpointDatabaseName") {
        parameters.set(&Side::Destination.parameter("DatabaseName"), name);
    }
    let mut settings = Settings::new();
    for side in Side::BOTH {
        let name = side.parameter("InstanceType");
        let kind = kind(side, call.parameters.required(&name)?).ok_or_else(|| Refusal::invalid_for_dts(&name))?;
        parameters.set(&name, kind);
        let architecture = side.parameter("Architecture");
        match call.parameters.get(&architecture) {
            None | Some("SID") => {}
            // A cluster of Oracle servers is reached by its service name.
            Some("RAC") => {
                parameters.remove(&side.parameter("OracleSID"));
                settings.insert(side.setting("OracleType"), json!("service"));
                parameters.set("Reserve", Value::Object(settings.clone()).to_string());
            }
            Some(_) => return Err(Refusal::invalid_for_dts(&architecture)),
        }
        sides::check(&parameters, side).map_err(|flaw| flaw.refusal(|field| side.parameter(field)))?;
    }
    let passwords = take_passwords(&mut parameters);
    let modes = Modes { schema: false, full: false, incremental: false };
    Ok(new_job(context, call, JobKind::Migration, parameters, modes, passwords))
}

fn kind(side: Side, word: &str) -> Option<&'static str> {
    let other = match side {
        Side::Source => &DESTINATION_ONLY[..],
        Side::Destination => &SOURCE_ONLY[..],
    };
    KINDS.iter().find(|(known, _)| *known == word && !other.contains(known)).map(|(_, kind)| *kind)
}

/// The fields of such a status are not documented. Here they say whether the test succeeded, and what was found.
fn status(context: CallContext<'_>, job: &Job, side: Side) -> Value {
    match reach(context, job, side) {
        Ok(database) if database.real.is_some() => {
            json!({"Success": "false", "Message": format!("the login at {} is tested by the precheck", database.id)})
        }
        Ok(database) => json!({"Success": "true", "Message": format!("logged in at {}", database.id)}),
        Err(unreachable) => json!({"Success": "false", "Message": unreachable.found}),
    }
}
