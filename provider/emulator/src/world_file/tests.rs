use crate::core::world::{RealAddress, RealTls, World};

fn what(text: &str) -> String {
    World::parse(text, "world.toml").unwrap_err().to_string()
}

const ACCOUNT: &str = "[[account]]\nid = \"1234567890123456\"\nname = \"a\"\n";

#[test]
fn the_built_in_world_has_the_three_accounts() {
    let world = World::parse(World::builtin_toml(), "built-in").unwrap();
    let names: Vec<_> = world.accounts.iter().map(|account| (account.name.as_str(), account.id.as_str())).collect();
    assert_eq!(
        names,
        [
            ("source-owner", "1234567890123456"),
            ("destination-owner", "2345678901234567"),
            ("operator", "3456789012345678")
        ]
    );
    for account in &world.accounts {
        assert!(account.keys[0].secret.matches(&format!("emulator-secret-of-{}", account.name)));
    }
    assert_eq!(World::builtin().accounts.len(), 3);
    let of_tencent = &world.tencent.accounts;
    let names: Vec<_> = of_tencent.iter().map(|account| (account.name.as_str(), account.uin.as_str())).collect();
    assert_eq!(names, [("tencent-source", "700000000001"), ("tencent-target", "700000000002")]);
    for account in of_tencent {
        assert!(account.keys[0].secret.matches(&format!("emulator-secret-of-{}", account.name)));
    }
}

#[test]
fn passwords_do_not_show_in_debug() {
    let text = format!("{:?}", World::builtin());
    assert!(text.contains("rm-source-orders"));
    assert!(!text.contains("source-db-password") && !text.contains("emulator-secret-of"), "{text}");
    assert!(!text.contains("tencent-source-password"), "{text}");
}

#[test]
fn errors_name_file_line_column_and_the_nearest_word() {
    assert!(World::parse(ACCOUNT, "world.toml").is_ok());
    let unknown = what(&format!("{ACCOUNT}dts_actived = true\n"));
    assert!(unknown.starts_with("world.toml:4:1: unknown field `dts_actived`"), "{unknown}");
    assert!(unknown.ends_with("did you mean `dts_activated`?"), "{unknown}");
    let syntax = what("[[account]]\nid = \n");
    assert!(syntax.starts_with("world.toml:2:"), "{syntax}");
    let absent = what("[[account]]\nname = \"a\"\n");
    assert!(absent.contains("missing field `id`"), "{absent}");
}

#[test]
fn semantic_errors_have_their_line_too() {
    let twice = format!("{ACCOUNT}{}", ACCOUNT.replace("\"a\"", "\"b\""));
    assert_eq!(what(&twice), "world.toml:5:6: the account id \"1234567890123456\" is used twice; each must be unique");
    let letters = what(&ACCOUNT.replace("1234567890123456", "12345678901234ab"));
    assert!(letters.starts_with("world.toml:2:6: the account id \"12345678901234ab\" must be"), "{letters}");
    assert!(what("").contains("no account"));
}

#[test]
fn keys_policies_and_databases_are_checked() {
    let key = |rest: &str| format!("{ACCOUNT}access_keys = [{{ id = \"AK\", secret = \"s\", {rest} }}]\n");
    assert!(World::parse(&key("ram_user = \"u\", policies = [\"AliyunDTSFullAccess\"]"), "w").is_ok());
    let policy = what(&key("ram_user = \"u\", policies = [\"AliyunDTSFullAcces\"]"));
    assert!(
        policy.starts_with("world.toml:4:") && policy.contains("did you mean \"AliyunDTSFullAccess\"?"),
        "{policy}"
    );
    assert!(what(&key("policies = []")).contains("ram_user"));

    let base =
        "[[account.database]]\nid = \"rm-1\"\nengine = \"MySQL\"\nregion = \"r\"\nusername = \"u\"\npassword = \"p\"\n";
    let database = |rest: &str| format!("{ACCOUNT}{base}{rest}");
    assert!(World::parse(&database("kind = \"PolarDB\"\nprecheck = { CHECK_TOPOLOGY = \"Failed\" }"), "w").is_ok());
    let kind = what(&database("kind = \"Polar\""));
    assert!(kind.starts_with("world.toml:10:8: unknown kind \"Polar\""), "{kind}");
    let item = what(&database("precheck = { CHECK_TOPLOGY = \"Failed\" }"));
    assert!(item.contains("did you mean \"CHECK_TOPOLOGY\"?"), "{item}");
    assert!(what(&database("precheck = { CHECK_TOPOLOGY = \"Bad\" }")).contains("precheck state"));
    assert!(what(&database("privileges = [\"SELCT\"]")).contains("did you mean \"SELECT\"?"));
    assert!(what(&database(base)).contains("used twice"));
}

