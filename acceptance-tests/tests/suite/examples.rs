//! Every example does what its README says.

use std::path::Path;

use crate::case::Case;

const VALUES: &str = "-var-file=example.tfvars";

#[tokio::test]
async fn every_example_is_applied_settled_and_destroyed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if !path.join("main.tf").is_file() {
            continue;
        }
        let case = Case::start().await;
        case.terraform.copy_files(&path).unwrap();
        let run = async |arguments: &[&str]| {
            let arguments = [arguments, &[VALUES]].concat();
            case.terraform.run(&arguments).await.unwrap().success().unwrap_or_else(|error| panic!("{error}"))
        };
        run(&["apply", "-auto-approve"]).await;
        run(&["plan", "-detailed-exitcode"]).await;
        run(&["destroy", "-auto-approve"]).await;
        case.is_empty().await;
        count += 1;
    }
    assert!(count > 0, "no example was found");
}
