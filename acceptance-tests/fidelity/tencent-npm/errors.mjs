// Documented errors, and for each a similar call that succeeds.
import { Account, actionsOf } from "./clients.mjs";
import { Flow } from "./flow.mjs";
import { GRANT, OPERATOR_KEY, POOR_KEY, PURCHASE, READ_ONLY, ROLE, ROLE_ARN, SESSION, SOURCE_KEY, TARGET_KEY, TRUST, configuration, control, temporary } from "./world.mjs";

const WRONG_VALUE = "InvalidParameterValue InvalidParameterValue.InvalidParameterValue InvalidParameterValue.InvalidParameterValueError";
const DENIED = "AuthFailure.UnauthorizedOperation";

export async function gateway(url, report) {
  const target = new Account(url, TARGET_KEY);
  for (const [step, code, key] of [
    ["an unknown key", "AuthFailure.SecretIdNotFound", { ...TARGET_KEY, id: "AKIDNOBODY" }],
    ["a wrong secret", "AuthFailure.SignatureFailure", { ...TARGET_KEY, secret: `${TARGET_KEY.secret}x` }],
    ["a wrong token", "AuthFailure.TokenFailure", { ...TARGET_KEY, token: "none" }],
  ]) {
    await report.refuse(step, code, () => new Account(url, key).call("sts", "GetCallerIdentity"));
  }
  const now = Date.now;
  const late = Date.now() - 400_000;
  try {
    Date.now = () => late;
    await report.refuse("a clock that is late", "AuthFailure.SignatureExpire", () => withDate(late, () => target.call("sts", "GetCallerIdentity")));
  } finally {
    Date.now = now;
  }
  await report.call(target, "sts", "GetCallerIdentity");
  await report.refuse("an unknown action", "InvalidAction", () => target.callUnknown("cam", "NoSuchAction"));
  await report.refuse("an unknown version", "NoSuchVersion", () => target.callUnknown("cam", "GetUserAppId", "2000-01-01"));
  await report.call(target, "cam", "GetUserAppId");
  const elsewhere = new Account(url, TARGET_KEY, "xx-unknown");
  await report.refuse("an unknown region", "UnsupportedRegion", () => elsewhere.call("dts", "DescribeMigrationJobs"));
  await report.refuse("a missing parameter", "MissingParameter", () => target.call("cam", "GetUser", {}));
  await report.refuse("an unknown parameter", "UnknownParameter", () => target.callUnchecked("cam", "GetUser", { Name: "operator", Nmae: "x" }), "Nmae");
  await report.refuse("a value of another type", "InvalidParameter", () => target.callUnchecked("cam", "GetUser", { Name: 7 }), "Name");
  await report.call(target, "cam", "GetUser", { Name: "operator" });
  await control(url, "faults", { match: { action: "GetUser" }, kind: "error", code: "RequestLimitExceeded", http_status: 200, times: 1 });
  await report.refuse("too many calls", "RequestLimitExceeded", () => target.call("cam", "GetUser", { Name: "operator" }));
  await report.call(target, "cam", "GetUser", { Name: "operator" });
}

// Runs with another clock: the SDK reads it with `new Date()`.
async function withDate(time, run) {
  const Real = globalThis.Date;
  globalThis.Date = class extends Real {
    constructor(...all) {
      super(...(all.length ? all : [time]));
    }
  };
  try {
    return await run();
  } finally {
    globalThis.Date = Real;
  }
}

