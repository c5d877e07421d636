//! A role that another user has created under the same name is not adopted, whichever process was killed before.

use acceptance_harness::profiles::SOURCE_OWNER;

use crate::case::StateLocation;
use crate::fixture::{Counts, Fixture};
use crate::foreign::Foreign;

const ROLE: &str = "ram-for-dts";

#[tokio::test(flavor = "multi_thread")]
async fn a_role_of_the_same_name_is_refused_with_the_import_block_and_stays() {
    let mut fixture = Fixture::new(StateLocation::File, false).await;
    fixture.foreign = Foreign::create_role(&fixture.url(), &fixture.control, ROLE).await;
    let run = fixture.run(&["apply", "-json", "-auto-approve"]).await;
    assert_eq!(run.code, Some(1), "{}", run.output());
    let errors = run.errors();
    assert_eq!(errors.len(), 1, "{errors:#?}");
    assert_eq!(errors[0].summary, "The RAM role exists already", "{errors:#?}");
    for piece in ["import {", "to = dts_ram_role_trust.", "id = \"ram-for-dts\"", SOURCE_OWNER.account] {
        assert!(errors[0].detail.contains(piece), "{piece:?} is missing in:\n{}", errors[0].detail);
    }
    fixture.run(&["destroy", "-auto-approve"]).await.success().unwrap();
    assert_eq!(fixture.counts().await, Counts::NONE);
    assert_eq!(fixture.foreign.changed(&fixture.control).await.len(), 0);
    fixture.end().await;
}
