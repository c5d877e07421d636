//! What the emulator does where no source says what the cloud does: `unconfirmed.toml`. The code does not read the table;
//! a test checks that its switches exist and that every switch is in it.

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde::Deserialize;

    use crate::core::world::World;

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Table {
        row: Vec<Row>,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Row {
        question: String,
        answer: String,
        switch: Option<String>,
    }

    #[test]
    fn every_row_has_an_answer_and_every_switch_a_row() {
        let table: Table = toml::from_str(include_str!("unconfirmed.toml")).unwrap();
        assert!(table.row.iter().all(|row| row.question.ends_with('?') && row.answer.ends_with('.')));
        let rows: BTreeSet<String> = table.row.into_iter().filter_map(|row| row.switch).collect();
        let account = "[[tencent_account]]\nuin = \"700000000001\"\nname = \"a\"\n";
        for switch in &rows {
            let world = format!("{account}[tencent]\n{switch} = true\n");
            assert!(World::parse(&world, "w").is_ok(), "{switch}");
        }
        let unknown = World::parse(&format!("{account}[tencent]\nnone = true\n"), "w").unwrap_err().to_string();
        let known: BTreeSet<String> =
            unknown.split('`').skip(3).step_by(2).map(str::to_owned).filter(|word| word.contains('_')).collect();
        assert_eq!(rows, known, "{unknown}");
    }
}
