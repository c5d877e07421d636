// An instance that is bought first, and then configured.
import { Account } from "./clients.mjs";
import { DESTINATION_KEY, PUBLIC_SOURCE, REGION, configuration, expect, left } from "./world.mjs";

const ORDER = {
  PayType: "PostPaid", Type: "MIGRATION", InstanceClass: "medium", RegionId: REGION, SourceRegion: REGION, DestinationRegion: REGION,
  SourceEndpointEngineName: "MySQL", DestinationEndpointEngineName: "MySQL",
};

export async function purchasedBeforeConfigure(url, report) {
  const owner = new Account(url, DESTINATION_KEY);
  await report.refuse("MissingType MissingParameter", owner, "dts", "CreateDtsInstance", { ...ORDER, Type: undefined });
  const { InstanceId, JobId } = await report.call(owner, "dts", "CreateDtsInstance", ORDER);
  const job = { RegionId: REGION, DtsJobId: JobId };
  const fresh = (found) => expect([found.Status, found.DtsJobClass], ["NotConfigured", "medium"], "status and class");
  await report.call(owner, "dts", "DescribeDtsJobDetail", job, fresh);
  await report.refuse("InvalidJobStatus", owner, "dts", "StartDtsJob", job);
  const configured = configuration("bought first", { ...PUBLIC_SOURCE, DtsInstanceId: InstanceId, DtsJobId: JobId });
  await report.call(owner, "dts", "ConfigureDtsJob", configured, (found) => expect(found.DtsJobId, JobId, "DtsJobId"));
  // It was bought, so it continues automatically.
  await report.wait(owner, "dts", "DescribeDtsJobDetail", job, (found) => found.Status === "Migrating");
  await report.call(owner, "dts", "DeleteDtsJob", { DtsInstanceId: InstanceId });
  report.add("nothing is left", await left(url));
}
