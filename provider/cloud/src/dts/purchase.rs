//! Buying an instance and raising its class.

use crate::wire::{answer, request};

request! {
    /// Buys an instance: for a configured job (`job_id`), whose regions and engines then count, or a blank one.
    CreateDtsInstance: Dts Create -> PurchasedInstance {
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
        /// `MIGRATION`; only without `job_id`.
        kind: Option<String> = Query "Type",
        /// Units of a dedicated cluster, 1 to 100.
        du: Option<i64> = Query "Du",
        /// Resource group.
        resource_group_id: Option<String> = Query "ResourceGroupId",
        /// How many; 1.
        quantity: Option<i64> = Query "Quantity",
    }
}

request! {
    /// Raises the class of an instance; it cannot be lowered.
    TransferInstanceClass: Dts Create -> TransferredInstance {
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
