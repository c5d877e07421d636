//! The precheck: its items and which of them to skip.

use crate::wire::{answer, request};

request! {
    /// Reads the items of one phase of a job.
    DescribePreCheckStatus: DTS Read -> PrecheckReport {
        /// Region of the job.
        region_id: Option<String> = Query "RegionId",
        /// Job.
        dts_job_id: String = Query "DtsJobId",
        /// `01` precheck, `02` schema, `03` full, `04` incremental.
        job_code: String = Query "JobCode",
        /// Page, from 1.
        page_no: Option<String> = Query "PageNo",
        /// Items a page; default 20.
        page_size: Option<String> = Query "PageSize",
        /// Only objects whose name contains this.
        name: Option<String> = Query "Name",
    }
}

request! {
    /// Tells DTS to pass over precheck items, or no longer to. Run the precheck again afterwards.
    SkipPreCheck: DTS Idempotent -> SkippedItems {
        /// Region of the job.
        region_id: Option<String> = Query "RegionId",
        /// Job.
        dts_job_id: String = Query "DtsJobId",
        /// The precheck's own id: `job_id` of [`PrecheckReport`].
        job_id: Option<String> = Query "JobId",
        /// Pass over, or no longer.
        skip: bool = Query "Skip",
        /// JSON list of codes, e.g. `["CHECK_SAME_OBJ"]`.
        items: Option<String> = Query "SkipPreCheckItems",
        /// JSON list of the matching names, e.g. `["CHECK_SAME_OBJ_DETAIL"]`.
        names: Option<String> = Query "SkipPreCheckNames",
    }
}

answer! {
    /// Answer of `DescribePreCheckStatus`.
    PrecheckReport {
        /// Id of the precheck itself, for `SkipPreCheck`.
        job_id: String = "JobId",
        /// Name.
        job_name: String = "JobName",
        /// Which phase.
        code: String = "Code",
        /// `NotStarted`, `Checking`, `Failed`, `Finished`, `Migrating`, `Suspending` or `Catched`.
        state: String = "State",
        /// Items in all.
        total: Option<i64> = "Total",
        /// Failed items.
        error_items: Option<i64> = "ErrorItem",
        /// Page, from 1.
        page_number: Option<i64> = "PageNumber",
        /// Rows on this page.
        page_record_count: Option<i64> = "PageRecordCount",
        /// Rows in all.
        total_record_count: Option<i64> = "TotalRecordCount",
        /// The items.
        items: Vec<PrecheckItem> = "JobProgress",
        /// Items of the migration assessment; they never block.
        analysis_items: Vec<PrecheckItem> = "AnalysisJobProgress",
        /// Items of the parts of a distributed job.
        sub_jobs: Vec<SubPrecheck> = "SubDistributedJobStatus",
    }
}

answer! {
    /// The precheck of one part of a distributed job.
    SubPrecheck {
        /// Id of the part's precheck.
        job_id: String = "JobId",
        /// Name.
        job_name: String = "JobName",
        /// Which phase.
        code: String = "Code",
        /// As in [`PrecheckReport`].
        state: String = "State",
        /// The items.
        items: Vec<PrecheckItem> = "JobProgress",
    }
}

answer! {
    /// One item.
    PrecheckItem {
        /// Id of the item.
        id: String = "Id",
        /// Id of the precheck.
        job_id: String = "JobId",
        /// Place in the order.
        order: Option<i64> = "OrderNum",
        /// Code, e.g. `CHECK_CONN_SRC`.
        item: String = "Item",
        /// Name, e.g. `CHECK_CONN_SRC_DETAIL`.
        names: String = "Names",
        /// `NotStarted`, `Checking`, `Failed`, `Warning`, `Success` or `Migrating`.
        state: String = "State",
        /// Whether it may be skipped.
        can_skip: bool = "CanSkip",
        /// Whether it is skipped.
        skip: bool = "Skip",
        /// `Y` or `N`.
        ignore_flag: String = "IgnoreFlag",
        /// What failed.
        error_message: String = "ErrMsg",
        /// More about it.
        error_detail: String = "ErrDetail",
        /// What to do.
        repair_method: String = "RepairMethod",
        /// Start of the item.
        boot_time: String = "BootTime",
        /// End of the item.
        finish_time: String = "FinishTime",
        /// Object the item is about, source side.
        source_schema: String = "SourceSchema",
        /// Object the item is about, destination side.
        destination_schema: String = "DestSchema",
        /// What the checker wrote.
        logs: Vec<PrecheckLog> = "Logs",
    }
}

answer! {
    /// One line a checker wrote.
    PrecheckLog {
        /// Kind of error.
        error_type: String = "ErrType",
        /// Text.
        message: String = "ErrMsg",
        /// What it is about.
        data: String = "ErrData",
        /// Level.
        level: String = "LogLevel",
    }
}

answer! {
    /// Answer of `SkipPreCheck`.
    SkippedItems {
        /// Precheck id of the migration part.
        migration_job_id: String = "MigrationJobId",
        /// Precheck id of the scheduling part.
        schedule_job_id: String = "ScheduleJobId",
        /// Codes now skipped.
        items: String = "SkipItems",
        /// Names now skipped.
        names: String = "SkipNames",
    }
}
