//! `ConfigureDtsJob`: make a job, or configure one that has not started.

use crate::wire::{answer, request};
use cloud_core::Secret;

request! {
    /// Makes a job when neither `dts_job_id` nor `dts_instance_id` is given (nothing is bought), otherwise configures
    /// that job anew, which is allowed until it starts. The service never merges two jobs of one name.
    ConfigureDtsJob: DTS Create unless names_a_job => Idempotent -> ConfiguredJob {
        /// Region of the DTS job.
        region_id: Option<String> = Query "RegionId",
        /// Job to configure anew.
        dts_job_id: Option<String> = Query "DtsJobId",
        /// Instance to configure.
        dts_instance_id: Option<String> = Query "DtsInstanceId",
        /// Name, not unique.
        dts_job_name: String = Query "DtsJobName",
        /// `MIGRATION`, `SYNC` or `CHECK`.
        job_type: String = Query "JobType",
        /// Schema migration.
        structure_initialization: bool = Query "StructureInitialization",
        /// Full data migration.
        data_initialization: bool = Query "DataInitialization",
        /// Incremental data migration.
        data_synchronization: bool = Query "DataSynchronization",
        /// `Forward` (default) or `Reverse`, of a two-way synchronization.
        synchronization_direction: Option<String> = Query "SynchronizationDirection",
        /// Objects to migrate, JSON text of at most 1 MB.
        db_list: Option<String> = Form "DbList",
        /// Where a longer list of objects lies, a URL of the object storage.
        file_oss_url: Option<String> = Query "FileOssUrl",
        /// Further settings, JSON text.
        reserve: Option<String> = Form "Reserve",
        /// Start of incremental migration, Unix seconds, when there is no full phase.
        checkpoint: Option<String> = Query "Checkpoint",
        /// Data verification settings, JSON text.
        data_check_configure: Option<String> = Query "DataCheckConfigure",
        /// Alert on delay.
        delay_notice: Option<bool> = Query "DelayNotice",
        /// Phones told about delay, comma separated, at most ten.
        delay_phone: Option<Secret> = Query "DelayPhone",
        /// Delay in seconds from which to alert.
        delay_rule_time: Option<i64> = Query "DelayRuleTime",
        /// Alert on errors.
        error_notice: Option<bool> = Query "ErrorNotice",
        /// Phones told about errors, comma separated, at most ten.
        error_phone: Option<Secret> = Query "ErrorPhone",
        /// Dedicated cluster to run on.
        dedicated_cluster_id: Option<String> = Query "DedicatedClusterId",
        /// Resource group.
        resource_group_id: Option<String> = Query "ResourceGroupId",
        /// Environment tag, `normal` or `online`.
        dts_bis_label: Option<String> = Query "DtsBisLabel",
        /// Least units of a serverless job.
        min_du: Option<f64> = Query "MinDu",
        /// Most units of a serverless job.
        max_du: Option<f64> = Query "MaxDu",
        /// Whether the job is for disaster recovery.
        disaster_recovery_job: Option<bool> = Query "DisasterRecoveryJob",

        /// Source: `RDS`, `PolarDB`, …, or `OTHER`, `ECS`, `EXPRESS`, `CEN`, `DG` for self-managed databases.
        source_endpoint_instance_type: String = Query "SourceEndpointInstanceType",
        /// Source: engine, e.g. `MYSQL`.
        source_endpoint_engine_name: Option<String> = Query "SourceEndpointEngineName",
        /// Source: instance id, or the VPC, ECS or gateway id, depending on the instance type.
        source_endpoint_instance_id: Option<String> = Query "SourceEndpointInstanceID",
        /// Source: region.
        source_endpoint_region: Option<String> = Query "SourceEndpointRegion",
        /// Source: host of a self-managed database.
        source_endpoint_ip: Option<String> = Query "SourceEndpointIP",
        /// Source: port.
        source_endpoint_port: Option<String> = Query "SourceEndpointPort",
        /// Source: database to log in to; for MongoDB the authentication database.
        source_endpoint_database_name: Option<String> = Query "SourceEndpointDatabaseName",
        /// Source: login.
        source_endpoint_user_name: Option<String> = Query "SourceEndpointUserName",
        /// Source: password.
        source_endpoint_password: Option<Secret> = Query "SourceEndpointPassword",
        /// Source: SID of an Oracle database that is no RAC.
        source_endpoint_oracle_sid: Option<String> = Query "SourceEndpointOracleSID",
        /// Source: account that owns the instance, when it is another one.
        source_endpoint_owner_id: Option<String> = Query "SourceEndpointOwnerID",
        /// Source: name (not ARN) of the role in that account.
        source_endpoint_role: Option<String> = Query "SourceEndpointRole",
        /// Source: vSwitch of a data delivery link.
        source_endpoint_vswitch_id: Option<String> = Query "SourceEndpointVSwitchID",

        /// Destination: as for the source, with the destination's own types.
        destination_endpoint_instance_type: String = Query "DestinationEndpointInstanceType",
        /// Destination: engine, e.g. `MYSQL`.
        destination_endpoint_engine_name: Option<String> = Query "DestinationEndpointEngineName",
        /// Destination: instance id, or the VPC, ECS or gateway id.
        destination_endpoint_instance_id: Option<String> = Query "DestinationEndpointInstanceID",
        /// Destination: region.
        destination_endpoint_region: Option<String> = Query "DestinationEndpointRegion",
        /// Destination: host of a self-managed database.
        destination_endpoint_ip: Option<String> = Query "DestinationEndpointIP",
        /// Destination: port.
        destination_endpoint_port: Option<String> = Query "DestinationEndpointPort",
        /// Destination: database, where the engine needs one. Mind the capital B on the wire.
        destination_endpoint_database_name: Option<String> = Query "DestinationEndpointDataBaseName",
        /// Destination: login.
        destination_endpoint_user_name: Option<String> = Query "DestinationEndpointUserName",
        /// Destination: password.
        destination_endpoint_password: Option<Secret> = Query "DestinationEndpointPassword",
        /// Destination: Oracle SID.
        destination_endpoint_oracle_sid: Option<String> = Query "DestinationEndpointOracleSID",
        /// Destination: account that owns the instance, when it is another one.
        destination_endpoint_owner_id: Option<String> = Query "DestinationEndpointOwnerID",
        /// Destination: name (not ARN) of the role in that account.
        destination_endpoint_role: Option<String> = Query "DestinationEndpointRole",

        /// First vSwitch of the source's VPC NAT.
        source_primary_vswitch_id: Option<String> = Query "SrcPrimaryVswId",
        /// Second vSwitch of the source's VPC NAT.
        source_secondary_vswitch_id: Option<String> = Query "SrcSecondaryVswId",
        /// First vSwitch of the destination's VPC NAT.
        destination_primary_vswitch_id: Option<String> = Query "DestPrimaryVswId",
        /// Second vSwitch of the destination's VPC NAT.
        destination_secondary_vswitch_id: Option<String> = Query "DestSecondaryVswId",
    }
}

