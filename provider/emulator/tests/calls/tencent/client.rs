//! A small client with separate signature code, and the first steps of most tests.

use std::net::SocketAddr;

use dts_emulator::{Options, World};
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::client::send_http;
use crate::setup::Stage;

pub(crate) const SOURCE: &str = "700000000001";
pub(crate) const TARGET: &str = "700000000002";
pub(crate) const OPERATOR: &str = "700000000021";
pub(crate) const ROLE: &str = "DTS-role";
pub(crate) const REGION: &str = "ap-guangzhou";

/// A caller with a key.
#[derive(Clone)]
pub(crate) struct Client {
    pub(crate) address: SocketAddr,
    pub(crate) key_id: String,
    pub(crate) secret: String,
    pub(crate) token: Option<String>,
    pub(crate) region: &'static str,
}

/// An answer.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Value,
}

impl Answer {
    /// The code of the error, or `OK`.
    pub(crate) fn code(&self) -> &str {
        match &self.body["Response"]["Error"] {
            Value::Null if self.status == 200 => "OK",
            error => error["Code"].as_str().unwrap_or("no code"),
        }
    }

    /// The fields of a success.
    pub(crate) fn ok(self) -> Value {
        assert_eq!(self.code(), "OK", "{}", self.body);
        assert!(self.body["Response"]["RequestId"].as_str().is_some_and(|id| id.len() == 36));
        self.body["Response"].clone()
    }

    /// Checks the code of a refusal, and that its message contains a text.
    pub(crate) fn refused(&self, code: &str, part: &str) {
        assert_eq!((self.status, self.code()), (200, code), "{}", self.body);
        let message = self.body["Response"]["Error"]["Message"].as_str().unwrap();
        assert!(message.contains(part), "{message}");
        assert!(self.body["Response"]["RequestId"].as_str().is_some_and(|id| id.len() == 36));
    }
}

/// A request before it is sent; tests change it.
#[derive(Clone)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Request {
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.headers.retain(|(known, _)| known != name);
        self.headers.push((name.to_owned(), value.to_owned()));
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn hmac(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

pub(crate) fn version(service: &str) -> &'static str {
    match service {
        "cam" => "2019-01-16",
        "dts" => "2021-12-06",
        _ => "2018-08-13",
    }
}

impl Client {
    pub(crate) async fn call(&self, service: &str, action: &str, parameters: Value) -> Answer {
        self.send(self.request(service, action, &parameters)).await
    }

    pub(crate) async fn cam(&self, action: &str, parameters: Value) -> Answer {
        self.call("cam", action, parameters).await
    }

    pub(crate) async fn sts(&self, action: &str, parameters: Value) -> Answer {
        self.call("sts", action, parameters).await
    }

    pub(crate) async fn dts(&self, action: &str, parameters: Value) -> Answer {
        self.call("dts", action, parameters).await
    }

    pub(crate) fn request(&self, service: &str, action: &str, parameters: &Value) -> Request {
        self.request_at(service, action, &parameters.to_string(), SignedDuration::ZERO, &self.address.to_string())
    }

    /// A signed request; its time is this far from now.
    pub(crate) fn request_at(
        &self,
        service: &str,
        action: &str,
        body: &str,
        offset: SignedDuration,
        host: &str,
    ) -> Request {
        let at = Timestamp::now() + offset;
        let (timestamp, date) = (at.as_second().to_string(), at.strftime("%Y-%m-%d").to_string());
        let content_type = "application/json";
        let hash = hex(&Sha256::digest(body.as_bytes()));
        let canonical = format!("POST\n/\n\ncontent-type:{content_type}\nhost:{host}\n\ncontent-type;host\n{hash}");
        let canonical = hex(&Sha256::digest(canonical.as_bytes()));
        let to_sign = format!("TC3-HMAC-SHA256\n{timestamp}\n{date}/{service}/tc3_request\n{canonical}");
        let key = hmac(format!("TC3{}", self.secret).as_bytes(), &date);
        let key = hmac(&hmac(&key, service), "tc3_request");
        let signature = hex(&hmac(&key, &to_sign));
        let authorization = format!(
            "TC3-HMAC-SHA256 Credential={}/{date}/{service}/tc3_request, SignedHeaders=content-type;host, Signature={signature}",
            self.key_id
        );
        let mut headers = vec![
            ("host".to_owned(), host.to_owned()),
            ("content-type".to_owned(), content_type.to_owned()),
            ("x-tc-action".to_owned(), action.to_owned()),
            ("x-tc-version".to_owned(), version(service).to_owned()),
            ("x-tc-timestamp".to_owned(), timestamp),
            ("x-tc-region".to_owned(), self.region.to_owned()),
            ("authorization".to_owned(), authorization),
        ];
        headers.extend(self.token.iter().map(|token| ("x-tc-token".to_owned(), token.clone())));
        Request { method: "POST".to_owned(), target: "/".to_owned(), headers, body: body.to_owned() }
    }

