//! Which statement it is, and which tables it names.

use super::token::{Token, TokenKind, tokens};
use crate::shape::TableName;

/// What a statement of the log does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verb {
    /// It creates a table.
    CreateTable,
    /// It changes a table, or its indexes.
    AlterTable,
    /// It drops tables.
    DropTable,
    /// It renames tables.
    RenameTable,
    /// It removes all rows of a table.
    Truncate,
    /// It creates, changes or drops a database.
    Database,
    /// It creates, changes or drops a view, routine, trigger or event.
    Program,
    /// It changes rows: the session did not use the row format.
    Rows,
    /// It changes nothing that is migrated: accounts, variables, statistics, temporary tables.
    Nothing,
}

/// A table that a statement names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) table: TableName,
    /// Where the name is in the statement.
    pub(crate) span: std::ops::Range<usize>,
    /// Whether the statement only refers to the table: REFERENCES, LIKE.
    pub(crate) only_refers: bool,
}

/// A statement of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Statement {
    pub(crate) verb: Verb,
    /// The first words, for messages.
    pub(crate) words: String,
    pub(crate) tables: Vec<Named>,
    /// The database that a statement on databases or programs names, else the default database.
    pub(crate) database: String,
}

impl Statement {
    /// Reads a statement that was run with a default database.
    pub(crate) fn read(sql: &str, default: &str) -> Self {
        let tokens = tokens(sql);
        let mut reader = Reader { tokens: &tokens, at: 0, default };
        let verb_words = reader.words();
        let mut statement =
            Self { verb: Verb::Nothing, words: verb_words.clone(), tables: Vec::new(), database: default.to_owned() };
        reader.read(&mut statement);
        statement.tables.extend(reader.references());
        statement
    }

    /// The tables that the statement changes.
    pub(crate) fn changed(&self) -> impl Iterator<Item = &Named> {
        self.tables.iter().filter(|named| !named.only_refers)
    }
}

struct Reader<'a> {
    tokens: &'a [Token<'a>],
    at: usize,
    default: &'a str,
}

