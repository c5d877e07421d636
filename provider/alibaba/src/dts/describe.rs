//! `DescribeDtsJobDetail`: all about one job, and the only call that tells owner and role of its endpoints.

use super::status::{JobStatus, MigrationMode, Performance, Phase, PrecheckPhase, SyncPhase};
use crate::wire::{answer, request};

request! {
    /// Reads one job. Documented rate: 40 a second for an account.
    DescribeDtsJobDetail: DTS Read -> JobDetail {
        /// Region of the job.
        region_id: Option<String> = Query "RegionId",
        /// Job.
        dts_job_id: Option<String> = Query "DtsJobId",
        /// Or its instance. Mind the capital D on the wire.
        dts_instance_id: Option<String> = Query "DtsInstanceID",
    }
}

answer! {
    /// Answer of `DescribeDtsJobDetail`. Texts are empty when absent.
    JobDetail {
        /// Job id.
        dts_job_id: String = "DtsJobId",
        /// Instance id.
        dts_instance_id: String = "DtsInstanceID",
        /// Name.
        dts_job_name: String = "DtsJobName",
        /// Class, e.g. `medium`; absent while unpurchased, as far as is known.
        dts_job_class: String = "DtsJobClass",
        /// `online` for a migration.
        job_type: String = "JobType",
        /// `PostPaid` or `PrePaid`; absent while unpurchased, as far as is known.
        pay_type: String = "PayType",
        /// How far it is.
        status: JobStatus = "Status",
        /// Why it failed.
        error_message: String = "ErrorMessage",
        /// When it was made.
        create_time: String = "CreateTime",
        /// When it was started.
        boot_time: String = "BootTime",
        /// When it finished.
        finish_time: String = "FinishTime",
        /// When it was changed last.
        last_update_time: String = "LastUpdateTime",
        /// Incremental position, Unix seconds.
        checkpoint: String = "Checkpoint",
        /// Where incremental migration was told to begin, Unix seconds.
        init_checkpoint: String = "InitCheckpoint",
        /// Delay of incremental migration in milliseconds; -1 before it starts.
        delay: Option<i64> = "Delay",
        /// Objects, JSON text, with the service's additions.
        db_object: String = "DbObject",
        /// Where objects lie that are too long for the answer.
        db_object_oss_url: String = "DbObjectOssUrl",
        /// Settings, JSON text, with the service's additions.
        reserved: String = "Reserved",
        /// Dedicated cluster.
        dedicated_cluster_id: String = "DedicatedClusterId",
        /// Environment tag.
        dts_bis_label: String = "DtsBisLabel",
        /// Resource group.
        resource_group_id: String = "ResourceGroupId",
        /// Transformation of the rows on their way.
        etl_calculator: String = "EtlCalculator",
        /// Least units of a serverless job.
        min_du: Option<f64> = "MinDu",
        /// Most units of a serverless job.
        max_du: Option<f64> = "MaxDu",
        /// Which phases it has.
        migration_mode: MigrationMode = "MigrationMode",
        /// Source.
        source_endpoint: DetailEndpoint = "SourceEndpoint",
        /// Destination.
        destination_endpoint: DetailEndpoint = "DestinationEndpoint",
        /// Incremental phase.
        data_synchronization_status: SyncPhase = "DataSynchronizationStatus",
        /// Set while DTS retries.
        retry_state: RetryState = "RetryState",
        /// The job's parts; schema and full phases are told here only.
        sub_sync_jobs: Vec<SubJob> = "SubSyncJob",
        /// Parts of a job spread over several regions or shards.
        sub_distributed_jobs: Vec<SubJob> = "SubDistributedJob",
    }
}

answer! {
    /// One end of a job, with whose it is. The password is never told.
    DetailEndpoint {
        /// Account that owns it, for a cross-account endpoint.
        aliyun_uid: String = "AliyunUid",
        /// Role in that account.
        role_name: String = "RoleName",
        /// Instance type.
        instance_type: String = "InstanceType",
        /// Engine; its case differs from what was sent.
        engine_name: String = "EngineName",
        /// Instance id.
        instance_id: String = "InstanceID",
        /// Region.
        region: String = "Region",
        /// Host.
        ip: String = "Ip",
        /// Port.
        port: String = "Port",
        /// Database.
        database_name: String = "DatabaseName",
        /// Oracle SID.
        oracle_sid: String = "OracleSID",
        /// Login.
        user_name: String = "UserName",
        /// `DISABLE`, `ENABLE_WITH_CERTIFICATE`, …
        ssl_solution: String = "SslSolutionEnum",
        /// Whether the password can be changed in place.
        can_modify_password: Option<bool> = "CanModifyPassword",
    }
}

answer! {
    /// DTS's own retrying of a job.
    RetryState {
        /// Whether it retries now.
        retrying: bool = "Retrying",
        /// How often so far.
        retry_count: Option<i64> = "RetryCount",
        /// For how long so far, seconds.
        retry_time: Option<i64> = "RetryTime",
        /// For how long at most, seconds.
        max_retry_time: Option<i64> = "MaxRetryTime",
        /// `srcDB`, `destDB` or `inner_module`.
        retry_target: String = "RetryTarget",
        /// Module that retries.
        module: String = "Module",
        /// Why.
        message: String = "ErrMessage",
    }
}

answer! {
    /// A part of a job.
    SubJob {
        /// Job id of the part.
        dts_job_id: String = "DtsJobId",
        /// Instance id of the part.
        dts_instance_id: String = "DtsInstanceID",
        /// How far it is.
        status: JobStatus = "Status",
        /// Why it failed.
        error_message: String = "ErrorMessage",
        /// Delay in milliseconds.
        delay: Option<i64> = "Delay",
        /// Incremental position, Unix seconds.
        checkpoint: String = "Checkpoint",
        /// Which phases it has.
        migration_mode: MigrationMode = "MigrationMode",
        /// Source.
        source_endpoint: SubJobEndpoint = "SourceEndpoint",
        /// Destination.
        destination_endpoint: SubJobEndpoint = "DestinationEndpoint",
        /// Precheck.
        precheck_status: PrecheckPhase = "PrecheckStatus",
        /// Schema.
        structure_initialization_status: Phase = "StructureInitializationStatus",
        /// Full data.
        data_initialization_status: Phase = "DataInitializationStatus",
        /// Incremental data.
        data_synchronization_status: SyncPhase = "DataSynchronizationStatus",
        /// Throughput.
        performance: Performance = "Performance",
        /// Set while DTS retries.
        retry_state: SubRetryState = "RetryState",
    }
}

answer! {
    /// One end of a part of a job.
    SubJobEndpoint {
        /// Account that owns it.
        aliyun_uid: String = "AliyunUid",
        /// Role in that account.
        role_name: String = "RoleName",
        /// Instance type.
        instance_type: String = "InstanceType",
        /// Engine.
        engine_name: String = "EngineName",
        /// Instance id.
        instance_id: String = "InstanceID",
        /// Region.
        region: String = "Region",
    }
}

answer! {
    /// DTS's own retrying of a part; the message has another name here.
    SubRetryState {
        /// Whether it retries now.
        retrying: bool = "Retrying",
        /// How often so far.
        retry_count: Option<i64> = "RetryCount",
        /// For how long so far, seconds.
        retry_time: Option<i64> = "RetryTime",
        /// For how long at most, seconds.
        max_retry_time: Option<i64> = "MaxRetryTime",
        /// `srcDB`, `destDB` or `inner_module`.
        retry_target: String = "RetryTarget",
        /// Module that retries.
        module: String = "Module",
        /// Why.
        message: String = "ErrMsg",
    }
}
