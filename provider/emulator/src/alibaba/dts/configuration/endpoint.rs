//! One side of a job, as its parameters describe it.

use crate::alibaba::gateway::Parameters;

/// Instance types of ConfigureDtsJob: cloud instances first, then access to self-managed databases. `POLARDB` is not in
/// the reference; a tool of Alibaba Cloud sends it for PolarDB for PostgreSQL.
pub(crate) const KINDS: &[&str] = &[
    "RDS",
    "PolarDB",
    "POLARDB",
    "ADS",
    "REDIS",
    "DISTRIBUTED_POLARDBX10",
    "POLARDBX20",
    "MONGODB",
    "DISTRIBUTED_DMSLOGICDB",
    "LINDORM",
    "ROCKETMQ",
    "GREENPLUM",
    "DATAHUB",
    "ELK",
    "Tablestore",
    "ODPS",
    "KAFKA",
    "OTHER",
    "ECS",
    "EXPRESS",
    "CEN",
    "DG",
];

/// Access methods of self-managed databases.
const SELF_MANAGED: [&str; 5] = ["OTHER", "ECS", "EXPRESS", "CEN", "DG"];

/// Instance types only one side can have.
const SOURCE_KINDS: [&str; 1] = ["DISTRIBUTED_DMSLOGICDB"];
const DESTINATION_KINDS: [&str; 6] = ["ROCKETMQ", "GREENPLUM", "DATAHUB", "ELK", "Tablestore", "ODPS"];

/// Engines of ConfigureDtsJob, compared without regard to case: first those that both sides can have.
pub(crate) const ENGINES: &[&str] = &[
    "MySQL",
    "MariaDB",
    "PolarDB",
    "POLARDB_O",
    "POLARDB_PG",
    "POLARDBX10",
    "POLARDBX20",
    "ADB30",
    "Oracle",
    "PostgreSQL",
    "MSSQL",
    "MongoDB",
    "DB2",
    "AS400",
    "Redis",
    "LINDORM",
    "OceanBase",
    "Kafka",
    // Sources only.
    "DMSPOLARDB",
    "HBASE",
    "TERADATA",
    "TiDB",
    "SLS",
    // Destinations only.
    "ADS",
    "ROCKETMQ",
    "GREENPLUM",
    "DATAHUB",
    "ODPS",
    "Tablestore",
    "ELK",
    "clickhouse",
    "selectdb",
];

/// Engines only one side can have.
const SOURCE_ENGINES: [&str; 5] = ["DMSPOLARDB", "HBASE", "TERADATA", "TiDB", "SLS"];
const DESTINATION_ENGINES: [&str; 9] =
    ["ADS", "ROCKETMQ", "GREENPLUM", "DATAHUB", "ODPS", "Tablestore", "ELK", "clickhouse", "selectdb"];

/// Source or destination.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Source,
    Destination,
}

impl Side {
    pub(crate) const BOTH: [Self; 2] = [Self::Source, Self::Destination];

    /// `src` or `dest`, as the modify calls name a side.
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name {
            "src" => Some(Self::Source),
            "dest" => Some(Self::Destination),
            _ => None,
        }
    }

    fn prefix(self) -> &'static str {
        match self {
            Self::Source => "SourceEndpoint",
            Self::Destination => "DestinationEndpoint",
        }
    }

    /// The parameter of ConfigureDtsJob for a field of this side. The two sides spell the database name differently.
    pub(crate) fn parameter(self, field: &str) -> String {
        match (self, field) {
            (Self::Destination, "DatabaseName") => "DestinationEndpointDataBaseName".to_owned(),
            _ => format!("{}{field}", self.prefix()),
        }
    }

    /// The key of `Reserve` for a setting of this side, `src…` or `dest…`.
    pub(crate) fn setting(self, name: &str) -> String {
        match self {
            Self::Source => format!("src{name}"),
            Self::Destination => format!("dest{name}"),
        }
    }

    /// Whether an instance type is valid for this side.
    pub(crate) fn takes_kind(self, kind: &str) -> bool {
        let foreign = match self {
            Self::Source => &DESTINATION_KINDS[..],
            Self::Destination => &SOURCE_KINDS[..],
        };
        KINDS.contains(&kind) && !foreign.contains(&kind)
    }

    /// Whether an engine is valid for this side.
    pub(crate) fn takes_engine(self, engine: &str) -> bool {
        let foreign = match self {
            Self::Source => &DESTINATION_ENGINES[..],
            Self::Destination => &SOURCE_ENGINES[..],
        };
        let named = |known: &[&str]| known.iter().any(|known| known.eq_ignore_ascii_case(engine));
        named(ENGINES) && !named(foreign)
    }

    /// The side in messages.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Destination => "destination",
        }
    }

    /// The word in precheck item codes.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Source => "SRC",
            Self::Destination => "DEST",
        }
    }
}

/// A view of one side's parameters.
#[derive(Clone, Copy)]
pub(crate) struct Endpoint<'a> {
    parameters: &'a Parameters,
    pub(crate) side: Side,
}

impl<'a> Endpoint<'a> {
    pub(crate) fn new(parameters: &'a Parameters, side: Side) -> Self {
        Self { parameters, side }
    }

    /// A field, like `InstanceID`; empty when it is absent.
    pub(crate) fn field(&self, name: &str) -> &'a str {
        self.parameters.get(&self.side.parameter(name)).unwrap_or_default()
    }

    /// Instance type.
    pub(crate) fn kind(&self) -> &'a str {
        self.field("InstanceType")
    }

    /// Engine name; MYSQL when it is absent.
    pub(crate) fn engine(&self) -> &'a str {
        Some(self.field("EngineName")).filter(|name| !name.is_empty()).unwrap_or("MYSQL")
    }

    pub(crate) fn is_self_managed(&self) -> bool {
        SELF_MANAGED.contains(&self.kind())
    }

    /// Account and role when the side belongs to another account.
    pub(crate) fn cross_account(&self) -> Option<(&'a str, &'a str)> {
        let owner = Some(self.field("OwnerID")).filter(|id| !id.is_empty())?;
        Some((owner, self.field("Role")))
    }

    /// Whether the engine is one of these, compared without regard to case.
    pub(crate) fn is_engine(&self, names: &[&str]) -> bool {
        names.iter().any(|name| name.eq_ignore_ascii_case(self.engine()))
    }

    /// Whether the engine has binary logs like MySQL.
    pub(crate) fn is_mysql_like(&self) -> bool {
        self.is_engine(&["MYSQL", "MARIADB", "POLARDB"])
    }
}

/// The engine as the describe calls spell it; requests spell it differently.
pub(crate) fn engine_in_answers(name: &str) -> &str {
    const SPELLINGS: [&str; 12] = [
        "MySQL",
        "PolarDB",
        "PostgreSQL",
        "MongoDB",
        "Redis",
        "Oracle",
        "polardb_o",
        "polardb_pg",
        "polardbx20",
        "as400",
        "TeraData",
        "DMSPolarDB",
    ];
    SPELLINGS.into_iter().find(|spelling| spelling.eq_ignore_ascii_case(name)).unwrap_or(name)
}
