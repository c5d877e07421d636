//! Every shell block of the pages, of the README and of the examples has a correct syntax, and its commands exist: programs, commands and
//! options of Terraform, targets of the Makefile, flags of the emulator, addresses and IDs of imports.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use acceptance_harness::binaries;
use acceptance_harness::repository::root;
use xtask::docs::Pages;

use crate::made;

/// Languages of blocks for a POSIX shell, and the shell that checks their syntax.
const SHELLS: [(&str, &str); 2] = [("sh", "sh"), ("bash", "bash")];
/// Programs that readers install, and words of the shell.
const OTHERS: [&str; 11] =
    ["aliyun", "docker", "tccli", "read", "export", "cd", ".", "conftest", "checkov", "opa", "sh"];
/// What only newer versions of Terraform know.
const NEWER: [&str; 2] = ["query", "-invoke"];

/// The shell blocks of a page, with the shell of each.
fn blocks(page: &str) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    for (language, shell) in SHELLS {
        let opening = format!("```{language}\n");
        let blocks = page.split(opening.as_str()).skip(1).filter_map(|rest| rest.split_once("```"));
        found.extend(blocks.map(|(block, _)| (shell, block.to_owned())));
    }
    found
}

fn has_syntax(shell: &str, block: &str) -> bool {
    Command::new(shell).args(["-n", "-c", block]).output().unwrap().status.success()
}

/// What a page must contain for its commands, and what programs say about themselves.
#[derive(Default)]
struct Checker {
    helps: BTreeMap<String, String>,
    makefile: String,
}

impl Checker {
    fn new() -> Self {
        Self { makefile: std::fs::read_to_string(root().join("Makefile")).unwrap(), ..Self::default() }
    }

    /// What a command of a program says with `--help`.
    fn help(&mut self, program: &Path, command: &[&str]) -> String {
        let key = format!("{} {}", program.display(), command.join(" "));
        let run = || {
            let run = Command::new(program).args(command).arg("--help").output().unwrap();
            String::from_utf8_lossy(&run.stdout).into_owned()
        };
        self.helps.entry(key).or_insert_with(run).clone()
    }

    /// What is wrong with a command of a page.
    fn wrong(&mut self, page: &str, line: &str) -> Option<String> {
        let line = line.split(" #").next().unwrap().split(" > ").next().unwrap().split(" && ").next().unwrap();
        let words: Vec<&str> = line.split_whitespace().collect();
        match *words.first()? {
            "terraform" => self.terraform(page, &words[1..]),
            "terraform-provider-dts" => self.emulator(&words[1..]),
            "make" => {
                let exists = words.get(1).is_some_and(|target| self.makefile.contains(&format!("\n{target}:")));
                (!exists).then(|| "no such target".to_owned())
            }
            word if word.starts_with('#') || OTHERS.contains(&word) => None,
            word => Some(format!("{word} is not a known program")),
        }
    }

    fn terraform(&mut self, page: &str, words: &[&str]) -> Option<String> {
        let length = if words.first() == Some(&"state") { 2 } else { 1 };
        let (command, rest) = words.split_at_checked(length)?;
        if NEWER.contains(&command[0]) {
            return None;
        }
        let binary = binaries::terraform().unwrap();
        let mut help = self.help(&binary, command);
        if !help.starts_with("Usage: ") || !help.contains(&command.join(" ")) {
            return Some(format!("Terraform has no command {command:?}"));
        }
        // Their options are those of other commands, too.
        if command == ["apply"] || command == ["destroy"] {
            help.push_str(&self.help(&binary, &["plan"]));
            help.push_str(&self.help(&binary, &["apply"]));
        }
        for option in rest.iter().filter(|word| word.starts_with('-')) {
            let name = option.split('=').next().unwrap();
            if !NEWER.contains(&name) && !help.contains(name) {
                return Some(format!("terraform {command:?} has no option {name}"));
            }
        }
        match (command, rest) {
            (["import"], [address, id]) => imported(page, address, id),
            _ => None,
        }
    }

    fn emulator(&mut self, words: &[&str]) -> Option<String> {
        let program = binaries::provider().unwrap();
        let help = self.help(&program, &words[..1]);
        let flags = words.iter().filter(|word| word.starts_with("--"));
        flags.filter(|flag| !help.contains(**flag)).map(|flag| format!("no flag {flag}")).next()
    }
}

/// The command has the address and the ID of the `import` block of the page.
fn imported(page: &str, address: &str, id: &str) -> Option<String> {
    let block = format!("to = {address}\n  id = \"{id}\"");
    (!page.contains(&block)).then(|| format!("the page has no import block of {address} with the ID {id}"))
}

fn all() -> Pages {
    let mut pages = made();
    let examples = std::fs::read_dir(root().join("examples")).unwrap().map(|entry| entry.unwrap().path());
    for path in examples.map(|folder| folder.join("README.md")).chain([root().join("README.md")]) {
        if let Ok(text) = std::fs::read_to_string(&path) {
            pages.insert(path.strip_prefix(root()).unwrap().display().to_string(), text);
        }
    }
    pages
}

/// Lines of a block that are commands: not continued ones, and not those inside of a script.
fn commands(block: &str) -> impl Iterator<Item = &str> {
    let script = block.trim_start().starts_with("#!");
    block.lines().map(str::trim).filter(move |line| !script && !line.is_empty())
}

fn errors(pages: &Pages) -> (usize, Vec<String>) {
    let mut checker = Checker::new();
    let (mut count, mut found) = (0, Vec::new());
    for (path, page) in pages {
        for (shell, block) in blocks(page) {
            if !has_syntax(shell, &block) {
                found.push(format!("{path}: the syntax is wrong:\n{block}"));
            }
            for line in commands(&block) {
                count += 1;
                found.extend(checker.wrong(page, line).map(|wrong| format!("{path}: {line}: {wrong}")));
            }
        }
    }
    (count, found)
}

#[test]
fn every_shell_command_exists() {
    let (count, found) = errors(&all());
    assert_eq!(found, Vec::<String>::new());
    assert!(count > 80, "only {count} commands: were the pages read?");
}

/// The search itself can fail.
#[test]
fn wrong_commands_are_found() {
    let block = "```sh\nterraform aply\nterraform plan -refresh-olny\nterraform-provider-dts emulator --lisen x\nmake nothing\nterrafrom init\nterraform import a.b c\nterraform init\n```\n```sh\nif\n```\n";
    let pages = Pages::from([("page.md".to_owned(), block.to_owned())]);
    let (count, found) = errors(&pages);
    let expected =
        ["no command", "-refresh-olny", "--lisen", "no such target", "terrafrom", "no import block", "syntax"];
    assert_eq!((count, found.len()), (8, expected.len() + 1), "{found:#?}");
    for piece in expected {
        assert!(found.iter().any(|error| error.contains(piece)), "{piece}: {found:#?}");
    }
}