impl Reader<'_> {
    /// The first two words in capital letters.
    fn words(&self) -> String {
        let words = self.tokens.iter().take_while(|token| token.kind == TokenKind::Word).take(2);
        words.map(|token| token.text.to_ascii_uppercase()).collect::<Vec<_>>().join(" ")
    }

    fn read(&mut self, statement: &mut Statement) {
        if self.skip("CREATE") || self.skip("ALTER") || self.skip("DROP") {
            self.read_object(statement);
        } else if self.skip("RENAME") {
            if self.skip("TABLE") || self.skip("TABLES") {
                statement.verb = Verb::RenameTable;
                self.skip_if_exists();
                self.read_list(statement);
            }
        } else if self.skip("TRUNCATE") {
            statement.verb = Verb::Truncate;
            self.skip("TABLE");
            self.read_list(statement);
        } else if ["INSERT", "UPDATE", "DELETE", "REPLACE", "LOAD", "CALL", "WITH"].iter().any(|word| self.is(word)) {
            statement.verb = Verb::Rows;
            statement.tables = self.all_qualified();
        }
    }

    /// After CREATE, ALTER or DROP.
    fn read_object(&mut self, statement: &mut Statement) {
        let verb = self.tokens[self.at - 1].text.to_ascii_uppercase();
        while self.at < self.tokens.len() {
            if self.skip("TEMPORARY") {
                statement.verb = Verb::Nothing;
                return;
            }
            if self.skip("TABLE") || self.skip("TABLES") {
                statement.verb = match verb.as_str() {
                    "CREATE" => Verb::CreateTable,
                    "DROP" => Verb::DropTable,
                    _ => Verb::AlterTable,
                };
                self.skip_if_exists();
                return self.read_tables_of(statement);
            }
            if self.skip("INDEX") || self.skip("KEY") {
                statement.verb = Verb::AlterTable;
                return self.read_index(statement);
            }
            if self.skip("DATABASE") || self.skip("SCHEMA") {
                statement.verb = Verb::Database;
                self.skip_if_exists();
                if let Some(name) = self.tokens.get(self.at).and_then(Token::name) {
                    statement.database = name;
                }
                return;
            }
            let program = ["VIEW", "PROCEDURE", "FUNCTION", "TRIGGER", "EVENT", "PACKAGE", "SEQUENCE"]
                .iter()
                .any(|word| self.skip(word));
            if program {
                statement.verb = Verb::Program;
                self.skip_if_exists();
                if let Some(named) = self.name() {
                    statement.database = named.table.database;
                }
                return;
            }
            if ["USER", "ROLE", "SERVER", "TABLESPACE", "LOGFILE", "RESOURCE", "INSTANCE"]
                .iter()
                .any(|word| self.is(word))
            {
                return;
            }
            self.at += 1;
        }
    }

    /// The tables after CREATE TABLE, ALTER TABLE, DROP TABLE.
    fn read_tables_of(&mut self, statement: &mut Statement) {
        match statement.verb {
            Verb::DropTable => self.read_list(statement),
            _ => {
                let Some(named) = self.name() else { return };
                statement.tables.push(named);
                if statement.verb == Verb::AlterTable {
                    self.read_rename_clauses(statement);
                }
            }
        }
    }

    /// `ALTER TABLE a … RENAME [TO] b`: not RENAME COLUMN, INDEX or KEY.
    fn read_rename_clauses(&mut self, statement: &mut Statement) {
        while self.at < self.tokens.len() {
            if self.skip("RENAME") && !["COLUMN", "INDEX", "KEY"].iter().any(|word| self.is(word)) {
                let _ = self.skip("TO") || self.skip("AS") || self.skip("=");
                if let Some(named) = self.name() {
                    statement.verb = Verb::RenameTable;
                    statement.tables.push(named);
                }
            } else {
                self.at += 1;
            }
        }
    }

    /// `INDEX [IF EXISTS] name … ON table`.
    fn read_index(&mut self, statement: &mut Statement) {
        while self.at < self.tokens.len() {
            if self.skip("ON") {
                statement.tables.extend(self.name());
                return;
            }
            self.at += 1;
        }
    }

    /// `a, b TO c, d`.
    fn read_list(&mut self, statement: &mut Statement) {
        while let Some(named) = self.name() {
            statement.tables.push(named);
            if self.skip("WAIT") || self.skip("NOWAIT") {
                self.at += 1;
            }
            if !self.skip(",") && !self.skip("TO") {
                return;
            }
        }
    }

    fn skip_if_exists(&mut self) {
        if self.skip("IF") {
            self.skip("NOT");
            self.skip("EXISTS");
        }
    }

    fn is(&self, word: &str) -> bool {
        self.tokens.get(self.at).is_some_and(|token| token.is(word))
    }

    fn skip(&mut self, word: &str) -> bool {
        let is = self.is(word);
        self.at += usize::from(is);
        is
    }

    fn name(&mut self) -> Option<Named> {
        let named = self.name_at(self.at, false)?;
        self.at += if self.tokens.get(self.at + 1).is_some_and(|token| token.is(".")) { 3 } else { 1 };
        Some(named)
    }

    fn name_at(&self, at: usize, only_refers: bool) -> Option<Named> {
        let first = self.tokens.get(at)?;
        let name = first.name()?;
        let second = self.tokens.get(at + 1).filter(|token| token.is(".")).and_then(|_| self.tokens.get(at + 2));
        match second {
            Some(second) => Some(Named {
                table: TableName::new(name, second.name()?),
                span: first.start..second.end(),
                only_refers,
            }),
            None => {
                Some(Named { table: TableName::new(self.default, name), span: first.start..first.end(), only_refers })
            }
        }
    }

    /// The tables after REFERENCES, and after LIKE outside of texts.
    fn references(&self) -> Vec<Named> {
        let after = |word: &str| {
            let positions =
                self.tokens.iter().enumerate().filter(|(_, token)| token.is(word)).map(|(index, _)| index + 1);
            positions.filter_map(|at| self.name_at(at, true)).collect::<Vec<_>>()
        };
        let mut found = after("REFERENCES");
        found.extend(after("LIKE"));
        found
    }

    /// All names with a database, and the default database as a table without name: where a statement on rows can write.
    fn all_qualified(&self) -> Vec<Named> {
        let mut found = vec![Named { table: TableName::new(self.default, ""), span: 0..0, only_refers: false }];
        found.extend(
            (0..self.tokens.len())
                .filter(|at| self.tokens.get(at + 1).is_some_and(|token| token.is(".")))
                .filter_map(|at| self.name_at(at, false)),
        );
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(sql: &str) -> (Verb, Vec<String>) {
        let statement = Statement::read(sql, "d");
        (statement.verb, statement.changed().map(|named| named.table.to_string()).collect())
    }

    #[test]
    fn statements_on_tables_name_them() {
        assert_eq!(read("CREATE TABLE IF NOT EXISTS t (a INT)"), (Verb::CreateTable, vec!["d.t".into()]));
        assert_eq!(read("create or replace table `x`.`t` (a int)"), (Verb::CreateTable, vec!["x.t".into()]));
        assert_eq!(read("ALTER ONLINE TABLE t ADD b INT"), (Verb::AlterTable, vec!["d.t".into()]));
        assert_eq!(read("ALTER TABLE t RENAME COLUMN a TO b"), (Verb::AlterTable, vec!["d.t".into()]));
        assert_eq!(
            read("ALTER TABLE t ADD c INT, RENAME TO x.u"),
            (Verb::RenameTable, vec!["d.t".into(), "x.u".into()])
        );
        assert_eq!(read("DROP TABLE IF EXISTS `a`, x.b"), (Verb::DropTable, vec!["d.a".into(), "x.b".into()]));
        assert_eq!(
            read("RENAME TABLE a TO b, c TO d"),
            (Verb::RenameTable, vec!["d.a".into(), "d.b".into(), "d.c".into(), "d.d".into()])
        );
        assert_eq!(read("TRUNCATE t"), (Verb::Truncate, vec!["d.t".into()]));
        assert_eq!(read("CREATE UNIQUE INDEX i ON t (a)"), (Verb::AlterTable, vec!["d.t".into()]));
        assert_eq!(read("DROP INDEX i ON x.t"), (Verb::AlterTable, vec!["x.t".into()]));
    }

    #[test]
    fn other_statements_are_distinguished() {
        assert_eq!(read("CREATE TEMPORARY TABLE t (a INT)").0, Verb::Nothing);
        assert_eq!(read("CREATE USER u").0, Verb::Nothing);
        assert_eq!(read("GRANT SELECT ON d.* TO u").0, Verb::Nothing);
        assert_eq!(
            read("CREATE DEFINER=`a`@`b` TRIGGER t BEFORE INSERT ON x FOR EACH ROW SET @a = 1").0,
            Verb::Program
        );
        assert_eq!(Statement::read("DROP DATABASE IF EXISTS x", "d").database, "x");
        assert_eq!(read("INSERT INTO x.t VALUES (1)"), (Verb::Rows, vec!["d.".into(), "x.t".into()]));
    }

    #[test]
    fn a_reference_is_not_a_change() {
        let statement = Statement::read("CREATE TABLE t (a INT, FOREIGN KEY (a) REFERENCES `p` (a))", "d");
        let refers: Vec<_> = statement.tables.iter().filter(|named| named.only_refers).collect();
        assert_eq!(refers.len(), 1);
        assert_eq!(refers[0].table, TableName::new("d", "p"));
        assert_eq!(read("CREATE TABLE t LIKE u").1, ["d.t"]);
    }
}
