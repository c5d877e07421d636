"""A migration across accounts, from the role to the destroyed job, with every action of DTS that the emulator serves."""

from __future__ import annotations

from check import Report
from sdk_clients import Key
from tencent import world
from tencent.clients import Account
from world import control, expect

# The check of foreign keys. Most other steps cannot be skipped.
SKIPPABLE = "ConstraintCheck"


def run(url: str, report: Report, way: str) -> None:
    Flow(url, report, way).run()


class Flow:
    """The steps, by the owner of the source and the owner of the target."""

    def __init__(self, url: str, report: Report, way: str) -> None:
        self.url, self.report, self.way = url, report, way
        self.source = Account(url, world.SOURCE_KEY, way)
        self.target = Account(url, world.TARGET_KEY, way)
        self.job = ""

    def run(self) -> None:
        self.trust()
        self.reach()
        self.buy()
        self.configure()
        self.check()
        self.move()
        self.compare()
        self.end()
        self.change_mind()
        self.forget()

    def dts(self, step: str, action: str, check=None, **arguments):
        return self.report.call(step, self.target, "dts", action, check=check, **arguments).parsed

    def detail(self):
        return self.target.call("dts", "DescribeMigrationDetail", JobId=self.job)

    def reached(self, step: str, status: str):
        return self.report.wait(step, self.detail, lambda found: found.Status == status).parsed

    def traded(self, step: str, status: str):
        return self.report.wait(step, self.detail, lambda found: found.TradeInfo.TradeStatus == status).parsed

    def trust(self) -> None:
        tags = [{"Key": "team", "Value": "data"}]
        document = world.trust_document()
        made = {"RoleName": world.ROLE, "PolicyDocument": document, "Description": "for DTS", "SessionDuration": 7200, "Tags": tags}
        self.report.call("role", self.source, "cam", "CreateRole", **made)
        for policy in world.READ_ONLY:
            self.report.call("role", self.source, "cam", "AttachRolePolicy", AttachRoleName=world.ROLE, PolicyName=policy)

    def keys(self):
        wanted = {"RoleArn": world.ROLE_ARN, "RoleSessionName": "fidelity", "ExternalId": world.EXTERNAL_ID, "DurationSeconds": 7200}
        return self.report.call("keys of the role", self.target, "sts", "AssumeRole", **wanted).parsed.Credentials

    def reach(self) -> None:
        self.temporary = world.temporary(self.keys())
        wanted = {"DatabaseType": "mysql", "MigrateRole": "src", "AccountMode": "other", "Limit": 20, "Offset": 0} | self.temporary
        check = lambda found: expect("cdb-src00001" in [item.InstanceId for item in found.Instances], True, "the source among the instances")
        self.dts("instances of the other account", "DescribeMigrateDBInstances", check, **wanted)
        named = {"DatabaseType": "mysql", "InstanceId": "cdb-dst00001", "InstanceName": "orders", "AccountMode": "self"}
        check = lambda found: expect([item.InstanceId for item in found.Instances], ["cdb-dst00001"], "instances")
        self.dts("own instances", "DescribeMigrateDBInstances", check, **named)

    def buy(self) -> None:
        tags = [{"TagKey": "owner", "TagValue": "fidelity"}]
        bought = self.dts("purchase", "CreateMigrationService", Count=1, JobName="orders", Tags=tags, **world.PURCHASE)
        self.job = bought.JobIds[0]
        found = self.reached("bought", "created")
        facts = (found.JobName, found.TradeInfo.InstanceClass, [tag.TagValue for tag in found.Tags])
        self.report.add("bought job", expect(facts, ("orders", "medium", ["fidelity"]), "name, class and tags"))
        self.dts("name", "ModifyMigrateName", JobId=self.job, JobName="orders-2")
        self.dts("class", "ModifyMigrateJobSpec", JobId=self.job, NewInstanceClass="large")
        self.report.wait("class is large", self.detail, lambda found: found.TradeInfo.InstanceClass == "large")

    def configure(self) -> None:
        source = {"AccountMode": "other", "Account": world.SOURCE_UIN, "AccountRole": world.ROLE} | self.temporary
        timed = world.configuration(self.job, source) | {"RunMode": "timed", "ExpectRunTime": "2099-01-01 00:00:00"}
        self.dts("configured to start later", "ModifyMigrationJob", **timed)
        self.dts("configured", "ModifyMigrationJob", **world.configuration(self.job, source))
        found = self.reached("configured", "created")
        info = found.SrcInfo.Info[0]
        facts = (found.RunMode, info.AccountMode, info.Account, info.AccountRole, info.InstanceId, info.Password)
        wanted = ("immediate", "other", world.SOURCE_UIN, world.ROLE, "cdb-src00001", "")
        self.report.add("configured job", expect(facts, wanted, "mode, account, role, instance and password"))
        table = found.MigrateOption.DatabaseTable.Databases[0].Tables[0]
        self.report.add("renamed table", expect((table.TableName, table.NewTableName), ("orders", "orders_copy"), "names"))

    def check(self) -> None:
        self.dts("check", "CreateMigrateCheckJob", JobId=self.job)
        self.reached("check passes", "checkPass")
        check = lambda found: expect((found.CheckFlag, len(found.StepInfo)), ("checkPass", 13), "flag and steps")
        self.dts("report of the check", "DescribeMigrationCheckJob", check, JobId=self.job)

    def move(self) -> None:
        self.dts("start", "StartMigrateJob", JobId=self.job)
        self.reached("running", "readyComplete")
        limits = {"DumpThread": 2, "DumpRps": 1000, "LoadThread": 2, "LoadRps": 1000, "SinkerThread": 2}
        self.dts("rates", "ModifyMigrateRateLimit", JobId=self.job, **limits)
        options = [{"Key": "DstWriteMode", "Value": "normal"}]
        self.dts("attributes", "ModifyMigrateRuntimeAttribute", JobId=self.job, OtherOptions=options)
        self.dts("pause", "PauseMigrateJob", JobId=self.job)
        self.reached("paused", "manualPaused")
        self.dts("continue", "ContinueMigrateJob", JobId=self.job)
        self.reached("continued", "readyComplete")
        filters = {"JobName": "orders", "Status": ["readyComplete"], "SrcRegion": "ap-guangzhou", "DstRegion": "ap-guangzhou"}
        filters |= {"SrcDatabaseType": ["mysql"], "DstDatabaseType": ["mysql"], "SrcAccessType": ["cdb"], "DstAccessType": ["cdb"]}
        filters |= {"SrcInstanceId": "cdb-src00001", "DstInstanceId": "cdb-dst00001", "RunMode": "immediate", "OrderSeq": "desc"}
        filters |= {"TagFilters": [{"TagKey": "owner", "TagValue": ["fidelity"]}], "Limit": 20, "Offset": 0}
        check = lambda found: expect([job.JobId for job in found.JobList], [self.job], "jobs")
        self.dts("listed", "DescribeMigrationJobs", check, **filters)
        check = lambda found: expect(found.TotalCount, 0, "TotalCount")
        self.dts("not listed", "DescribeMigrationJobs", check, **filters | {"JobName": "orders-3"})

    def compare(self) -> None:
        task = {"JobId": self.job}
        made = self.dts("comparison", "CreateCompareTask", TaskName="compare", ObjectMode="sameAsMigrate", **task)
        task["CompareTaskId"] = made.CompareTaskId
        self.dts("comparison", "ModifyCompareTask", TaskName="compare-2", ObjectMode="sameAsMigrate", **task)
        self.dts("comparison", "StartCompare", **task)
        poll = lambda: self.target.call("dts", "DescribeCompareTasks", Limit=20, Offset=0, **task)
        self.report.wait("compared", poll, lambda found: found.Items[0].Status == "success")
        self.dts("comparison", "DeleteCompareTask", **task)
        task = {"JobId": self.job}
        task["CompareTaskId"] = self.dts("another comparison", "CreateCompareTask", TaskName="stopped", **task).CompareTaskId
        self.dts("another comparison", "StartCompare", **task)
        self.dts("another comparison", "StopCompare", **task)

    def end(self) -> None:
        self.dts("cut over", "CompleteMigrateJob", JobId=self.job, CompleteMode="waitForSync")
        self.reached("completed", "success")
        self.dts("isolate", "IsolateMigrateJob", JobId=self.job)
        self.traded("isolated", "isolated")
        self.dts("recover", "RecoverMigrateJob", JobId=self.job)
        self.traded("recovered", "normal")
        self.dts("isolate", "IsolateMigrateJob", JobId=self.job)
        self.traded("isolated again", "isolated")
        self.dts("destroy", "DestroyMigrateJob", JobId=self.job)
        self.traded("destroyed", "offlined")

    def change_mind(self) -> None:
        """A second job: a skipped step of the check, a stop, and a resume of a failed job."""
        self.job = self.dts("second purchase", "CreateMigrationService", **world.PURCHASE).JobIds[0]
        self.reached("second job", "created")
        source = {"AccountMode": "other", "Account": world.SOURCE_UIN, "AccountRole": world.ROLE} | self.temporary
        wanted = world.configuration(self.job, source, instance="cdb-src00002")
        wanted["MigrateOption"]["DatabaseTable"] = {"ObjectMode": "all"}
        self.dts("second job", "ModifyMigrationJob", **wanted)
        self.dts("second job", "CreateMigrateCheckJob", JobId=self.job)
        self.reached("second job", "checkNotPass")
        found = self.dts("report with failures", "DescribeMigrationCheckJob", JobId=self.job)
        failed = [step for step in found.StepInfo if step.StepStatus == "failed"]
        items = [item for step in failed for item in step.DetailCheckItems if item.CheckResult == "failed"]
        texts = all(item.FailureReason and item.Solution for item in items)
        self.report.add("failures have a reason and a solution", expect((bool(items), texts), (True, True), "items"))
        others = [step.StepId for step in failed if step.StepId != SKIPPABLE]
        denied = lambda: self.target.call("dts", "SkipCheckItem", JobId=self.job, StepIds=others)
        self.report.refused("a step that cannot be skipped", ["OperationDenied.OperationDeniedError"], others[0], denied)
        self.dts("skip", "SkipCheckItem", JobId=self.job, StepIds=[SKIPPABLE], ForeignKeyFlag="shield")
        self.dts("second job", "IsolateMigrateJob", JobId=self.job)
        self.traded("second job isolated", "isolated")
        self.dts("second job", "DestroyMigrateJob", JobId=self.job)
        self.traded("second job destroyed", "offlined")

    def forget(self) -> None:
        for policy in world.READ_ONLY:
            self.report.call("role", self.source, "cam", "DetachRolePolicy", DetachRoleName=world.ROLE, PolicyName=policy)
        self.report.call("role", self.source, "cam", "DeleteRole", RoleName=world.ROLE)
        self.report.add("nothing is left", world.left(self.url))


def failed_job(url: str, report: Report, way: str) -> None:
    """A job that fails is resumed and stopped."""
    flow = Flow(url, report, way)
    flow.trust()
    flow.reach()
    flow.job = flow.dts("purchase", "CreateMigrationService", **world.PURCHASE).JobIds[0]
    flow.reached("bought", "created")
    flow.configure()
    flow.check()
    flow.dts("start", "StartMigrateJob", JobId=flow.job)
    control(url, f"jobs/{flow.job}", body={"status": "error"})
    flow.reached("failed", "error")
    flow.dts("resume", "ResumeMigrateJob", JobId=flow.job, ResumeOption="normal")
    flow.reached("resumed", "readyComplete")
    flow.dts("stop", "StopMigrateJob", JobId=flow.job)
    flow.reached("stopped", "canceled")


def temporary_account(url: str, way: str, credentials) -> Account:
    """Calls with a temporary key."""
    return Account(url, Key(credentials.TmpSecretId, credentials.TmpSecretKey, credentials.Token), way)
