//! Buying an instance and raising its class.

use crate::wire::{answer, request};

request! {
    /// Buys an instance: for a configured job (`job_id`), whose regions and engines then count, or a blank one.
    CreateDtsInstance: DTS Create -> PurchasedInstance {
        /// Region; must equal `dts_region`.
        region_id: Option<String> = Query "RegionId",
        /// Region; must equal `region_id`.
        dts_region: Option<String> = Query "DtsRegion",
        /// `PostPaid`; migrations know nothing else.
        pay_type: String = Query "PayType",
        /// Job the instance is for.
        job_id: Option<String> = Query "JobId",
        /// Start the job at once; only with `job_id`, default false.
        auto_start: Option<bool> = Query "AutoStart",
        /// `small`, `medium`, `large`, `xlarge` or `xxlarge`.
        instance_class: Option<String> = Query "InstanceClass",
        /// `MIGRATION`; only without `job_id`, like regions and engines.
        kind: Option<String> = Query "Type",
        /// Region of the source.
        source_region: Option<String> = Query "SourceRegion",
        /// Region of the destination.
        destination_region: Option<String> = Query "DestinationRegion",
        /// Engine of the source, in this call's own spelling, e.g. `MySQL`.
        source_endpoint_engine_name: Option<String> = Query "SourceEndpointEngineName",
        /// Engine of the destination, in this call's own spelling.
        destination_endpoint_engine_name: Option<String> = Query "DestinationEndpointEngineName",
        /// Databases of a PolarDB-X 1.0 source; default 1.
        database_count: Option<i64> = Query "DatabaseCount",
        /// Units of a dedicated cluster, 1 to 100.
        du: Option<i64> = Query "Du",
        /// Resource group.
        resource_group_id: Option<String> = Query "ResourceGroupId",
        /// Least units of a serverless instance.
        min_du: Option<f64> = Query "MinDu",
        /// Most units of a serverless instance.
        max_du: Option<f64> = Query "MaxDu",
        /// Compute units of a transformation, 2 or more.
        compute_unit: Option<i64> = Query "ComputeUnit",
        /// How many; 1.
        quantity: Option<i64> = Query "Quantity",
    }
}

request! {
    /// Raises the class of an instance; it cannot be lowered.
    TransferInstanceClass: DTS Create -> TransferredInstance {
        /// Region of the job.
        region_id: Option<String> = Query "RegionId",
        /// Job.
        dts_job_id: String = Query "DtsJobId",
        /// New class.
        instance_class: String = Query "InstanceClass",
        /// `UPGRADE`.
        order_type: String = Query "OrderType",
    }
}

answer! {
    /// Answer of `CreateDtsInstance`.
    PurchasedInstance {
        /// Instance id.
        instance_id: String = "InstanceId",
        /// Job id.
        job_id: String = "JobId",
    }
}

answer! {
    /// Answer of `TransferInstanceClass`.
    TransferredInstance {
        /// Instance id.
        instance_id: String = "InstanceId",
        /// Job id.
        dts_job_id: String = "DtsJobId",
        /// `POSTPAY` or `PREPAY`.
        charge_type: String = "ChargeType",
        /// End of a subscription.
        end_time: String = "EndTime",
    }
}