#[test]
fn real_servers_are_checked() {
    let base = format!("{ACCOUNT}[[account.database]]\nid = \"rm-1\"\nengine = \"MySQL\"\nregion = \"r\"\n");
    let world = |before: &str, real: &str| World::parse(&format!("{base}{before}[account.database.real]\n{real}"), "w");
    let needed = "address = \"localhost\"\ndatabases = [\"shop\"]\n";
    let real = |real: &str| world("", real).unwrap().accounts[0].databases[0].real.clone().unwrap();
    let server = real(needed);
    assert_eq!(server.address, RealAddress::Tcp { host: "127.0.0.1".into(), port: 3306 });
    assert!(server.is_source && !server.is_destination && server.is_on_this_machine());
    assert_eq!((server.tls, server.place.as_str()), (RealTls::Off, "w:9:11"));
    let server =
        real("address = \"db:3307\"\ndatabases = [\"a\"]\nuse = \"both\"\ntls = \"verify\"\nca = \"ca.pem\"\n");
    assert!(server.is_source && server.is_destination && !server.is_on_this_machine());
    assert_eq!(server.tls, RealTls::Verify { ca: Some("ca.pem".into()) });
    assert_eq!(real("address = \"/run/m.sock\"\ndatabases = [\"a\"]").address.to_string(), "/run/m.sock");

    let wrong = |before: &str, real: &str| world(before, real).unwrap_err().to_string();
    assert!(
        wrong("", "address = \"127.0.0.1:x\"\ndatabases = [\"a\"]").starts_with("w:9:11: the address \"127.0.0.1:x\"")
    );
    assert!(wrong("", "address = \"h\"\ndatabases = []").contains("databases is empty"));
    assert!(wrong("", "address = \"h\"\ndatabases = [\"MySQL\"]").contains("MySQL is a system database"));
    assert!(wrong("", &format!("{needed}use = \"sourc\"")).contains("did you mean \"source\"?"));
    assert!(wrong("", &format!("{needed}tls = \"of\"")).contains("did you mean \"off\"?"));
    assert!(wrong("", &format!("{needed}ca = \"ca.pem\"")).contains("ca needs tls = \"verify\""));
    assert!(wrong("", &format!("{needed}adress = \"h\"")).contains("did you mean `address`?"));
    for simulated in ["version = \"8.0\"", "username = \"u\"", "password = \"p\"", "server_id = 1", "rows = 5"] {
        let error = wrong(&format!("{simulated}\n"), needed);
        let name = simulated.split(' ').next().unwrap();
        assert!(error.starts_with("w:8:") && error.contains(&format!("remove {name}: ")), "{error}");
    }
    let engine = World::parse(&format!("{base}[account.database.real]\n{needed}").replace("MySQL", "Redis"), "w");
    assert!(engine.unwrap_err().to_string().contains("a real server cannot have the engine Redis"));
    assert!(World::parse(&base, "w").unwrap_err().to_string().contains("missing field `username`"));
}

#[test]
fn ways_to_databases_are_checked() {
    let base = format!(
        "{ACCOUNT}[[account.database]]\nid = \"db\"\nengine = \"mysql\"\nregion = \"r\"\nusername = \"u\"\npassword = \"p\"\n"
    );
    let world = |rest: &str| World::parse(&format!("{base}{rest}"), "w");
    let kinds = |rest: &str| world(rest).unwrap().accounts[0].databases[0].kinds.clone();
    let place = "vpc = \"vpc-1\"\necs = \"i-1\"\ngateway = \"dg-1\"\ncen = \"cen-1\"\nhost = \"h\"\nport = 1\n";
    assert_eq!(kinds(""), ["RDS"]);
    assert_eq!(kinds(&format!("access = \"express\"\n{place}")), ["EXPRESS"]);
    let all = format!("access = [\"ecs\", \"express\", \"cen\", \"gateway\", \"public\"]\n{place}");
    assert_eq!(kinds(&all), ["ECS", "EXPRESS", "CEN", "DG", "OTHER"]);
    let database = &world(&all).unwrap().accounts[0].databases[0];
    let ids = ["ECS", "EXPRESS", "CEN", "DG", "OTHER"].map(|kind| database.instance_id(kind));
    assert_eq!(ids, [Some("i-1"), Some("vpc-1"), Some("vpc-1"), Some("dg-1"), None]);
    // The form of older files without `access`: a job names the ID.
    let old = world("kind = \"ECS\"\nhost = \"h\"\nport = 1").unwrap();
    assert_eq!(old.accounts[0].databases[0].instance_id("ECS"), Some("db"));
    let wrong = |rest: &str| world(rest).unwrap_err().to_string();
    assert!(wrong("access = \"expres\"").contains("w:10:10: unknown access \"expres\", did you mean \"express\"?"));
    assert!(wrong("access = []").contains("names no access method"));
    assert!(wrong("access = \"public\"\nhost = \"h\"").contains("access \"public\" needs port"));
    assert!(wrong(&format!("access = \"ecs\"\nkind = \"RDS\"\n{place}")).contains("remove one of the two"));
    let engine = what(&base.replace("mysql", "MySQl8"));
    assert!(engine.contains("unknown engine \"MySQl8\", did you mean \"MySQL\"?"), "{engine}");
}