/// Configuring a job that is named leaves the same job however often it is done.
fn names_a_job(request: &ConfigureDtsJob) -> bool {
    request.dts_job_id.is_some() || request.dts_instance_id.is_some()
}

answer! {
    /// Answer of `ConfigureDtsJob`.
    ConfiguredJob {
        /// Job id.
        dts_job_id: String = "DtsJobId",
        /// Instance id; given for an unpurchased job too.
        dts_instance_id: String = "DtsInstanceId",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::action::Action as _;
    use cloud_core::Safety;

    #[test]
    fn passwords_are_sent_but_never_printed() {
        let request = ConfigureDtsJob {
            source_endpoint_password: Some("canary-source".into()),
            destination_endpoint_password: Some("canary-destination".into()),
            ..ConfigureDtsJob::default()
        };
        let printed = format!("{request:?} {:?}", request.parameters());
        assert!(!printed.contains("canary"), "{printed}");
        assert_eq!(request.parameters().get("SourceEndpointPassword"), Some("canary-source"));
        assert_eq!(request.parameters().get("DestinationEndpointPassword"), Some("canary-destination"));
    }

    #[test]
    fn making_a_job_is_not_repeated_configuring_a_known_one_is() {
        assert_eq!(ConfigureDtsJob::default().safety(), Safety::Create);
        let known = ConfigureDtsJob { dts_job_id: Some("job".into()), ..ConfigureDtsJob::default() };
        assert_eq!(known.safety(), Safety::Idempotent);
    }
}
