// Lists with more than one page, and calls on several jobs.
import { Account } from "./clients.mjs";
import { DESTINATION_KEY, DESTINATION_UID, PUBLIC_SOURCE, REGION, SOURCE_KEY, configuration, expect, left, trustDocument } from "./world.mjs";

const ROLES = ["page-a", "page-b", "page-c"];
const JOBS = 12;
const PAGE = 10;

export async function pages(url, report) {
  await roles(report, new Account(url, SOURCE_KEY));
  await jobs(report, new Account(url, DESTINATION_KEY));
  report.add("nothing is left", await left(url));
}

async function roles(report, owner) {
  const AssumeRolePolicyDocument = trustDocument(DESTINATION_UID);
  const made = { AssumeRolePolicyDocument, Tag: [{ Key: "a", Value: "b" }] };
  for (const RoleName of ROLES) await report.call(owner, "ram", "CreateRole", { RoleName, ...made });
  const [names, tagged] = [[], []];
  for (let Marker, more = true; more; ) {
    const page = await report.call(owner, "ram", "ListRoles", { MaxItems: 2, Marker });
    names.push(...page.Roles.Role.map((role) => role.RoleName));
    [Marker, more] = [page.Marker, page.IsTruncated];
  }
  for (let NextToken, more = true; more; ) {
    const page = await report.call(owner, "ram", "ListTagResources", { ResourceType: "role", PageSize: 2, NextToken });
    tagged.push(...page.TagResources.map((tag) => tag.ResourceName));
    [NextToken, more] = [page.NextToken, Boolean(page.NextToken)];
  }
  report.add("roles of all pages", expect([names.sort(), tagged.sort()], [ROLES, ROLES], "names"));
  for (const RoleName of ROLES) await report.call(owner, "ram", "DeleteRole", { RoleName });
}

async function jobs(report, owner) {
  const ids = [];
  for (let at = 0; at < JOBS; at += 1) {
    ids.push((await report.call(owner, "dts", "ConfigureDtsJob", configuration(`page ${at}`, PUBLIC_SOURCE))).DtsJobId);
  }
  const found = [];
  for (const PageNumber of [1, 2]) {
    const counted = (page) => expect([page.PageNumber, page.TotalRecordCount], [PageNumber, JOBS], "page and total");
    const page = await report.call(owner, "dts", "DescribeDtsJobs", { JobType: "MIGRATION", PageNumber, PageSize: PAGE }, counted);
    found.push(...page.DtsJobList.map((job) => job.DtsJobId));
  }
  report.add("jobs of both pages", expect(found.sort(), [...ids].sort(), "ids"));
  await together(report, owner, ids);
}

// Two of the jobs run; all are deleted, ten per call.
async function together(report, owner, ids) {
  const [first, second] = ids;
  const two = { RegionId: REGION, DtsJobIds: `${first},${second}` };
  for (const JobId of [first, second]) {
    await report.call(owner, "dts", "CreateDtsInstance", { JobId, PayType: "PostPaid", InstanceClass: "small", RegionId: REGION });
  }
  for (const [action, status] of [["StartDtsJobs", "Migrating"], ["SuspendDtsJobs", "Suspending"], ["StopDtsJobs", "Finished"]]) {
    await report.call(owner, "dts", action, two);
    for (const DtsJobId of [first, second]) {
      await report.wait(owner, "dts", "DescribeDtsJobDetail", { DtsJobId, RegionId: REGION }, (found) => found.Status === status);
    }
  }
  await report.refuse("InvalidParameter", owner, "dts", "DeleteDtsJobs", { DtsJobIds: ids.join(",") });
  for (const some of [ids.slice(0, PAGE), ids.slice(PAGE)]) await report.call(owner, "dts", "DeleteDtsJobs", { DtsJobIds: some.join(",") });
}
