//! Configuration that Terraform writes itself, from import blocks alone.

use std::fmt::Write as _;

use acceptance_harness::profiles::DESTINATION_OWNER;
use acceptance_harness::terraform::Terraform;

use crate::support::case::{Case, applied, assert_detail, assert_no_changes};
use crate::support::hcl::{self, Hcl};

/// A task with an option of each kind, an instance with all of them.
fn configuration() -> Hcl {
    let options = r#"  conflict_mode     = "ignore"
  triggers          = "manual"
  online_ddl        = "copy_temporary_tables"
  heartbeat         = "keep"
  migrate_accounts  = true
  migrate_events    = true
  assessment        = true
  environment_tag   = "online"
  etl               = "e_drop()"
  resource_group_id = "rg-first"

  retry {
    connection_minutes = 60
    other_minutes      = 5
  }

  throttling {
    full {
      rows_per_second = 1000
    }
    incremental {
      bytes_per_second = 1048576
    }
  }

  objects = {
    inventory = { all = true, rename = "stock", dml_op = "insert" }
"#;
    let tables = r#"orders = {
      tables = {
        customers = { filter = "id > 10", columns = { id = {}, name = { rename = "title", type = "varchar(64)" } } }
        orders    = { rename = "purchases" }
      }
      other_objects = { views = { totals = "totals" } }
    }"#;
    hcl::complete_migration()
        .with("  objects = {\n", options)
        .with("orders = { all = true }", tables)
        .with("  instance_class = ", "  tags           = { project = \"orders\" }\n  instance_class = ")
        .with(
            "  role_name           = ",
            "  description         = \"for DTS\"\n  tags                = { team = \"a\" }\n  role_name           = ",
        )
}

/// What is less usual: another way to the source, units in place of a class, and objects only JSON can say.
fn unusual() -> Hcl {
    Hcl::new(
        r#"resource "dts_migration_task" "sessions" {
  provider             = dts.destination_owner
  name                 = "sessions"
  migration_types      = ["full", "incremental"]
  dedicated_cluster_id = "dtscluster_destination"
  objects_json         = jsonencode({ "0" = { name = "0", all = true, shard = 2 } })

  source {
    engine              = "redis"
    access_method       = "cen"
    region              = "cn-hangzhou"
    vpc_id              = "vpc-source-orders"
    cen_id              = "cen-source-orders"
    host                = "192.168.0.11"
    port                = 6379
    password_wo         = var.source_password
    password_wo_version = 1
    username            = "dts"
    encryption          = "ssl"
    cross_account {
      account_id = "1234567890123456"
      role_name  = dts_ram_role_trust.source.role_name
    }
  }

  destination {
    engine              = "redis"
    access_method       = "alibaba_cloud_instance"
    region              = "cn-hangzhou"
    instance_id         = "r-destination-sessions"
    username            = "dts"
    password_wo         = var.destination_password
    password_wo_version = 1
    encryption          = "ssl"
  }
}

resource "dts_migration_instance" "sessions" {
  provider = dts.destination_owner
  task_id  = dts_migration_task.sessions.id
  du       = 2
}
"#,
    )
}

/// The providers alone, and import blocks.
fn imports(blocks: &[(&str, &str, &str)]) -> Hcl {
    let mut text = hcl::providers().text().to_owned();
    for (address, provider, id) in blocks {
        writeln!(text, "import {{\n  to       = {address}\n  id       = \"{id}\"\n  provider = dts.{provider}\n}}")
            .unwrap();
    }
    Hcl::new(text)
}

/// The id of the job of this name.
async fn job(case: &Case, name: &str) -> String {
    let account = case.account(DESTINATION_OWNER.account).await;
    let jobs = account["jobs"].as_array().unwrap();
    let found = jobs.iter().find(|job| job["name"] == name).unwrap_or_else(|| panic!("no {name} in {jobs:#?}"));
    found["id"].as_str().unwrap().to_owned()
}

/// Lets Terraform write `generated.tf` in a separate folder. It is valid as it is, and its plan imports and nothing
/// else.
pub(crate) async fn generate(case: &Case, blocks: &[(&str, &str, &str)]) -> Terraform {
    let folder = case.another_folder();
    folder.write("main.tf", imports(blocks).text()).unwrap();
    let run = folder.run(&["plan", "-no-color", "-generate-config-out=generated.tf"]).await.unwrap().success();
    let printed = run.unwrap_or_else(|error| panic!("{error}")).stdout;
    let summary = format!("Plan: {} to import, 0 to add, 0 to change, 0 to destroy.", blocks.len());
    assert!(printed.contains(&summary), "{printed}");
    folder.validate().await.unwrap().success().unwrap_or_else(|error| panic!("{error}"));
    folder
}

/// The generated line of a password: OpenTofu writes more into its comment than Terraform.
fn unset_password(generated: &str) -> &'static str {
    const LINES: [&str; 2] =
        ["password_wo         = null # sensitive write-only", "password_wo         = null # sensitive"];
    LINES.into_iter().find(|line| generated.contains(line)).unwrap_or_else(|| panic!("no password in:\n{generated}"))
}

/// The configuration without the lines that contain a piece. Newer versions of Terraform do not write arguments with their defaults.
fn without_lines(configuration: &Hcl, piece: &str) -> Hcl {
    let lines: Vec<&str> = configuration.text().lines().filter(|line| !line.contains(piece)).collect();
    Hcl::new(format!("{}\n", lines.join("\n")))
}