    pub(crate) async fn send(&self, request: Request) -> Answer {
        let Request { method, target, headers, body } = request;
        let answer = send_http(self.address, &method, &target, &headers, &body).await.unwrap();
        Answer { status: answer.status, body: answer.body }
    }

    /// The same caller with temporary credentials of an answer of AssumeRole.
    pub(crate) fn with(&self, answer: &Value) -> Self {
        let credentials = &answer["Credentials"];
        let text = |name: &str| credentials[name].as_str().unwrap().to_owned();
        Self { key_id: text("TmpSecretId"), secret: text("TmpSecretKey"), token: Some(text("Token")), ..self.clone() }
    }
}

impl Stage {
    /// An emulator with the built-in world.
    pub(crate) async fn tencent() -> Self {
        Self::with(Options::default()).await
    }

    /// The same with one switch.
    pub(crate) async fn with_switch(name: &str) -> Self {
        let text = format!("{}\n[tencent]\n{name} = true\n", World::builtin_toml());
        let world = World::parse(&text, "test").unwrap();
        Self::with(Options { world, ..Options::default() }).await
    }

    pub(crate) fn of_tencent(&self, key_id: &str, secret: &str) -> Client {
        let address = self.emulator.addr();
        let (key_id, secret) = (key_id.to_owned(), secret.to_owned());
        Client { address, key_id, secret, token: None, region: REGION }
    }

    pub(crate) fn source(&self) -> Client {
        self.of_tencent("AKIDTENCENTSOURCE", "emulator-secret-of-tencent-source")
    }

    pub(crate) fn target(&self) -> Client {
        self.of_tencent("AKIDTENCENTTARGET", "emulator-secret-of-tencent-target")
    }

    /// A user of the target's account.
    pub(crate) fn sub_account(&self) -> Client {
        self.of_tencent("AKIDTENCENTOPERATOR", "emulator-secret-of-tencent-operator")
    }
}

/// A trust policy for a root account.
pub(crate) fn trust(uin: &str, external_id: Option<&str>) -> String {
    let mut statement = json!({
        "effect": "allow", "action": "name/sts:AssumeRole", "principal": {"qcs": [format!("qcs::cam::uin/{uin}:root")]},
    });
    if let Some(id) = external_id {
        statement["condition"] = json!({"string_equal": {"sts:external_id": id}});
    }
    json!({"version": "2.0", "statement": [statement]}).to_string()
}

/// A permission policy.
pub(crate) fn allow(action: &str, resource: &str) -> String {
    json!({"version": "2.0", "statement": [{"effect": "allow", "action": [action], "resource": [resource]}]})
        .to_string()
}

pub(crate) fn role_arn() -> String {
    format!("qcs::cam::uin/{SOURCE}:roleName/{ROLE}")
}

/// The policies that the role of a MySQL source needs.
pub(crate) const POLICIES: [&str; 2] = ["QcloudDTSReadOnlyAccess", "QcloudCDBReadOnlyAccess"];

