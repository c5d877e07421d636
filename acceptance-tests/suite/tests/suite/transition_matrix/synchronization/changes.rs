//! The change of each argument of a synchronization, in each direction. Most of them are those of a migration.

use serde_json::{Value as Json, json};

use super::{Direction, INSTANCE, TASK};
use crate::options::row::{Row, UNSET, option};
use crate::transition_matrix::change::{Change, Settings};
use crate::transition_matrix::changes::{self, MONGODB, change};

/// The block of the reverse direction, which is added and removed as a whole.
pub(in crate::transition_matrix) const BLOCK: &str = "two_way";
/// Arguments of an endpoint that no database of a two-way synchronization has: DTS synchronizes other engines in one direction only.
const ONE_WAY_ONLY: [&str; 6] = [
    "source.oracle_sid",
    "source.wire.engine",
    "source.wire.instance_type",
    "destination.oracle_sid",
    "destination.wire.engine",
    "destination.wire.instance_type",
];
/// Arguments that a migration has, and a synchronization does not.
const OF_MIGRATIONS: &str = "migration_types";

/// All changes, sorted by name.
pub(in crate::transition_matrix) fn all() -> Vec<Change> {
    let mut all: Vec<Change> = Direction::ALL.into_iter().flat_map(of_direction).collect();
    all.push(in_direction(Change::of_row(&block([UNSET, "true"])).to("added"), Direction::OneWay));
    all.push(in_direction(Change::of_row(&block(["true", UNSET])).to("removed"), Direction::Forward));
    all.push(in_direction(Change::of_row(&block(["true", UNSET])).to("removed"), Direction::Reverse));
    all.sort_by_key(Change::name);
    all
}

/// The arguments that a job of this direction does not have.
pub(in crate::transition_matrix) fn is_missing(argument: &str, direction: Direction) -> bool {
    match direction {
        Direction::OneWay => argument.starts_with("two_way."),
        Direction::Forward | Direction::Reverse => ONE_WAY_ONLY.contains(&argument),
    }
}

fn of_direction(direction: Direction) -> Vec<Change> {
    let own: Vec<Change> = match direction {
        Direction::OneWay => vec![phases()],
        Direction::Forward | Direction::Reverse => [vec![phases()], of_two_databases(), of_block()].concat(),
    };
    let shared = changes::of_task()
        .into_iter()
        .filter(|one| one.argument != OF_MIGRATIONS && own.iter().all(|known| known.argument != one.argument));
    let shared: Vec<Change> = shared.filter(|one| !is_missing(&one.argument, direction)).collect();
    let tasks = shared.into_iter().chain(own).map(|one| in_direction(one, direction));
    tasks.chain(of_instance(direction)).collect()
}

fn in_direction(change: Change, direction: Direction) -> Change {
    let argument = change.argument.clone();
    change.of_kind(TASK, direction, |settings| of_synchronization(settings, &argument, direction))
}

/// The settings of a task that synchronizes, and not migrates.
pub(in crate::transition_matrix) fn of_synchronization(
    mut all: Settings,
    argument: &str,
    direction: Direction,
) -> Settings {
    if let Some(types) = all.remove(OF_MIGRATIONS) {
        let phases: Vec<&str> = ["\"schema\"", "\"full\""].into_iter().filter(|phase| types.contains(phase)).collect();
        all.entry("initial_phases".to_owned()).or_insert_with(|| format!("[{}]", phases.join(", ")));
    }
    if direction != Direction::OneWay && argument != BLOCK {
        all.entry("two_way.carry_ddl".to_owned()).or_insert_with(|| "true".to_owned());
        // Conditions, and the keys that only the JSON has, have no inverse.
        if argument.ends_with(".filter") {
            all.entry("two_way.reverse.objects".to_owned()).or_insert_with(|| REVERSE_TABLES.to_owned());
        }
        if argument == "objects_json" {
            all.entry("two_way.reverse.objects".to_owned()).or_insert_with(|| EVERYTHING.to_owned());
        }
    }
    all.entry("timeouts.update".to_owned()).or_insert_with(|| "\"20s\"".to_owned());
    all
}

const EVERYTHING: &str = "{ orders = { all = true } }";
const REVERSE_TABLES: &str = "{ orders = { tables = { a = {} } } }";

