//! A migration across accounts, from the role to the completed job, on the emulator, which has its own code and its own facts.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use dts_emulator::{Emulator, Options, start};
use tencent::cam::{
    AttachRolePolicy, AttachUserPolicy, CreatePolicy, CreateRole, DeletePolicy, DeleteRole, DetachRolePolicy,
    DetachUserPolicy, GetRole, GetUser, ListAttachedRolePolicies, Tag,
};
use tencent::dts::{
    CompleteMigrateJob, CreateMigrateCheckJob, CreateMigrationService, DatabaseTableObject, DbEndpointInfo, DbInfo,
    DescribeMigrateDBInstances, DescribeMigrationCheckJob, DescribeMigrationDetail, DescribeMigrationJobs,
    DestroyMigrateJob, IsolateMigrateJob, JobStatus, MigrateOption, ModifyMigrationJob, StartMigrateJob, TagFilter,
    TagItem, TradeStatus,
};
use tencent::sts::{AssumeRole, TemporaryCredentials};
use tencent::{Action, Answered, CallContext, Class, Cloud, Config, Error};

const ROLE: &str = "DTS-role";
const ROLE_ARN: &str = "qcs::cam::uin/700000000001:roleName/DTS-role";
const TRUST: &str = r#"{"version":"2.0","statement":[{"effect":"allow","action":"name/sts:AssumeRole",
    "principal":{"qcs":["qcs::cam::uin/700000000002:root"]},
    "condition":{"string_equal":{"sts:external_id":"ext-1"}}}]}"#;
const GRANT: &str = r#"{"version":"2.0","statement":[{"effect":"allow","action":["name/sts:AssumeRole"],
    "resource":["qcs::cam::uin/700000000001:roleName/DTS-role"]}]}"#;

/// The clients of the account with the source, of the account with the target, and of a user of the latter.
struct Clients {
    source: Cloud,
    target: Cloud,
    operator: Cloud,
    emulator: Emulator,
}

impl Clients {
    async fn new() -> Self {
        let emulator = start(Options { strict: true, polls: 1, ..Options::default() }).await.unwrap();
        let client = |id: &str, key: &str| {
            let mut config = Config { max_retries: 0, ..Config::new("ap-guangzhou") };
            config.endpoints.domain = Some(emulator.url());
            config.credentials.secret_id = Some(id.to_owned());
            config.credentials.secret_key = Some(key.into());
            Cloud::new(config).unwrap()
        };
        Self {
            source: client("AKIDTENCENTSOURCE", "emulator-secret-of-tencent-source"),
            target: client("AKIDTENCENTTARGET", "emulator-secret-of-tencent-target"),
            operator: client("AKIDTENCENTOPERATOR", "emulator-secret-of-tencent-operator"),
            emulator,
        }
    }

    /// Creates the role in the account with the source.
    async fn create_role(&self) {
        let tags = vec![Tag { key: "team".to_owned(), value: "data".to_owned() }];
        let role =
            CreateRole { role_name: ROLE.to_owned(), policy_document: TRUST.into(), tags, ..CreateRole::default() };
        done(&self.source, &role).await;
    }

    async fn attach(&self, policy: &str) {
        let (policy_name, attach_role_name) = (Some(policy.to_owned()), Some(ROLE.to_owned()));
        done(&self.source, &AttachRolePolicy { policy_name, attach_role_name, ..AttachRolePolicy::default() }).await;
    }
}

async fn call<A: Action>(cloud: &Cloud, action: &A) -> Result<Answered<A::Answer>, Error> {
    cloud.call(action, &CallContext::default()).await
}

async fn done<A: Action>(cloud: &Cloud, action: &A) -> A::Answer {
    call(cloud, action).await.unwrap_or_else(|error| panic!("{error}")).answer
}

fn assume(external_id: &str) -> AssumeRole {
    AssumeRole {
        role_arn: ROLE_ARN.to_owned(),
        role_session_name: "tests".to_owned(),
        external_id: Some(external_id.into()),
        ..AssumeRole::default()
    }
}

/// The error of a call, which must have this code and be final.
async fn refused<A: Action>(cloud: &Cloud, action: &A, code: &str) -> Error {
    let Err(error) = call(cloud, action).await else { panic!("{} must fail with {code}", A::NAME) };
    assert_eq!(error.code(), Some(code), "{error}");
    error
}