#[test]
fn dedicated_clusters_are_checked() {
    let cluster = |rest: &str| {
        let text = "[[account.dedicated_cluster]]\nname = \"c\"\nregion = \"r\"\n";
        World::parse(&format!("{ACCOUNT}{text}{rest}"), "w")
    };
    let good = cluster("id = \"dtscluster_1\"\ndu = 15").unwrap();
    let found = &good.accounts[0].clusters[0];
    assert_eq!((found.du, found.used_du, found.state.as_str()), (15, 0, "running"));
    let wrong = |rest: &str| cluster(rest).unwrap_err().to_string();
    assert!(wrong("id = \"c1\"\ndu = 15").contains("begins with dtscluster_"));
    assert!(wrong("id = \"dtscluster_1\"\ndu = 15\nused_du = 16").contains("w:8:6: used_du is 16 of only 15 units"));
    assert!(wrong("id = \"dtscluster_1\"\ndu = 15\nstate = \"runing\"").contains("did you mean \"running\"?"));
}

#[test]
fn a_missing_file_is_named() {
    let error = World::load("/nonexistent/world.toml".as_ref()).unwrap_err().to_string();
    assert!(error.starts_with("cannot read the world file /nonexistent/world.toml"), "{error}");
}

#[test]
fn a_malformed_policy_is_found() {
    let policy = |document: &str| format!("{ACCOUNT}[[account.policy]]\nname = \"p\"\ndocument = '{document}'\n");
    let good = r#"{"Version":"1","Statement":[{"Effect":"Allow","Action":"dts:*","Resource":"*"}]}"#;
    assert!(World::parse(&policy(good), "w").is_ok());
    let error = what(&policy("{}"));
    assert!(error.starts_with("world.toml:6:12: the policy p is malformed: Version"), "{error}");
}

#[test]
fn accounts_of_tencent_cloud_are_checked() {
    let account = "[[tencent_account]]\nuin = \"700000000001\"\nname = \"t\"\n";
    let world = |rest: &str| World::parse(&format!("{account}{rest}"), "w").map_err(|error| error.to_string());
    assert!(world("").is_ok(), "an account of Alibaba Cloud is not needed");
    let wrong = |rest: &str| world(rest).unwrap_err();
    assert!(World::parse(&format!("{account}{account}"), "w").unwrap_err().to_string().contains("is used twice"));
    let short = World::parse(&account.replace("700000000001", "7a"), "w").unwrap_err().to_string();
    assert!(short.starts_with("w:2:7: the UIN \"7a\" must be 5 to 18 digits"), "{short}");
    assert!(wrong("balanc = 1").contains("did you mean `balance`"));
    assert!(wrong("tickets = [\"redi\"]").contains("did you mean \"redis\"?"));
    assert!(wrong("keys = [{ id = \"K\", secret = \"s\", user = \"u\" }]").contains("unknown user \"u\""));
    let user = |rest: &str| format!("user = [{{ name = \"u\", uin = \"700000000011\", {rest} }}]");
    assert!(world(&user("policies = [\"QcloudDTSFullAccess\"]")).is_ok());
    assert!(wrong(&user("policies = [\"QcloudDTSFulAccess\"]")).contains("did you mean \"QcloudDTSFullAccess\"?"));
    assert!(wrong(&user("groups = [\"g\"]")).contains("unknown group \"g\""));
    let database = |rest: &str| {
        format!(
            "[[tencent_account.database]]\nid = \"cdb-1\"\nengine = \"mysql\"\nregion = \"ap-guangzhou\"\npassword = \"p\"\n{rest}"
        )
    };
    assert!(world(&database("checks = { ViewCheck = \"failed\" }")).is_ok());
    assert!(wrong(&database("checks = { ViewChek = \"failed\" }")).contains("did you mean \"ViewCheck\"?"));
    assert!(wrong(&database("checks = { ViewCheck = \"bad\" }")).contains("unknown check result"));
    assert!(wrong(&database("privileges = [\"SELCT\"]")).contains("did you mean \"SELECT\"?"));
    assert!(wrong(&database("").replace("mysql", "mysq")).contains("did you mean \"mysql\"?"));
    assert!(wrong(&database("").replace("ap-guangzhou", "ap-guangzou")).contains("did you mean \"ap-guangzhou\"?"));
    let policy = |document: &str| format!("[[tencent_account.policy]]\nname = \"p\"\ndocument = '{document}'\n");
    assert!(
        world(&policy(r#"{"version":"2.0","statement":[{"effect":"allow","action":"dts:*","resource":"*"}]}"#)).is_ok()
    );
    assert!(wrong(&policy("{}")).contains("the policy p is malformed: version"));
}

#[test]
fn every_switch_of_alibaba_cloud_is_named_in_the_built_in_world() {
    let unknown = World::parse("[alibaba]\nnone = true\n", "w").unwrap_err().to_string();
    let known: Vec<&str> = unknown.split('`').skip(3).step_by(2).filter(|word| word.contains('_')).collect();
    assert!(known.len() > 5, "{unknown}");
    for switch in known {
        assert!(World::builtin_toml().contains(switch), "{switch}");
        let world = format!("[alibaba]\n{switch} = true\n[[account]]\nid = \"1234567890123456\"\nname = \"a\"\n");
        assert!(World::parse(&world, "w").is_ok(), "{switch}");
    }
}
