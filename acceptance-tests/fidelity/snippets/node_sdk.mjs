// Creates a migration task on a local emulator with Alibaba Cloud's SDK core (npm install @alicloud/openapi-core) and reads it back.
import core from "@alicloud/openapi-core";

const { Config, OpenApiRequest, Params } = core.$OpenApiUtil;
const client = new core.default(new Config({
  accessKeyId: "AKDESTINATIONOWNER", accessKeySecret: "emulator-secret-of-destination-owner",
  endpoint: process.env.EMULATOR ?? "127.0.0.1:8700", protocol: "HTTP", regionId: "cn-hangzhou",
}));
const dts = {
  version: "2020-01-01", pathname: "/", style: "RPC", method: "POST", protocol: "HTTP", authType: "AK", reqBodyType: "formData", bodyType: "json",
};
async function call(action, query, body) {
  return (await client.callApi(new Params({ ...dts, action }), new OpenApiRequest({ query, body }), {})).body;
}

const made = await call("ConfigureDtsJob", {
  RegionId: "cn-hangzhou", DtsJobName: "orders", JobType: "MIGRATION",
  StructureInitialization: "true", DataInitialization: "true", DataSynchronization: "false",
  SourceEndpointInstanceType: "OTHER", SourceEndpointEngineName: "MYSQL", SourceEndpointIP: "203.0.113.10", SourceEndpointPort: "3306",
  SourceEndpointUserName: "dts", SourceEndpointPassword: "source-db-password",
  DestinationEndpointInstanceType: "RDS", DestinationEndpointEngineName: "MYSQL", DestinationEndpointRegion: "cn-hangzhou",
  DestinationEndpointInstanceID: "rm-destination-orders", DestinationEndpointUserName: "dts", DestinationEndpointPassword: "destination-db-password",
}, { DbList: JSON.stringify({ orders: { name: "orders", all: true } }) });
const job = await call("DescribeDtsJobDetail", { RegionId: "cn-hangzhou", DtsJobId: made.DtsJobId });
console.log(job.DtsJobId, job.DtsJobName, job.Status);
