// A migration across accounts, from the role to the destroyed job, with every action of DTS that the emulator serves.
import { Account } from "./clients.mjs";
import { PURCHASE, READ_ONLY, ROLE, SESSION, SOURCE_KEY, SOURCE_UIN, TARGET_KEY, TRUST, configuration, control, expect, left, temporary } from "./world.mjs";

// Most other steps of the check cannot be skipped.
const SKIPPABLE = "ConstraintCheck";

export class Flow {
  constructor(url, report) {
    [this.source, this.target] = [SOURCE_KEY, TARGET_KEY].map((key) => new Account(url, key));
    Object.assign(this, { url, report, job: "", keys: {} });
  }

  dts(action, parameters, check) {
    return this.report.call(this.target, "dts", action, parameters, check);
  }

  ofJob(action, parameters = {}, check = undefined) {
    return this.dts(action, { JobId: this.job, ...parameters }, check);
  }

  until(done) {
    return this.report.wait(this.target, "dts", "DescribeMigrationDetail", { JobId: this.job }, done);
  }

  reached(status) {
    return this.until((found) => found.Status === status);
  }

  traded(status) {
    return this.until((found) => found.TradeInfo.TradeStatus === status);
  }

  async trust() {
    const role = { RoleName: ROLE, PolicyDocument: TRUST, Description: "for DTS", SessionDuration: 7200, Tags: [{ Key: "team", Value: "data" }] };
    await this.report.call(this.source, "cam", "CreateRole", role);
    for (const PolicyName of READ_ONLY) await this.report.call(this.source, "cam", "AttachRolePolicy", { AttachRoleName: ROLE, PolicyName });
    const { Credentials } = await this.report.call(this.target, "sts", "AssumeRole", { ...SESSION, DurationSeconds: 7200 });
    this.keys = temporary(Credentials);
  }

  async reach() {
    const others = { DatabaseType: "mysql", MigrateRole: "src", AccountMode: "other", Limit: 20, Offset: 0, ...this.keys };
    const has = ({ Instances }) => expect(Instances.some((one) => one.InstanceId === "cdb-src00001"), true, "the source is listed");
    await this.dts("DescribeMigrateDBInstances", others, has);
    const own = { DatabaseType: "mysql", InstanceId: "cdb-dst00001", InstanceName: "orders", AccountMode: "self" };
    await this.dts("DescribeMigrateDBInstances", own, ({ Instances }) => expect(Instances.map((one) => one.InstanceId), ["cdb-dst00001"], "instances"));
  }

  async buy(more = {}) {
    [this.job] = (await this.dts("CreateMigrationService", { ...PURCHASE, ...more })).JobIds;
    return this.reached("created");
  }

  async configure() {
    const wanted = configuration(this.job, this.keys);
    await this.dts("ModifyMigrationJob", { ...wanted, RunMode: "timed", ExpectRunTime: "2099-01-01 00:00:00" });
    await this.dts("ModifyMigrationJob", wanted);
    const found = await this.reached("created");
    const info = found.SrcInfo.Info[0];
    const facts = [found.RunMode, info.AccountMode, info.Account, info.AccountRole, info.InstanceId, info.Password];
    this.report.add("configured job", expect(facts, ["immediate", "other", SOURCE_UIN, ROLE, "cdb-src00001", ""], "mode, account, role, instance, password"));
  }

  async check() {
    await this.ofJob("CreateMigrateCheckJob");
    await this.reached("checkPass");
    await this.ofJob("DescribeMigrationCheckJob", {}, (found) => expect([found.CheckFlag, found.StepInfo.length], ["checkPass", 13], "flag and steps"));
  }

  async move() {
    await this.ofJob("StartMigrateJob");
    await this.reached("readyComplete");
    await this.ofJob("ModifyMigrateRateLimit", { DumpThread: 2, DumpRps: 1000, LoadThread: 2, LoadRps: 1000, SinkerThread: 2 });
    await this.ofJob("ModifyMigrateRuntimeAttribute", { OtherOptions: [{ Key: "DstWriteMode", Value: "normal" }] });
    await this.ofJob("PauseMigrateJob");
    await this.reached("manualPaused");
    await this.ofJob("ContinueMigrateJob");
    await this.reached("readyComplete");
    const filters = { JobName: "orders", Status: ["readyComplete"], TagFilters: [{ TagKey: "owner", TagValue: ["fidelity"] }], Limit: 20, Offset: 0 };
    await this.dts("DescribeMigrationJobs", filters, ({ JobList }) => expect(JobList.map((job) => job.JobId), [this.job], "jobs"));
  }

