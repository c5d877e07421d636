//! Start, suspend, stop, release. All return before the job has changed: poll its status.

use super::Done;
use crate::wire::request;

request! {
    /// Unpurchased job: runs the precheck only. Purchased: precheck, then run. Suspended: goes on.
    StartDtsJob: DTS Transition -> Done {
        /// Region of the job.
        region_id: Option<String> = Query "RegionId",
        /// Job.
        dts_job_id: Option<String> = Query "DtsJobId",
        /// Or its instance.
        dts_instance_id: Option<String> = Query "DtsInstanceId",
    }
}

request! {
    /// Pauses a running job; its status stays `Suspending`.
    SuspendDtsJob: DTS Transition -> Done {
        /// Region of the job.
        region_id: Option<String> = Query "RegionId",
        /// Job.
        dts_job_id: Option<String> = Query "DtsJobId",
        /// Or its instance.
        dts_instance_id: Option<String> = Query "DtsInstanceId",
    }
}

request! {
    /// Ends a job for good; its status becomes `Finished`.
    StopDtsJob: DTS Transition -> Done {
        /// Region of the job.
        region_id: Option<String> = Query "RegionId",
        /// Job.
        dts_job_id: Option<String> = Query "DtsJobId",
        /// Or its instance.
        dts_instance_id: Option<String> = Query "DtsInstanceId",
    }
}

request! {
    /// Releases a job and the instance it runs on.
    DeleteDtsJob: DTS Idempotent -> Done {
        /// Region of the job.
        region_id: Option<String> = Query "RegionId",
        /// Job.
        dts_job_id: Option<String> = Query "DtsJobId",
        /// Or its instance.
        dts_instance_id: Option<String> = Query "DtsInstanceId",
        /// `MIGRATION`, `SYNC` or `SUBSCRIBE`.
        job_type: Option<String> = Query "JobType",
    }
}
