//! Two resources with the same content in one run.

use acceptance_harness::hcl::{self, Hcl};

use crate::two_states::account::{Accounts, expect_imports, held};
use crate::two_states::configuration::{complete, resources};

/// Both resources are created at the same time, so the order is different each time.
const ROUNDS: usize = 4;

/// Another provider block of the destination owner.
const ANOTHER_ALIAS: &str = r#"
provider "dts" {
  alias = "same_account"
  alibaba {
    region  = "cn-hangzhou"
    profile = "destination-owner"
  }
}
"#;

/// Applies resources that exist twice in the configuration; one of each is created, and the others get an error.
async fn expect_one_of_each(twice: &Hcl) {
    let accounts = Accounts::start().await;
    let terraform = accounts.folder(twice);
    let run = terraform.apply().await.unwrap();
    expect_imports(&run);
    let errors = run.errors();
    let about = |kind: &str| errors.iter().filter(|error| error.address.starts_with(kind)).count();
    assert_eq!((about("dts_ram_role_trust."), about("dts_migration_task.")), (1, 1), "{errors:#?}");
    assert_eq!(accounts.objects().await.counts(), [1, 1, 1], "{}", run.output());
    assert_eq!(held(&terraform).len(), 3, "{}", run.output());

    // The error stays, and nothing is created, changed or deleted.
    let before = accounts.objects().await;
    expect_imports(&terraform.apply().await.unwrap());
    assert_eq!(accounts.objects().await, before);
    terraform.destroy().await.unwrap().success().unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(accounts.objects().await.counts(), [0, 0, 0]);
    accounts.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_equal_resources_in_one_run() {
    let twice = complete().and(&resources("copy", "destination_owner"));
    for _ in 0..ROUNDS {
        expect_one_of_each(&twice).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_provider_blocks_of_one_account_in_one_run() {
    let providers = hcl::providers().and(&Hcl::new(ANOTHER_ALIAS));
    let twice = providers.and(&resources("orders", "destination_owner")).and(&resources("copy", "same_account"));
    for _ in 0..ROUNDS {
        expect_one_of_each(&twice).await;
    }
}