fn written(folder: &Terraform) -> Hcl {
    Hcl::new(std::fs::read_to_string(folder.directory().join("generated.tf")).unwrap())
}

#[tokio::test]
async fn what_terraform_writes_is_valid_and_nothing_is_left_to_do() {
    let case = Case::start().await;
    let vpc =
        configuration().with("  role_name           = ", "  access_via_vpc      = true\n  role_name           = ");
    case.apply(&vpc.and(&unusual())).await;
    let (orders, sessions) = (job(&case, "orders").await, job(&case, "sessions").await);
    let mark = case.mark().await;
    let folder = generate(
        &case,
        &[
            ("dts_ram_role_trust.source", "source_owner", "ram-for-dts"),
            ("dts_migration_task.orders", "destination_owner", &orders),
            ("dts_migration_instance.orders", "destination_owner", &format!("dts{orders}")),
            ("dts_migration_task.sessions", "destination_owner", &sessions),
            ("dts_migration_instance.sessions", "destination_owner", &format!("dts{sessions}")),
        ],
    )
    .await;
    let text = written(&folder);
    let words = text.text().split_whitespace().collect::<Vec<_>>().join(" ");
    let reported = ["conflict_mode = \"ignore\"", "\"title\"", "totals = \"totals\"", "rows_per_second = 1000"];
    for piece in reported.into_iter().chain(["access_via_vpc = true", "\"cen-source-orders\"", "shard"]) {
        assert!(words.contains(piece), "{piece:?} is missing in:\n{}", text.text());
    }
    applied(&folder).await;
    assert_no_changes(&folder).await;
    assert_eq!(case.mutations_since(mark).await, Vec::<String>::new());

    // A person puts references in place of ids, so that an instance is destroyed before its task.
    let mut forced = without_lines(&text, "\"refuse_while_running\"");
    for (name, job) in [("orders", &orders), ("sessions", &sessions)] {
        let of_instance = forced.text().lines().find(|line| line.contains("task_id") && line.contains(job.as_str()));
        let reference = format!("  on_destroy = \"stop_and_release\"\n  task_id = dts_migration_task.{name}.id");
        forced = forced.with(of_instance.unwrap(), &reference);
    }
    folder.write("generated.tf", forced.text()).unwrap();
    applied(&folder).await;
    assert_eq!(case.mutations_since(mark).await, Vec::<String>::new());
    folder.destroy().await.unwrap().success().unwrap_or_else(|error| panic!("{error}"));
    case.is_empty().await;
}

/// Generated configuration has no passwords. Resources that need none plan without them; resources that need one
/// report it at plan.
#[tokio::test]
async fn a_change_that_configures_again_requires_the_passwords() {
    let case = Case::start().await;
    case.apply(&hcl::trust_and_task()).await;
    let job = job(&case, "orders").await;
    let folder = generate(&case, &[("dts_migration_task.orders", "destination_owner", &job)]).await;
    applied(&folder).await;
    let text = written(&folder);

    let mark = case.mark().await;
    let name = text.text().lines().find(|line| line.starts_with("  name ")).expect("the task has a name");
    let renamed = text.with(name, "  name = \"renamed\"");
    folder.write("generated.tf", renamed.text()).unwrap();
    applied(&folder).await;
    assert_no_changes(&folder).await;
    assert_eq!(case.mutations_since(mark).await, ["ModifyDtsJobName"]);

    let mark = case.mark().await;
    let with_report = without_lines(&renamed, "\"report\"");
    let changed = with_report.with("  name = \"renamed\"", "  name = \"renamed\"\n  conflict_mode = \"ignore\"");
    folder.write("generated.tf", changed.text()).unwrap();
    let run = folder.plan().await.unwrap();
    let errors = run.errors();
    assert_eq!((run.code, errors.len()), (Some(1), 2), "{}", run.output());
    for side in ["source", "destination"] {
        let error = errors.iter().find(|error| error.detail.contains(side)).unwrap_or_else(|| panic!("{errors:#?}"));
        assert_eq!(error.summary, "Missing password");
        assert_detail(error, &[&format!("password_wo = var.{side}_password"), "Rule: password-missing"]);
        let place = error.place.as_ref().unwrap();
        assert_eq!((place.file.as_str(), place.code.as_str()), ("generated.tf", unset_password(changed.text())));
    }
    assert_eq!(case.mutations_since(mark).await, Vec::<String>::new());

    let mut sides = changed.text().split("  source {");
    let password = |text: &str, side: &str| {
        let given = [
            (unset_password(text), format!("password_wo = var.{side}_password")),
            ("password_wo_version = null", "password_wo_version = 1".to_owned()),
        ];
        given.iter().fold(Hcl::new(text), |text, (from, to)| text.with(from, to)).text().to_owned()
    };
    let (first, second) = (sides.next().unwrap(), sides.next().unwrap());
    let complete = format!("{}  source {{{}", password(first, "destination"), password(second, "source"));
    folder.write("generated.tf", &complete).unwrap();
    applied(&folder).await;
    assert_no_changes(&folder).await;
    assert_eq!(case.mutations_since(mark).await, ["ConfigureDtsJob", "StartDtsJob"]);
    case.destroy().await;
}
