//! Named text blocks that most cases have in common.

/// The name of the blocks of a case.
pub(super) fn name(id: &str) -> String {
    id.replace('-', "_")
}

/// The text with its lines `...name` replaced; the indentation stays the same.
pub(super) fn filled(id: &str, text: &str) -> String {
    let lines = text.lines().map(|line| match line.trim_start().strip_prefix("...") {
        None => format!("{line}\n"),
        Some(word) => {
            let indent = &line[..line.len() - line.trim_start().len()];
            let own = piece(word).replace("<id>", id).replace("<name>", &name(id));
            // A piece can contain other pieces.
            let own = filled(id, &own);
            own.lines().map(|line| format!("{indent}{line}\n")).collect()
        }
    });
    lines.collect()
}

fn piece(word: &str) -> &'static str {
    match word {
        "task" => "provider = dts.destination_owner\nname     = \"<id>\"",
        "types" => r#"migration_types = ["schema", "full"]"#,
        "following" => r#"migration_types = ["schema", "full", "incremental"]"#,
        "objects" => "objects = { orders = { all = true } }",
        "source" => "source {\n  ...source_instance\n  ...source_login\n  ...owner\n}",
        "source_instance" => {
            "engine        = \"mysql\"\naccess_method = \"alibaba_cloud_instance\"\nregion        = \"cn-hangzhou\"\ninstance_id   = \"rm-source-orders\""
        }
        "source_login" => {
            "username            = \"dts\"\npassword_wo         = var.source_password\npassword_wo_version = 1"
        }
        "owner" => "cross_account {\n  account_id = \"1234567890123456\"\n  role_name  = \"ram-for-dts\"\n}",
        "destination" => "destination {\n  ...destination_instance\n  ...destination_login\n}",
        "destination_instance" => {
            "engine        = \"mysql\"\naccess_method = \"alibaba_cloud_instance\"\nregion        = \"cn-hangzhou\"\ninstance_id   = \"rm-destination-orders\""
        }
        "destination_public" => {
            "destination {\n  engine        = \"mysql\"\n  access_method = \"public_ip\"\n  host          = \"203.0.113.20\"\n  port          = 3306\n  ...destination_login\n}"
        }
        "destination_login" => {
            "username            = \"dts\"\npassword_wo         = var.destination_password\npassword_wo_version = 1"
        }
        "tencent_task" => "provider    = dts.tencent_target\ninstance_id = \"dts-1ewjspuw\"",
        "tencent_bought" => "provider    = dts.tencent_target\ninstance_id = dts_tencent_migration_instance.<name>.id",
        "tencent_objects" => "objects {\n  all = true\n}",
        "tencent_source" => "source {\n  ...tencent_source_instance\n  ...source_login\n  ...tencent_owner\n}",
        "tencent_source_instance" => {
            "engine      = \"mysql\"\naccess_type = \"cdb\"\nregion      = \"ap-guangzhou\"\nnode_type   = \"simple\"\ninstance_id = \"cdb-src00001\""
        }
        "tencent_owner" => "cross_account {\n  account_id = \"700000000001\"\n  role_name  = \"dts-role\"\n}",
        "tencent_own_source" => {
            "source {\n  engine      = \"mysql\"\n  access_type = \"cdb\"\n  region      = \"ap-guangzhou\"\n  node_type   = \"simple\"\n  instance_id = \"cdb-dst00002\"\n  ...tencent_login\n}"
        }
        "tencent_destination" => "destination {\n  ...tencent_destination_instance\n  ...tencent_login\n}",
        "tencent_destination_instance" => {
            "engine      = \"mysql\"\naccess_type = \"cdb\"\nregion      = \"ap-guangzhou\"\nnode_type   = \"simple\"\ninstance_id = \"cdb-dst00001\""
        }
        "tencent_login" => {
            "username            = \"dts\"\npassword_wo         = \"tencent-target-password\"\npassword_wo_version = 1"
        }
        "tencent_instance" => {
            "resource \"dts_tencent_migration_instance\" \"<name>\" {\n  provider           = dts.tencent_target\n  name               = \"<id>\"\n  source_engine      = \"mysql\"\n  destination_engine = \"mysql\"\n  instance_class     = \"small\"\n  on_destroy         = \"stop_and_release\"\n}"
        }
        // Terraform checks a provider block only if a resource uses it.
        "used" => {
            "resource \"dts_ram_role_trust\" \"<name>\" {\n  provider            = dts.<name>\n  role_name           = \"ram-<id>\"\n  trusted_account_ids = [\"3456789012345678\"]\n}"
        }
        "used_tencent" => {
            "resource \"dts_cam_role_trust\" \"<name>\" {\n  provider            = dts.<name>\n  role_name           = \"cam-<id>\"\n  trusted_account_ids = [\"700000000002\"]\n}"
        }
        other => panic!("there is no piece {other:?}"),
    }
}
