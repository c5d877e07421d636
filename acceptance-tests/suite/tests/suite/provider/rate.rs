//! The documented rate of an account holds for all provider blocks of a run: Terraform starts one process for each of them.

use crate::support::case::Case;
use crate::support::hcl::{self, Hcl};

/// Tasks of each provider block. An account may send 40 calls of DescribeDtsJobDetail in a second; without a shared rate, all tasks
/// are read in about half a second.
const TASKS: usize = 20;
/// How long all reads take at least, in milliseconds.
const SHORTEST_MS: u64 = 1250;

/// Three provider blocks of one account with tasks.
fn configuration() -> Hcl {
    let mut text = hcl::providers();
    for number in 0..3 {
        let provider = format!(
            "provider \"dts\" {{\n  alias = \"block{number}\"\n  alibaba {{\n    region  = \"cn-hangzhou\"\n    profile = \
             \"destination-owner\"\n  }}\n}}\n"
        );
        let task = hcl::task()
            .with("\"orders\" {\n  provider        = dts.destination_owner", &format!("\"block{number}\" {{\n  for_each = toset([for at in range({TASKS}) : tostring(at)])\n  provider = dts.block{number}"))
            .with("name            = \"orders\"", &format!("name = \"orders-{number}-${{each.key}}\""));
        text = text.and(&Hcl::new(provider)).and(&task);
    }
    text
}

#[tokio::test]
async fn the_rate_of_an_account_holds_for_all_provider_blocks_of_a_run() {
    let case = Case::start().await;
    case.write(&hcl::providers().and(&hcl::trust()));
    case.terraform.apply().await.unwrap().success().unwrap();
    // An initialized folder has a data directory.
    std::fs::create_dir_all(case.terraform.directory().join(".terraform")).unwrap();
    case.write(&configuration().and(&hcl::trust()));
    case.terraform.run(&["apply", "-auto-approve", "-parallelism=60"]).await.unwrap().success().unwrap();

    let mark = case.mark().await;
    case.terraform.run(&["plan", "-parallelism=60"]).await.unwrap().success().unwrap();
    let calls = case.control.requests().await.unwrap();
    let reads = calls[mark..].iter().filter(|call| call["action"] == "DescribeDtsJobDetail");
    let mut moments: Vec<u64> = reads.map(|call| call["at_ms"].as_u64().unwrap()).collect();
    moments.sort_unstable();
    assert_eq!(moments.len(), 3 * TASKS);
    // The calls are spaced by 26 ms. A busy machine delays single calls, so the time of all calls is compared, not each pause.
    let took = moments[moments.len() - 1] - moments[0];
    assert!(took >= SHORTEST_MS, "{} calls in {took} ms: {moments:?}", moments.len());
}
