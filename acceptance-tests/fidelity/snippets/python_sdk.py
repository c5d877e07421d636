"""Creates a migration task on a local emulator with Alibaba Cloud's SDK (pip install alibabacloud_dts20200101) and reads it back."""
import json
import os

from alibabacloud_dts20200101 import models
from alibabacloud_dts20200101.client import Client
from alibabacloud_tea_openapi.utils_models import Config

client = Client(Config(
    access_key_id="AKDESTINATIONOWNER", access_key_secret="emulator-secret-of-destination-owner",
    endpoint=os.environ.get("EMULATOR", "127.0.0.1:8700"), protocol="http", region_id="cn-hangzhou",
))
made = client.configure_dts_job(models.ConfigureDtsJobRequest(
    region_id="cn-hangzhou", dts_job_name="orders", job_type="MIGRATION", db_list=json.dumps({"orders": {"name": "orders", "all": True}}),
    structure_initialization=True, data_initialization=True, data_synchronization=False,
    source_endpoint_instance_type="OTHER", source_endpoint_engine_name="MYSQL", source_endpoint_ip="203.0.113.10",
    source_endpoint_port="3306", source_endpoint_user_name="dts", source_endpoint_password="source-db-password",
    destination_endpoint_instance_type="RDS", destination_endpoint_engine_name="MYSQL", destination_endpoint_region="cn-hangzhou",
    destination_endpoint_instance_id="rm-destination-orders", destination_endpoint_user_name="dts",
    destination_endpoint_password="destination-db-password",
)).body
job = client.describe_dts_job_detail(models.DescribeDtsJobDetailRequest(region_id="cn-hangzhou", dts_job_id=made.dts_job_id)).body
print(job.dts_job_id, job.dts_job_name, job.status)