/// Creates the role in the source's account, with these policies.
pub(crate) async fn make_role(stage: &Stage, external_id: Option<&str>, policies: &[&str]) -> String {
    let source = stage.source();
    let parameters = json!({"RoleName": ROLE, "PolicyDocument": trust(TARGET, external_id)});
    let role = source.cam("CreateRole", parameters).await.ok();
    for policy in policies {
        source.cam("AttachRolePolicy", json!({"AttachRoleName": ROLE, "PolicyName": policy})).await.ok();
    }
    role["RoleId"].as_str().unwrap().to_owned()
}

/// Buys a job.
pub(crate) async fn buy(client: &Client, source: &str, destination: &str) -> String {
    let parameters = json!({
        "SrcDatabaseType": source, "DstDatabaseType": destination, "SrcRegion": REGION, "DstRegion": REGION,
        "InstanceClass": "small",
    });
    client.dts("CreateMigrationService", parameters).await.ok()["JobIds"][0].as_str().unwrap().to_owned()
}

pub(crate) fn endpoint(engine: &str, info: Value) -> Value {
    json!({"Region": REGION, "AccessType": "cdb", "DatabaseType": engine, "NodeType": "simple", "Info": [info]})
}

pub(crate) fn login(instance: &str, password: &str) -> Value {
    json!({"InstanceId": instance, "User": "dts", "Password": password})
}

/// A configuration of a job with a source of this account.
pub(crate) fn configuration(job: &str, source: Value, destination: Value) -> Value {
    json!({
        "JobId": job,
        "RunMode": "immediate",
        "MigrateOption": {"DatabaseTable": {"ObjectMode": "all"}},
        "SrcInfo": source,
        "DstInfo": destination,
    })
}

/// A source of the source's account, for a job of the target's account.
pub(crate) fn other_source(credentials: &Value) -> Value {
    let mut info = login("cdb-src00001", "tencent-source-password");
    info["AccountMode"] = json!("other");
    info["Account"] = json!(SOURCE);
    info["AccountRole"] = json!(ROLE);
    if !credentials.is_null() {
        info["TmpSecretId"] = credentials["TmpSecretId"].clone();
        info["TmpSecretKey"] = credentials["TmpSecretKey"].clone();
        info["TmpToken"] = credentials["Token"].clone();
    }
    endpoint("mysql", info)
}

pub(crate) fn own_destination() -> Value {
    endpoint("mysql", login("cdb-dst00001", "tencent-target-password"))
}

/// A job of the source's account from its first to another one of the same account, configured.
pub(crate) async fn configured(client: &Client) -> String {
    let job = buy(client, "mysql", "mysql").await;
    let source = endpoint("mysql", login("cdb-src00001", "tencent-source-password"));
    let destination = endpoint("mysql", login("cdb-src00002", "tencent-source-password"));
    client.dts("ModifyMigrationJob", configuration(&job, source, destination)).await.ok();
    job
}

pub(crate) async fn detail(client: &Client, job: &str) -> Value {
    client.dts("DescribeMigrationDetail", json!({"JobId": job})).await.ok()
}

/// Reads the detail until the job has a status.
pub(crate) async fn wait(client: &Client, job: &str, status: &str) -> Value {
    let mut seen = Vec::new();
    for _ in 0..20 {
        let detail = detail(client, job).await;
        if detail["Status"] == status {
            return detail;
        }
        seen.push(detail["Status"].clone());
    }
    unreachable!("{status} does not come: {seen:?}");
}

/// Checks a job until the check has ended; returns its result.
pub(crate) async fn check(client: &Client, job: &str) -> Value {
    client.dts("CreateMigrateCheckJob", json!({"JobId": job})).await.ok();
    for _ in 0..20 {
        let check = client.dts("DescribeMigrationCheckJob", json!({"JobId": job})).await.ok();
        if check["Status"] != "running" {
            return check;
        }
        assert_eq!(check["CheckFlag"], "", "no verdict while the check runs");
    }
    unreachable!("the check does not end");
}

/// The steps that have not passed, with their states.
pub(crate) fn findings(check: &Value) -> Vec<(String, String)> {
    let steps = check["StepInfo"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    steps
        .filter(|step| step["StepStatus"] != "pass")
        .map(|step| (text(&step["StepId"]), text(&step["StepStatus"])))
        .collect()
}
