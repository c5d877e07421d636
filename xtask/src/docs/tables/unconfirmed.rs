//! The facts that a cloud does not document.

use crate::docs::DocsError;
use crate::docs::markdown::table;
use crate::docs::sources::Sources;

/// The assumptions: those that a run against real accounts shows without changes, or the others. The column `where` is for maintainers.
pub(super) fn facts(sources: &Sources, cloud: &str, shown_by_run: bool) -> Result<String, DocsError> {
    let rows = sources.rows_of(&format!("schemas/{cloud}/unconfirmed.toml"), "unconfirmed")?;
    let rows = rows.iter().filter(|row| row.flag("shown_by_run", false) == shown_by_run).map(|row| {
        let text = |column: &str| row.text(column).to_owned();
        vec![text("what"), text("assumed"), text("confirmed_by"), text("source")]
    });
    Ok(table(&["What", "Assumed", "How to confirm it", "Source"], rows))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde::Deserialize;

    use acceptance_harness::repository::root;

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Table {
        unconfirmed: Vec<Fact>,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Fact {
        id: String,
        what: String,
        assumed: String,
        r#where: Vec<String>,
        confirmed_by: String,
        #[expect(dead_code, reason = "each row must say it")]
        shown_by_run: bool,
        source: String,
        seen: String,
    }

    fn text() -> String {
        of("alibaba")
    }

    fn of(cloud: &str) -> String {
        std::fs::read_to_string(root().join(format!("schemas/{cloud}/unconfirmed.toml"))).unwrap()
    }

    #[test]
    fn every_row_is_whole_and_names_places_that_are_there() {
        for cloud in ["alibaba", "tencent"] {
            is_complete(&toml::from_str::<Table>(&of(cloud)).unwrap().unconfirmed);
        }
    }

    fn is_complete(rows: &[Fact]) {
        let ids: BTreeSet<&str> = rows.iter().map(|row| row.id.as_str()).collect();
        assert!(ids.len() == rows.len() && rows.len() > 20, "{ids:?}");
        for row in rows {
            for text in [&row.what, &row.assumed, &row.confirmed_by, &row.source] {
                assert!(text.len() > 10 && !text.ends_with('.'), "{}: {text}", row.id);
            }
            assert!(!row.r#where.is_empty(), "{}", row.id);
            for path in &row.r#where {
                assert!(root().join(path).exists(), "{}: there is no {path}", row.id);
            }
            row.seen.parse::<jiff::civil::Date>().unwrap();
        }
    }

    #[test]
    fn a_row_without_its_source_or_with_a_strange_key_is_refused() {
        let first = |line: &str| text().lines().position(|known| known.starts_with(line)).unwrap();
        for column in ["what", "assumed", "where", "confirmed_by", "shown_by_run", "source", "seen"] {
            let at = first(&format!("{column} = "));
            let all = text();
            let rest: Vec<&str> =
                all.lines().enumerate().filter(|(line, _)| *line != at).map(|(_, line)| line).collect();
            assert!(toml::from_str::<Table>(&rest.join("\n")).is_err(), "{column}");
        }
        assert!(toml::from_str::<Table>(&format!("{}\nstranger = 1\n", text())).is_err());
    }

    /// The switches of the world file of the emulator are for assumptions of the table.
    #[test]
    fn every_switch_of_the_emulator_is_in_the_table() {
        let code = std::fs::read_to_string(root().join("provider/emulator/src/core/world/alibaba.rs")).unwrap();
        let switches = code.lines().filter_map(|line| line.trim().strip_prefix("pub(crate) ")?.strip_suffix(": bool,"));
        let switches: Vec<&str> = switches.collect();
        assert!(switches.len() > 5, "{switches:?}");
        for switch in switches {
            assert!(text().contains(&format!("`{switch}`")), "{switch}");
        }
    }
}
