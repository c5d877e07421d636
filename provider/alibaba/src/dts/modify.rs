//! Changes to a job in place.

use super::Done;
use crate::wire::{answer, request};
use cloud_core::Secret;

request! {
    /// Renames a job.
    ModifyDtsJobName: DTS Idempotent -> Done {
        /// Region of the job.
        region_id: Option<String> = Query "RegionId",
        /// Job.
        dts_job_id: String = Query "DtsJobId",
        /// New name.
        dts_job_name: String = Query "DtsJobName",
    }
}

request! {
    /// Gives one end a new password, which must differ from the old one. Start the job afterwards to go on.
    ModifyDtsJobPassword: DTS Idempotent -> Done {
        /// Region of the job.
        region_id: Option<String> = Query "RegionId",
        /// Job.
        dts_job_id: Option<String> = Query "DtsJobId",
        /// Or its instance.
        dts_instance_id: Option<String> = Query "DtsInstanceId",
        /// `src` or `dest`.
        endpoint: String = Query "Endpoint",
        /// Login; unchanged if absent. Mind the capital N on the wire.
        user_name: Option<String> = Query "UserName",
        /// New password.
        password: Secret = Query "Password",
    }
}

request! {
    /// Moves one end to another instance, or only tests it.
    ModifyDtsJobEndpoint: DTS Idempotent -> Done {
        /// Region of the job.
        region_id: Option<String> = Query "RegionId",
        /// Job.
        dts_job_id: Option<String> = Query "DtsJobId",
        /// Or its instance.
        dts_instance_id: Option<String> = Query "DtsInstanceId",
        /// `src` or `dest`.
        endpoint: String = Query "Endpoint",
        /// `rds`, `polardb`, `ecs`, `express`, `other`, …
        endpoint_instance_type: String = Query "EndpointInstanceType",
        /// Instance.
        endpoint_instance_id: Option<String> = Query "EndpointInstanceId",
        /// Region.
        endpoint_region_id: Option<String> = Query "EndpointRegionId",
        /// Host.
        endpoint_ip: Option<String> = Query "EndpointIp",
        /// Port.
        endpoint_port: Option<String> = Query "EndpointPort",
        /// VPC.
        endpoint_vpc_id: Option<String> = Query "EndpointVpcId",
        /// First vSwitch of the VPC NAT.
        endpoint_primary_vswitch_id: Option<String> = Query "EndpointPrimaryVswId",
        /// Second vSwitch of the VPC NAT.
        endpoint_secondary_vswitch_id: Option<String> = Query "EndpointSecondaryVswId",
        /// Database.
        database: Option<String> = Query "Database",
        /// Only test the connection.
        dry_run: Option<bool> = Query "DryRun",
        /// Take `user_name` and `password` too.
        modify_account: Option<bool> = Query "ModifyAccount",
        /// Login. Mind the small n on the wire.
        user_name: Option<String> = Query "Username",
        /// Password.
        password: Option<Secret> = Query "Password",
        /// Account that owns the instance, when it is another one.
        aliyun_uid: Option<String> = Query "AliyunUid",
        /// Name of the role in that account.
        role_name: Option<String> = Query "RoleName",
    }
}

request! {
    /// Sets parameters of a job's modules. Its answer confirms nothing but the arrival.
    ModifyDtsJobConfig: DTS Idempotent -> Done {
        /// Region of the job.
        region_id: Option<String> = Query "RegionId",
        /// Job.
        dts_job_id: String = Query "DtsJobId",
        /// JSON list of objects with `module` (`03`, `04`, `07` or `60`), `name` and `value`.
        parameters: String = Query "Parameters",
    }
}

request! {
    /// Throttles full or incremental migration.
    ModifyDynamicConfig: DTS Idempotent -> Done {
        /// Region of the job.
        region_id: Option<String> = Query "RegionId",
        /// Job.
        dts_job_id: String = Query "DtsJobId",
        /// `03` full, `04` incremental.
        job_code: String = Query "JobCode",
        /// Throttle or not; needed for `03`.
        enable_limit: Option<bool> = Query "EnableLimit",
        /// Limits, JSON text; -1 means none.
        config_list: String = Query "ConfigList",
    }
}

request! {
    /// Changes objects (replaced) or settings (merged) of a running job.
    ModifyDtsJob: DTS Idempotent -> ChangedJob {
        /// Region of the job.
        region_id: Option<String> = Query "RegionId",
        /// Instance.
        dts_instance_id: String = Query "DtsInstanceId",
        /// Job.
        dts_job_id: Option<String> = Query "DtsJobId",
        /// New objects, JSON text.
        db_list: Option<String> = Form "DbList",
        /// Settings to merge, JSON text.
        reserved: Option<String> = Form "Reserved",
        /// `UPDATE_RESERVED` to change settings only.
        modify_type: Option<String> = Form "ModifyTypeEnum",
        /// Text that makes repeats recognisable, at most 64 characters.
        client_token: Option<String> = Query "ClientToken",
        /// Schema migration.
        structure_initialization: Option<bool> = Query "StructureInitialization",
        /// Full data migration.
        data_initialization: Option<bool> = Query "DataInitialization",
        /// Incremental data migration.
        data_synchronization: Option<bool> = Query "DataSynchronization",
    }
}

answer! {
    /// Answer of `ModifyDtsJob`.
    ChangedJob {
        /// Job id.
        dts_job_id: String = "DtsJobId",
        /// Status, a free text here.
        status: String = "Status",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::action::Action as _;

    #[test]
    fn the_two_calls_spell_the_login_differently_and_hide_the_password() {
        let password = ModifyDtsJobPassword {
            user_name: Some("dts".into()),
            password: "canary-7".into(),
            ..ModifyDtsJobPassword::default()
        };
        assert_eq!(password.parameters().get("UserName"), Some("dts"));
        let endpoint = ModifyDtsJobEndpoint {
            user_name: Some("dts".into()),
            password: Some("canary-7".into()),
            ..ModifyDtsJobEndpoint::default()
        };
        assert_eq!(endpoint.parameters().get("Username"), Some("dts"));
        let printed = format!("{password:?} {endpoint:?} {:?} {:?}", password.parameters(), endpoint.parameters());
        assert!(!printed.contains("canary"), "{printed}");
    }
}
