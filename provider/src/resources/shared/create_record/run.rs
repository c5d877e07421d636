//! What a run of Terraform has read of its state before it creates something, by its command line.

/// The commands that read everything in the state, unless an option excludes it.
const COMMANDS: [&str; 3] = ["apply", "plan", "destroy"];
/// The options whose value may be the next argument.
const WITH_VALUE: [&str; 10] = [
    "var",
    "var-file",
    "state",
    "state-out",
    "backup",
    "out",
    "lock-timeout",
    "parallelism",
    "replace",
    "generate-config-out",
];
/// The forms of `true`.
const TRUE: [&str; 6] = ["1", "t", "T", "true", "TRUE", "True"];

/// Whether the run reads everything in its state before it creates something. `command` is the command line, and `environment` returns
/// the arguments in an environment variable. It does not with `-target`, `-exclude` or `-refresh=false`, and in the apply of a saved plan,
/// which was refreshed by another run. Other programs than `terraform apply`, such as `terraform test`, do not show it.
pub(super) fn reads_complete_state<'a>(command: &'a [String], environment: impl Fn(&str) -> Option<&'a str>) -> bool {
    let mut arguments = command.iter().map(String::as_str).skip(1).skip_while(|argument| argument.starts_with('-'));
    let Some(name) = arguments.next().filter(|name| COMMANDS.contains(name)) else { return false };
    let of_variable = |variable: &str| environment(variable).unwrap_or_default().split_whitespace();
    let specific = format!("TF_CLI_ARGS_{name}");
    let added = of_variable("TF_CLI_ARGS").chain(of_variable(&specific));
    keeps_refresh(added.chain(arguments))
}

fn keeps_refresh<'a>(mut arguments: impl Iterator<Item = &'a str>) -> bool {
    while let Some(argument) = arguments.next() {
        let argument = argument.trim_matches(['"', '\'']);
        // The file of a saved plan.
        let Some(flag) = argument.strip_prefix('-') else { return false };
        let flag = flag.trim_start_matches('-');
        let (name, value) = flag.split_once('=').map_or((flag, None), |(name, value)| (name, Some(value)));
        let is_partial = name.starts_with("target") || name.starts_with("exclude");
        if is_partial || (name == "refresh" && value.is_some_and(|value| !TRUE.contains(&value))) {
            return false;
        }
        if value.is_none() && WITH_VALUE.contains(&name) {
            arguments.next();
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(command: &str, environment: &[(&str, &'static str)]) -> bool {
        let command: Vec<String> = command.split(' ').map(str::to_owned).collect();
        reads_complete_state(&command, |name| environment.iter().find(|(key, _)| *key == name).map(|(_, value)| *value))
    }

    #[test]
    fn an_ordinary_run_reads_the_complete_state() {
        for command in [
            "terraform apply",
            "/usr/bin/tofu apply -auto-approve -json -parallelism=1",
            "terraform -chdir=x apply -var a=b -var-file=c -lock-timeout 3s -refresh=true -refresh",
            "terraform apply --replace dts_migration_task.orders",
            "terraform plan -out plan.tfplan",
            "terraform destroy",
        ] {
            assert!(reads(command, &[]), "{command}");
        }
        assert!(reads("terraform apply", &[("TF_CLI_ARGS", "-no-color"), ("TF_CLI_ARGS_plan", "-refresh=false")]));
    }

    #[test]
    fn a_run_that_reads_a_part_of_the_state_is_recognized() {
        for command in [
            "terraform apply -target=dts_migration_task.orders",
            "terraform apply -target dts_migration_task.orders",
            "terraform apply --refresh=false",
            "terraform apply -refresh=0 -auto-approve",
            "tofu apply -exclude=dts_migration_task.orders",
            "tofu apply -target-file=x",
            "terraform apply -auto-approve plan.tfplan",
            "terraform -chdir=x apply plan.tfplan",
            "terraform test",
            "terraform rpcapi",
            "terraform",
            "cargo test",
        ] {
            assert!(!reads(command, &[]), "{command}");
        }
        for variable in ["TF_CLI_ARGS", "TF_CLI_ARGS_apply"] {
            for value in ["-refresh=false", "\"-target=a.b\"", "plan.tfplan"] {
                assert!(!reads("terraform apply", &[(variable, value)]), "{variable}={value}");
            }
        }
    }
}