fn instances(keys: &TemporaryCredentials) -> DescribeMigrateDBInstances {
    DescribeMigrateDBInstances {
        database_type: "mysql".to_owned(),
        account_mode: Some("other".to_owned()),
        tmp_secret_id: Some(keys.tmp_secret_id.clone()),
        tmp_secret_key: Some(keys.tmp_secret_key.clone()),
        tmp_token: Some(keys.token.clone()),
        ..DescribeMigrateDBInstances::default()
    }
}

fn configuration(job_id: &str, keys: &TemporaryCredentials) -> ModifyMigrationJob {
    let endpoint = |info| DbEndpointInfo {
        region: "ap-guangzhou".to_owned(),
        access_type: "cdb".to_owned(),
        database_type: "mysql".to_owned(),
        node_type: "simple".to_owned(),
        info: vec![info],
        ..DbEndpointInfo::default()
    };
    let database = |instance: &str, password: &str| DbInfo {
        instance_id: Some(instance.to_owned()),
        user: Some("dts".into()),
        password: Some(password.into()),
        ..DbInfo::default()
    };
    let source = DbInfo {
        account: Some("700000000001".to_owned()),
        account_mode: Some("other".to_owned()),
        account_role: Some(ROLE.to_owned()),
        tmp_secret_id: Some(keys.tmp_secret_id.clone()),
        tmp_secret_key: Some(keys.tmp_secret_key.clone()),
        tmp_token: Some(keys.token.clone()),
        ..database("cdb-src00001", "tencent-source-password")
    };
    let objects = DatabaseTableObject { object_mode: "all".to_owned(), ..DatabaseTableObject::default() };
    ModifyMigrationJob {
        job_id: job_id.to_owned(),
        run_mode: "immediate".to_owned(),
        migrate_option: MigrateOption {
            database_table: objects,
            migrate_type: Some("fullAndIncrement".to_owned()),
            ..MigrateOption::default()
        },
        src_info: endpoint(source),
        dst_info: endpoint(database("cdb-dst00001", "tencent-target-password")),
        ..ModifyMigrationJob::default()
    }
}

/// Reads a job until a condition holds.
async fn wait_for(cloud: &Cloud, job_id: &str, reached: impl Fn(&JobStatus, &TradeStatus) -> bool) {
    for _ in 0..50 {
        let job = done(cloud, &DescribeMigrationDetail { job_id: job_id.to_owned() }).await;
        if reached(&job.status, &job.trade_info.trade_status) {
            return;
        }
    }
    panic!("the job {job_id} does not reach the status");
}

#[tokio::test]
async fn a_migration_across_accounts_runs_from_the_role_to_the_end() {
    let clients = Clients::new().await;
    let Clients { source, target, .. } = &clients;
    clients.create_role().await;
    clients.attach("QcloudDTSReadOnlyAccess").await;
    clients.attach("QcloudCDBReadOnlyAccess").await;
    let keys = done(target, &assume("ext-1")).await.credentials;
    let listed = done(target, &instances(&keys)).await;
    assert!(listed.instances.iter().any(|instance| instance.instance_id == "cdb-src00001"), "{listed:?}");

    let tags = vec![TagItem { tag_key: "owner".to_owned(), tag_value: "tests".to_owned() }];
    let buy = CreateMigrationService {
        src_database_type: "mysql".to_owned(),
        dst_database_type: "mysql".to_owned(),
        src_region: "ap-guangzhou".to_owned(),
        dst_region: "ap-guangzhou".to_owned(),
        instance_class: "medium".to_owned(),
        tags,
        ..CreateMigrationService::default()
    };
    let job_id = done(target, &buy).await.job_ids.remove(0);
    let id = || job_id.clone();
    wait_for(target, &job_id, |status, _| *status == JobStatus::Created).await;
    done(target, &configuration(&job_id, &keys)).await;
    let early = refused(target, &StartMigrateJob { job_id: id() }, "FailedOperation.NotAllowOperation").await;
    assert_eq!(early.class(), Some(Class::Pending));
    done(target, &CreateMigrateCheckJob { job_id: id() }).await;
    wait_for(target, &job_id, |status, _| *status == JobStatus::CheckPass).await;
    let report = done(target, &DescribeMigrationCheckJob { job_id: id() }).await;
    assert_eq!((report.check_flag.as_str(), report.steps.len()), ("checkPass", 13));
    done(target, &StartMigrateJob { job_id: id() }).await;
    wait_for(target, &job_id, |status, _| *status == JobStatus::ReadyComplete).await;
    done(target, &CompleteMigrateJob { job_id: id(), complete_mode: None }).await;
    wait_for(target, &job_id, |status, _| *status == JobStatus::Success).await;

    let filter = TagFilter { tag_key: "owner".to_owned(), tag_values: vec!["tests".to_owned()] };
    let filter = DescribeMigrationJobs { tag_filters: vec![filter], ..DescribeMigrationJobs::default() };
    let jobs = target.migration_jobs(&filter, &CallContext::default()).await.unwrap();
    assert_eq!(jobs.iter().map(|job| &job.job_id).collect::<Vec<_>>(), [&job_id]);
    done(target, &IsolateMigrateJob { job_id: id() }).await;
    wait_for(target, &job_id, |_, trade| *trade == TradeStatus::Isolated).await;
    done(target, &DestroyMigrateJob { job_id: id() }).await;
    wait_for(target, &job_id, |_, trade| *trade == TradeStatus::Offlined).await;

    let role = ListAttachedRolePolicies { role_name: Some(ROLE.to_owned()), ..ListAttachedRolePolicies::default() };
    for policy in source.attached_role_policies(&role, &CallContext::default()).await.unwrap() {
        let (policy_name, detach_role_name) = (Some(policy.policy_name), Some(ROLE.to_owned()));
        done(source, &DetachRolePolicy { policy_name, detach_role_name, ..DetachRolePolicy::default() }).await;
    }
    done(source, &DeleteRole { role_name: Some(ROLE.to_owned()), role_id: None }).await;
    let gone = GetRole { role_name: Some(ROLE.to_owned()), role_id: None };
    assert!(refused(source, &gone, "InvalidParameter.RoleNotExist").await.is_not_found());
}