export async function acrossAccounts(url, report) {
  const [source, target, operator] = [SOURCE_KEY, TARGET_KEY, OPERATOR_KEY].map((key) => new Account(url, key));
  const assume = (account, more) => () => account.call("sts", "AssumeRole", { ...SESSION, ...more });
  await report.refuse("no role", "InvalidParameter.RoleNotExist", () => source.call("cam", "GetRole", { RoleName: ROLE }));
  const incomplete = { RoleName: ROLE, PolicyDocument: '{"version":"2.0","statement":[{"effect":"allow"}]}' };
  await report.refuse("a bad document", "InvalidParameter.ActionMiss", () => source.call("cam", "CreateRole", incomplete));
  await report.call(source, "cam", "CreateRole", { RoleName: ROLE, PolicyDocument: TRUST });
  await report.refuse("a name in use", "InvalidParameter.RoleNameInUse", () => source.call("cam", "CreateRole", { RoleName: ROLE, PolicyDocument: TRUST }));
  await report.refuse("no policy", "ResourceNotFound.PolicyIdNotFound", () => target.call("cam", "GetPolicy", { PolicyId: 999 }));
  await report.refuse("no user", "ResourceNotFound.UserNotExist", () => target.call("cam", "GetUser", { Name: "missing" }));
  await report.refuse("a missing role", "InternalError.GetRoleError", assume(target, { RoleArn: `${ROLE_ARN}-2` }), "role not exist");
  await report.refuse("another external ID", "UnauthorizedOperation", assume(target, { ExternalId: "other" }));
  await report.refuse("no external ID", "UnauthorizedOperation", assume(target, { ExternalId: undefined }));
  await report.refuse("a session that is too long", "InvalidParameter.OverTimeError", assume(target, { DurationSeconds: 50000 }));
  await report.refuse("a user without a grant", DENIED, assume(operator, {}), ROLE_ARN);
  const { PolicyId } = await report.call(target, "cam", "CreatePolicy", { PolicyName: "grant", PolicyDocument: GRANT });
  await report.refuse("a policy name in use", "FailedOperation.PolicyNameInUse", () => target.call("cam", "CreatePolicy", { PolicyName: "grant", PolicyDocument: GRANT }));
  const { Uin } = await report.call(target, "cam", "GetUser", { Name: "operator" });
  await report.call(target, "cam", "AttachUserPolicy", { PolicyId, AttachUin: Uin });
  await report.call(operator, "sts", "AssumeRole", SESSION);
  const { Credentials } = await report.call(target, "sts", "AssumeRole", SESSION);
  const listed = { DatabaseType: "mysql", AccountMode: "other", ...temporary(Credentials) };
  await report.refuse("a role without policies", "InternalError.InternalInnerCommonError", () => target.call("dts", "DescribeMigrateDBInstances", listed));
  for (const PolicyName of READ_ONLY) await report.call(source, "cam", "AttachRolePolicy", { AttachRoleName: ROLE, PolicyName });
  await report.call(target, "dts", "DescribeMigrateDBInstances", listed);
}

export async function jobs(url, report) {
  const flow = new Flow(url, report);
  const refuse = (step, codes, action, parameters, message) => report.refuse(step, codes, () => flow.target.call("dts", action, parameters), message);
  await refuse("no job", "ResourceNotFound.ResourceNotFoundError", "DescribeMigrationDetail", { JobId: "dts-00000000" });
  await refuse("no job to start", "ResourceNotFound.JobNotExist", "StartMigrateJob", { JobId: "dts-00000000" });
  const poor = new Account(url, POOR_KEY);
  await report.refuse("no money", "OperationDenied.NotEnoughMoneyError", () => poor.call("dts", "CreateMigrationService", PURCHASE));
  await flow.trust();
  await flow.buy();
  await refuse("a job that is not configured", "FailedOperation.NotAllowOperation", "StartMigrateJob", { JobId: flow.job });
  const wanted = configuration(flow.job, flow.keys);
  await refuse("half a temporary key", WRONG_VALUE, "ModifyMigrationJob", configuration(flow.job, { ...flow.keys, TmpToken: undefined }));
  await refuse("a short time of retries", WRONG_VALUE, "ModifyMigrationJob", { ...wanted, AutoRetryTimeRangeMinutes: 3 });
  await refuse("another run mode", WRONG_VALUE, "ModifyMigrationJob", { ...wanted, RunMode: "later" });
  await refuse("no time", "MissingParameter", "ModifyMigrationJob", { ...wanted, RunMode: "timed" }, "ExpectRunTime");
  await flow.configure();
  await flow.check();
  await flow.ofJob("StartMigrateJob");
  await refuse("a job that runs", "OperationDenied.OperationDeniedError", "ModifyMigrationJob", wanted);
  await flow.reached("readyComplete");
  await flow.end();
  const destroyed = "OperationDenied.OperationDeniedError ResourceNotFound.ResourceNotFoundError ResourceNotFound.JobNotExist FailedOperation.StatusInConflict";
  await refuse("a destroyed job", destroyed, "StartMigrateJob", { JobId: flow.job });
}

// Every action that the SDK has and the emulator does not serve.
export async function notEmulated(url, report, served) {
  const target = new Account(url, TARGET_KEY);
  for (const service of ["cam", "dts", "sts", "tag"]) {
    const others = actionsOf(service).filter((action) => !served.includes(`tencent ${service}:${action}`));
    for (const action of others) await report.refuse(`${service} ${action}`, "NotEmulated InvalidAction", () => target.callUnknown(service, action));
  }
}
