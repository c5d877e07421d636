//! A role that another user has created under the same name is not adopted, whichever process was killed before.

use crate::kill_matrix::case::StateLocation;
use crate::kill_matrix::counts::Counts;
use crate::kill_matrix::fixture::Fixture;
use crate::kill_matrix::foreign::Foreign;
use crate::kill_matrix::scenario::{ALL, Scenario};

#[tokio::test(flavor = "multi_thread")]
async fn a_role_of_the_same_name_is_refused_with_the_import_block_and_stays() {
    for scenario in ALL {
        role_is_refused(scenario).await;
    }
}

async fn role_is_refused(scenario: &'static Scenario) {
    let mut fixture = Fixture::new(scenario, StateLocation::File, false).await;
    fixture.foreign = Foreign::create_role(scenario, &fixture.url(), &fixture.control, scenario.role_name).await;
    let run = fixture.run(&["apply", "-json", "-auto-approve"]).await;
    assert_eq!(run.code, Some(1), "{}", run.output());
    let errors = run.errors();
    assert_eq!(errors.len(), 1, "{errors:#?}");
    assert_eq!(errors[0].summary, scenario.role_exists, "{errors:#?}");
    let to = format!("to = {}", scenario.role.trim_end_matches("source"));
    let id = format!("id = {:?}", scenario.role_name);
    for piece in ["import {", &to, &id, scenario.source_account] {
        assert!(errors[0].detail.contains(piece), "{piece:?} is missing in:\n{}", errors[0].detail);
    }
    fixture.run(&["destroy", "-auto-approve"]).await.success().unwrap();
    assert_eq!(fixture.counts().await, Counts::NONE);
    assert_eq!(fixture.foreign.changed(&fixture.control).await.len(), 0);
    fixture.end().await;
}
