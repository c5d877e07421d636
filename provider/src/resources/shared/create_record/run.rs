//! What a run of Terraform does, by its command line: what it has read of its state before it creates something, and whether it destroys.

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
    let Some((_, arguments)) = parsed(command, environment) else { return false };
    arguments.iter().all(|argument| match argument {
        Argument::SavedPlan => false,
        Argument::Option(name, value) => {
            let is_partial = name.starts_with("target") || name.starts_with("exclude");
            !is_partial && (*name != "refresh" || is_on(*value))
        }
    })
}

/// Whether the run destroys what is in the state: `terraform destroy`, or another command with `-destroy`. Not the apply of a saved plan,
/// which plans nothing.
pub(super) fn destroys<'a>(command: &'a [String], environment: impl Fn(&str) -> Option<&'a str>) -> bool {
    let Some((name, arguments)) = parsed(command, environment) else { return false };
    let destroy = |argument: &&Argument<'_>| matches!(argument, Argument::Option("destroy", _));
    match arguments.iter().rfind(destroy) {
        Some(Argument::Option(_, value)) => is_on(*value),
        _ => name == "destroy",
    }
}

/// An argument of a command.
enum Argument<'a> {
    /// The name of an option, and its value if there is one.
    Option(&'a str, Option<&'a str>),
    /// The file of a saved plan.
    SavedPlan,
}

/// The name of the command and its arguments, with those in the environment. None for other commands.
fn parsed<'a>(
    command: &'a [String],
    environment: impl Fn(&str) -> Option<&'a str>,
) -> Option<(&'a str, Vec<Argument<'a>>)> {
    let mut arguments = command.iter().map(String::as_str).skip(1).skip_while(|argument| argument.starts_with('-'));
    let name = arguments.next().filter(|name| COMMANDS.contains(name))?;
    let of_variable = |variable: &str| environment(variable).unwrap_or_default().split_whitespace();
    let specific = format!("TF_CLI_ARGS_{name}");
    let added = of_variable("TF_CLI_ARGS").chain(of_variable(&specific));
    Some((name, options(added.chain(arguments))))
}

fn options<'a>(mut arguments: impl Iterator<Item = &'a str>) -> Vec<Argument<'a>> {
    let mut found = Vec::new();
    while let Some(argument) = arguments.next() {
        let argument = argument.trim_matches(['"', '\'']);
        let Some(flag) = argument.strip_prefix('-') else {
            found.push(Argument::SavedPlan);
            continue;
        };
        let flag = flag.trim_start_matches('-');
        let (name, value) = flag.split_once('=').map_or((flag, None), |(name, value)| (name, Some(value)));
        let value = match value {
            None if WITH_VALUE.contains(&name) => arguments.next(),
            value => value,
        };
        found.push(Argument::Option(name, value));
    }
    found
}

/// Whether an option without a value, or with this one, is set.
fn is_on(value: Option<&str>) -> bool {
    value.is_none_or(|value| TRUE.contains(&value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(command: &str, environment: &[(&str, &'static str)]) -> bool {
        let command: Vec<String> = command.split(' ').map(str::to_owned).collect();
        reads_complete_state(&command, |name| environment.iter().find(|(key, _)| *key == name).map(|(_, value)| *value))
    }

    #[test]
    fn a_destroy_is_recognized() {
        let is_destroy = |command: &str, environment: &[(&str, &'static str)]| {
            let command: Vec<String> = command.split(' ').map(str::to_owned).collect();
            destroys(&command, |name| environment.iter().find(|(key, _)| *key == name).map(|(_, value)| *value))
        };
        for command in [
            "terraform destroy",
            "/usr/bin/tofu -chdir=x destroy -auto-approve -target a.b",
            "terraform apply -destroy",
            "terraform plan --destroy -out x",
            "terraform plan -destroy=true",
        ] {
            assert!(is_destroy(command, &[]), "{command}");
        }
        assert!(is_destroy("terraform plan", &[("TF_CLI_ARGS_plan", "-destroy")]));
        for command in [
            "terraform apply",
            "terraform plan -out destroy",
            "terraform plan -var -destroy",
            "terraform plan -destroy=false",
            "terraform apply destroy",
            "terraform test",
            "terraform",
            "cargo test",
        ] {
            assert!(!is_destroy(command, &[]), "{command}");
        }
        assert!(!is_destroy("terraform apply", &[("TF_CLI_ARGS_plan", "-destroy")]));
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