fn phases() -> Change {
    let row = option("initial_phases").values(&[r#"["schema", "full"]"#, r#"["full"]"#]);
    Change::of_row(&row.wire("StructureInitialization", json!(["true", "false"])))
}

/// The block as a whole, with an argument of it or without.
fn block(values: [&str; 2]) -> Row {
    option(BLOCK).also("two_way.carry_ddl", &values)
}

/// The arguments of the block.
fn of_block() -> Vec<Change> {
    let one = |name: &str, values: [&str; 2], wire: Option<(&str, Json)>| {
        let row = option(format!("two_way.{name}")).values(&values);
        Change::of_row(&match wire {
            Some((place, values)) => row.wire(place, values),
            None => row,
        })
    };
    let conflict = |values| Some(("Reserve/conflict", values));
    let tables = r#"{ orders = { tables = { customers = {} } } }"#;
    let json = |table: &str| {
        format!(
            r#"jsonencode({{ orders = {{ name = "orders", all = false, Table = {{ {table} = {{ name = "{table}", all = true }} }} }} }})"#
        )
    };
    let limit = |name: &str, key: &str| {
        let place = format!("Reserve/incDynamicConfig/dts.datamove.source.{key}.max");
        let name = format!("reverse.throttling.incremental.{name}");
        one(&name, ["100", "2000"], Some((&place, json!(["100", "2000"]))))
    };
    vec![
        one("on_conflict", [r#""fail""#, r#""overwrite""#], conflict(json!(["interrupt", "overwrite"]))),
        one("carry_ddl", ["true", "false"], Some(("Reserve/filterDDL", json!(["false", "true"])))),
        one("reverse.objects", [EVERYTHING, tables], Some(("DbList/orders/Table/customers/all", json!([null, true])))),
        one(
            "reverse.objects_json",
            [&json("customers"), &json("sales")],
            Some(("DbList/orders/Table/sales/all", json!([null, true]))),
        ),
        one("reverse.on_conflict", [r#""ignore""#, r#""overwrite""#], conflict(json!(["ignore", "overwrite"]))),
        one("reverse.precheck.ignore", [r#"["CHECK_SAME_OBJ"]"#, r#"["CHECK_SAME_OBJ", "CHECK_SAME_USER"]"#], None),
        one("reverse.precheck.rerun", ["1", "2"], None),
        limit("bytes_per_second", "bps"),
        limit("rows_per_second", "rps"),
    ]
}

/// Changes of an endpoint whose other endpoint changes, too, or is of the same kind.
fn of_two_databases() -> Vec<Change> {
    let [source, destination] = ["source", "destination"].map(of_side);
    source.into_iter().chain(destination).collect()
}

fn of_side(side: &str) -> Vec<Change> {
    let on = |argument: &str| option(format!("{side}.{argument}"));
    let other = if side == "source" { "destination" } else { "source" };
    let both = |row: Row, end: &[(&str, &str)]| row.end("source", end).end("destination", end);
    let prefix = if side == "source" { "SourceEndpoint" } else { "DestinationEndpoint" };
    let database = if side == "source" { "SourceEndpointDatabaseName" } else { "DestinationEndpointDataBaseName" };
    let instance = format!("{side}.instance_id");
    let named = both(on("database"), &MONGODB).words(&["admin", "users"]).wire(database, json!(["admin", "users"]));
    let topologies = [r#""replica_set""#, r#""sharded""#];
    let topology = both(on("mongodb_topology"), &MONGODB)
        .also(&format!("{other}.mongodb_topology"), &topologies)
        .values(&topologies);
    let user = both(on("username"), &REDIS).words(&["dts", UNSET]);
    let later = on("username").words(&["dts", "other"]).wire(format!("{prefix}UserName"), json!(["dts", "other"]));
    let engine = on("engine").words(&["mysql", "polardb_mysql"]).also(&instance, &[r#""rm-first""#, r#""pc-first""#]);
    let role = owned(on("cross_account.role_name"), side).words(&["first", "second"]);
    // The two databases change their places: they belong to different accounts.
    let account = owned(on("cross_account.account_id"), side)
        .words(&["1234567890123456", "3456789012345678"])
        .also(&instance, &[r#""rm-theirs""#, r#""rm-operators""#])
        .also(&format!("{other}.cross_account.account_id"), &[r#""3456789012345678""#, r#""1234567890123456""#])
        .also(&format!("{other}.instance_id"), &[r#""rm-operators""#, r#""rm-theirs""#]);
    vec![
        Change::of_row(&named),
        Change::of_row(&topology),
        Change::of_row(&user).moved(&later),
        Change::of_row(&engine),
        Change::of_row(&role.wire(format!("{prefix}Role"), json!(["first", "second"]))),
        Change::of_row(&account.wire(format!("{prefix}OwnerID"), json!(["1234567890123456", "3456789012345678"]))),
    ]
}

/// Both databases belong to other accounts, the one on this side to the account with two roles.
fn owned(row: Row, side: &str) -> Row {
    let other = if side == "source" { "destination" } else { "source" };
    row.with(&format!("{side}.instance_id"), r#""rm-theirs""#)
        .with(&format!("{side}.cross_account.account_id"), r#""1234567890123456""#)
        .with(&format!("{side}.cross_account.role_name"), r#""first""#)
        .with(&format!("{other}.instance_id"), r#""rm-operators""#)
        .with(&format!("{other}.cross_account.account_id"), r#""3456789012345678""#)
        .with(&format!("{other}.cross_account.role_name"), r#""first""#)
}

const REDIS: [(&str, &str); 7] = [
    ("engine", r#""redis""#),
    ("access_method", r#""alibaba_cloud_instance""#),
    ("region", r#""cn-hangzhou""#),
    ("instance_id", r#""r-sessions""#),
    ("username", r#""dts""#),
    ("password_wo", r#""first-password""#),
    ("password_wo_version", "1"),
];

fn of_instance(direction: Direction) -> Vec<Change> {
    let base =
        [("instance_class", r#""small""#), ("on_destroy", r#""stop_and_release""#), ("timeouts.update", r#""20s""#)];
    let reverse = |values: [&str; 2]| change(INSTANCE, &base, "reverse_desired_status", values);
    let all = changes::of_instance().into_iter().filter(|one| one.argument != "wait_for").chain([
        change(INSTANCE, &base, "wait_for", [r#""synchronizing""#, r#""accepted""#]),
        reverse(["", r#""suspended""#]).to("suspended"),
        reverse(["", r#""running""#]).to("running"),
    ]);
    all.map(|one| one.of_kind(INSTANCE, direction, |settings| settings)).collect()
}
