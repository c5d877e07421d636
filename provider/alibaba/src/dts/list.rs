//! `DescribeDtsJobs`: many jobs at once, with the progress of each phase but without owner and role of the endpoints.

use super::status::{JobStatus, Performance, Phase, PrecheckPhase, SyncPhase};
use crate::wire::{answer, request};

request! {
    /// Lists jobs.
    DescribeDtsJobs: DTS Read -> JobList {
        /// Region of the jobs.
        region: Option<String> = Query "Region",
        /// The same under its old name, which some gateways still route by.
        region_id: Option<String> = Query "RegionId",
        /// `MIGRATION` (default), `SYNC`, …; must fit the ids asked for.
        job_type: Option<String> = Query "JobType",
        /// Only these jobs, comma separated.
        dts_job_id: Option<String> = Query "DtsJobId",
        /// Only these instances, comma separated.
        dts_instance_id: Option<String> = Query "DtsInstanceId",
        /// What `params` searches: `instance`, `name`, `srcRds` or `rds`.
        search_by: Option<String> = Query "Type",
        /// Search text.
        params: Option<String> = Query "Params",
        /// Only jobs of this status.
        status: Option<String> = Query "Status",
        /// `CreateTime`, `FinishTime` or `duLimit`.
        order_column: Option<String> = Query "OrderColumn",
        /// `ASC` (default) or `DESC`.
        order_direction: Option<String> = Query "OrderDirection",
        /// Page, from 1.
        page_number: Option<i64> = Query "PageNumber",
        /// Rows a page: 10, 20 (default), 30 or 50.
        page_size: Option<i64> = Query "PageSize",
        /// Only jobs with these tags, JSON text.
        tags: Option<String> = Query "Tags",
        /// Only jobs of this resource group.
        resource_group_id: Option<String> = Query "ResourceGroupId",
        /// Only jobs on this dedicated cluster.
        dedicated_cluster_id: Option<String> = Query "DedicatedClusterId",
        /// Only jobs of this environment tag.
        dts_bis_label: Option<String> = Query "DtsBisLabel",
        /// Leave the objects out of the answer.
        without_db_list: Option<bool> = Query "WithoutDbList",
    }
}

answer! {
    /// Answer of `DescribeDtsJobs`.
    JobList {
        /// One page of jobs.
        jobs: Vec<JobSummary> = "DtsJobList",
        /// Page, from 1.
        page_number: Option<i64> = "PageNumber",
        /// Rows on this page.
        page_record_count: Option<i64> = "PageRecordCount",
        /// Rows in all.
        total_record_count: Option<i64> = "TotalRecordCount",
    }
}

answer! {
    /// One job of the list. Texts are empty when absent.
    JobSummary {
        /// Job id.
        dts_job_id: String = "DtsJobId",
        /// Instance id.
        dts_instance_id: String = "DtsInstanceID",
        /// Name.
        dts_job_name: String = "DtsJobName",
        /// Class.
        dts_job_class: String = "DtsJobClass",
        /// `online` for a migration.
        job_type: String = "JobType",
        /// `PostPaid` or `PrePaid`.
        pay_type: String = "PayType",
        /// How far it is.
        status: JobStatus = "Status",
        /// Why it failed.
        error_message: String = "ErrorMessage",
        /// Failures in detail.
        error_details: Vec<ErrorDetail> = "ErrorDetails",
        /// When it was made.
        create_time: String = "CreateTime",
        /// Incremental position, Unix seconds.
        checkpoint: String = "Checkpoint",
        /// Delay in milliseconds (for migrations); -1 before the incremental phase.
        delay: Option<i64> = "Delay",
        /// Objects, JSON text.
        db_object: String = "DbObject",
        /// Settings, JSON text.
        reserved: String = "Reserved",
        /// Dedicated cluster.
        dedicated_cluster_id: String = "DedicatedClusterId",
        /// Units the job may use of its dedicated cluster.
        du_usage: Option<i64> = "DuUsage",
        /// Units it uses now, a text.
        du_real_usage: String = "DuRealUsage",
        /// Least units of a serverless job.
        min_du: Option<f64> = "MinDu",
        /// Most units of a serverless job.
        max_du: Option<f64> = "MaxDu",
        /// Environment tag.
        dts_bis_label: String = "DtsBisLabel",
        /// Resource group.
        resource_group_id: String = "ResourceGroupId",
        /// Which phases it has.
        migration_mode: ListedMode = "MigrationMode",
        /// Source.
        source_endpoint: ListedEndpoint = "SourceEndpoint",
        /// Destination.
        destination_endpoint: ListedEndpoint = "DestinationEndpoint",
        /// Precheck.
        precheck_status: PrecheckPhase = "PrecheckStatus",
        /// Schema.
        structure_initialization_status: Phase = "StructureInitializationStatus",
        /// Full data.
        data_initialization_status: Phase = "DataInitializationStatus",
        /// Incremental data.
        data_synchronization_status: SyncPhase = "DataSynchronizationStatus",
        /// Verification of the schema.
        structure_data_check_status: Phase = "StructureDataCheckStatus",
        /// Verification of full data.
        full_data_check_status: Phase = "FullDataCheckStatus",
        /// Verification of incremental data.
        inc_data_check_status: Phase = "IncDataCheckStatus",
        /// Throughput.
        performance: Performance = "Performance",
        /// Set while DTS retries.
        retry_state: ListedRetryState = "RetryState",
        /// Tags.
        tags: Vec<JobTag> = "TagList",
    }
}

answer! {
    /// Which phases a listed job has, verification included.
    ListedMode {
        /// Schema.
        structure_initialization: bool = "StructureInitialization",
        /// Full data.
        data_initialization: bool = "DataInitialization",
        /// Incremental data.
        data_synchronization: bool = "DataSynchronization",
        /// Verification of the schema.
        structure_data_check: bool = "StructureDataCheck",
        /// Verification of full data.
        full_data_check: bool = "FullDataCheck",
        /// Verification of incremental data.
        inc_data_check: bool = "IncDataCheck",
    }
}

answer! {
    /// One end of a listed job; whose it is only `DescribeDtsJobDetail` tells.
    ListedEndpoint {
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
    }
}

answer! {
    /// DTS's own retrying of a listed job.
    ListedRetryState {
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
        /// Code of the failure.
        migration_error_code: String = "MigrationErrCode",
        /// Text of the failure.
        migration_error_message: String = "MigrationErrMsg",
        /// What DTS suggests.
        migration_error_workaround: String = "MigrationErrWorkaround",
    }
}

answer! {
    /// A failure of a listed job.
    ErrorDetail {
        /// Code.
        error_code: String = "ErrorCode",
        /// Page about it.
        help_url: String = "HelpUrl",
    }
}

answer! {
    /// A tag of a listed job.
    JobTag {
        /// Key.
        tag_key: String = "TagKey",
        /// Value.
        tag_value: String = "TagValue",
    }
}
