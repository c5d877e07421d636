//! How the demo prints.

use std::io::{self, IsTerminal as _, Write as _};

/// Standard output; with colours on a terminal.
#[derive(Debug)]
pub struct Screen {
    /// The name of the program, for its errors.
    program: &'static str,
    colours: bool,
    step: usize,
}

impl Screen {
    /// Nothing is printed yet.
    #[must_use]
    pub fn new(program: &'static str) -> Self {
        let colours = io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        Self { program, colours, step: 0 }
    }

    /// The title of the next step.
    ///
    /// # Errors
    /// If standard output is closed.
    pub fn step(&mut self, title: &str) -> io::Result<()> {
        self.step += 1;
        let title = self.painted("1;36", &format!("{}. {title}", self.step));
        self.line(&format!("\n{title}"))
    }

    /// A command as a person would type it.
    ///
    /// # Errors
    /// If standard output is closed.
    pub fn command(&self, command: &str) -> io::Result<()> {
        self.line(&format!("   {}", self.painted("1", &format!("$ {command}"))))
    }

    /// One line of what a command printed, or of our own.
    ///
    /// # Errors
    /// If standard output is closed.
    pub fn text(&self, line: &str) -> io::Result<()> {
        self.line(&format!("   {line}"))
    }

    /// A result that is as it should be.
    ///
    /// # Errors
    /// If standard output is closed.
    pub fn success(&self, line: &str) -> io::Result<()> {
        self.line(&format!("   {}", self.painted("32", &format!("✓ {line}"))))
    }

    /// An end that is not as it should be.
    pub fn error(&self, text: &str) {
        let mark = self.painted("1;31", &format!("✗ {} failed:", self.program));
        // There is no one to report to when the terminal is gone.
        let _ = writeln!(io::stderr(), "\n{mark} {text}");
    }

    fn line(&self, line: &str) -> io::Result<()> {
        let mut out = io::stdout().lock();
        writeln!(out, "{line}")?;
        out.flush()
    }

    fn painted(&self, colour: &str, text: &str) -> String {
        if self.colours { format!("\u{1b}[{colour}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}