  async compare() {
    const first = await this.ofJob("CreateCompareTask", { TaskName: "compare", ObjectMode: "sameAsMigrate" });
    const task = { CompareTaskId: first.CompareTaskId };
    await this.ofJob("ModifyCompareTask", { ...task, TaskName: "compare-2", ObjectMode: "sameAsMigrate" });
    await this.ofJob("StartCompare", task);
    const listed = { JobId: this.job, Limit: 20, Offset: 0 };
    await this.report.wait(this.target, "dts", "DescribeCompareTasks", listed, (found) => found.Items[0].Status === "success");
    await this.ofJob("DeleteCompareTask", task);
    const second = { CompareTaskId: (await this.ofJob("CreateCompareTask", { TaskName: "stopped" })).CompareTaskId };
    await this.ofJob("StartCompare", second);
    await this.ofJob("StopCompare", second);
  }

  async end() {
    await this.ofJob("CompleteMigrateJob", { CompleteMode: "waitForSync" });
    await this.reached("success");
    await this.ofJob("IsolateMigrateJob");
    await this.traded("isolated");
    await this.ofJob("RecoverMigrateJob");
    await this.traded("normal");
    await this.release();
  }

  async release() {
    await this.ofJob("IsolateMigrateJob");
    await this.traded("isolated");
    await this.ofJob("DestroyMigrateJob");
    await this.traded("offlined");
  }
}

export async function migration(url, report) {
  const flow = new Flow(url, report);
  await flow.trust();
  await flow.reach();
  const bought = await flow.buy({ Count: 1, JobName: "orders", Tags: [{ TagKey: "owner", TagValue: "fidelity" }] });
  report.add("bought job", expect([bought.JobName, bought.TradeInfo.InstanceClass], ["orders", "medium"], "name and class"));
  await flow.ofJob("ModifyMigrateName", { JobName: "orders-2" });
  await flow.ofJob("ModifyMigrateJobSpec", { NewInstanceClass: "large" });
  await flow.until((found) => found.TradeInfo.InstanceClass === "large");
  await flow.configure();
  await flow.check();
  await flow.move();
  await flow.compare();
  await flow.end();
  for (const PolicyName of READ_ONLY) await report.call(flow.source, "cam", "DetachRolePolicy", { DetachRoleName: ROLE, PolicyName });
  await report.call(flow.source, "cam", "DeleteRole", { RoleName: ROLE });
  report.add("nothing is left", await left(url));
}

// A check that fails, with a step that is skipped.
export async function failedCheck(url, report) {
  const flow = new Flow(url, report);
  await flow.trust();
  await flow.buy();
  await flow.dts("ModifyMigrationJob", configuration(flow.job, flow.keys, "cdb-src00002", { ObjectMode: "all" }));
  await flow.ofJob("CreateMigrateCheckJob");
  await flow.reached("checkNotPass");
  const { StepInfo } = await flow.ofJob("DescribeMigrationCheckJob");
  const failed = StepInfo.filter((step) => step.StepStatus === "failed");
  const items = failed.flatMap((step) => step.DetailCheckItems).filter((item) => item.CheckResult === "failed");
  report.add("failures have a reason and a solution", expect([items.length > 0, items.every((item) => item.FailureReason && item.Solution)], [true, true], "items"));
  const others = failed.map((step) => step.StepId).filter((id) => id !== SKIPPABLE);
  const denied = () => flow.target.call("dts", "SkipCheckItem", { JobId: flow.job, StepIds: others });
  await report.refuse("a step that cannot be skipped", "OperationDenied.OperationDeniedError", denied, others[0]);
  await flow.ofJob("SkipCheckItem", { StepIds: [SKIPPABLE], ForeignKeyFlag: "shield" });
  await flow.release();
}

// A job that fails is resumed and stopped.
export async function failedJob(url, report) {
  const flow = new Flow(url, report);
  await flow.trust();
  await flow.buy();
  await flow.configure();
  await flow.check();
  await flow.ofJob("StartMigrateJob");
  await control(url, `jobs/${flow.job}`, { status: "error" });
  await flow.reached("error");
  await flow.ofJob("ResumeMigrateJob", { ResumeOption: "normal" });
  await flow.reached("readyComplete");
  await flow.ofJob("StopMigrateJob");
  await flow.reached("canceled");
}