#[tokio::test]
async fn each_cross_account_error_has_its_cause_and_passes_after_the_repair() {
    let clients = Clients::new().await;
    let Clients { target, operator, .. } = &clients;
    refused(target, &assume("ext-1"), "InternalError.GetRoleError").await;
    clients.create_role().await;
    refused(target, &assume("other"), "UnauthorizedOperation").await;
    let keys = done(target, &assume("ext-1")).await.credentials;

    let error = refused(target, &instances(&keys), "InternalError.InternalInnerCommonError").await;
    assert!(error.advice().unwrap().contains("policy"), "{:?}", error.advice());
    clients.attach("QcloudDTSReadOnlyAccess").await;
    clients.attach("QcloudCDBReadOnlyAccess").await;
    done(target, &instances(&keys)).await;

    let error = refused(operator, &assume("ext-1"), "AuthFailure.UnauthorizedOperation").await;
    assert!(error.to_string().contains(ROLE_ARN), "{error}");
    assert!(error.advice().unwrap().contains("create a dts_cam_assume_role_grant"), "{:?}", error.advice());
    let grant =
        CreatePolicy { policy_name: "grant".to_owned(), policy_document: GRANT.to_owned(), ..CreatePolicy::default() };
    let policy_id = done(target, &grant).await.policy_id.unwrap();
    let uin = done(target, &GetUser { name: "operator".to_owned() }).await.uin.unwrap();
    done(target, &AttachUserPolicy { policy_id, attach_uin: uin }).await;
    done(operator, &assume("ext-1")).await;
    done(target, &DetachUserPolicy { policy_id, detach_uin: uin }).await;
    refused(operator, &assume("ext-1"), "AuthFailure.UnauthorizedOperation").await;
    done(target, &DeletePolicy { policy_ids: vec![policy_id] }).await;
}

#[tokio::test]
async fn a_wrong_key_is_refused_and_the_right_one_is_not() {
    let clients = Clients::new().await;
    let ctx = CallContext::default();
    assert_eq!(clients.source.caller_identity(&ctx).await.unwrap().account_id, "700000000001");
    let mut config = Config { max_retries: 0, ..Config::new("ap-guangzhou") };
    config.endpoints.domain = Some(clients.emulator.url());
    config.credentials.secret_id = Some("AKIDTENCENTSOURCE".to_owned());
    config.credentials.secret_key = Some("emulator-secret-of-tencent-sourcE".into());
    let error = Cloud::new(config).unwrap().caller_identity(&ctx).await.unwrap_err();
    assert_eq!((error.code(), error.class()), (Some("AuthFailure.SignatureFailure"), Some(Class::Auth)));
}
