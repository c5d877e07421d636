//! The texts of the resources of migrations in the words of synchronizations.

/// Words, also names of arguments and resources, and what stands for them.
const WORDS: [(&str, &str); 12] = [
    ("migration", "synchronization"),
    ("migrations", "synchronizations"),
    ("Migration", "Synchronization"),
    ("migrate", "synchronize"),
    ("migrates", "synchronizes"),
    ("migrated", "synchronized"),
    ("migrating", "synchronizing"),
    ("Migrating", "Synchronizing"),
    ("MigrationFailed", "Failed"),
    ("migration_types", "initial_phases"),
    ("dts_migration_task", "dts_synchronization_task"),
    ("dts_migration_instance", "dts_synchronization_instance"),
];

/// The text with the words of synchronizations. Values in quotation marks stay as they are.
pub(crate) fn in_words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (number, part) in text.split('"').enumerate() {
        if number > 0 {
            out.push('"');
        }
        if number % 2 == 0 { out.push_str(&translated(part)) } else { out.push_str(part) }
    }
    out
}

fn translated(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        let known = WORDS.iter().find(|(of_migration, _)| *of_migration == word);
        out.push_str(known.map_or(word, |(_, word)| word));
        let next = after.find(is_word).unwrap_or(after.len());
        out.push_str(&after[..next]);
        rest = &after[next..];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_names_change_and_other_names_and_values_do_not() {
        for (text, expected) in [
            ("Migration rate limits.", "Synchronization rate limits."),
            ("Requires `full` in `migration_types`.", "Requires `full` in `initial_phases`."),
            ("`migrate_accounts` of the dts_migration_task", "`migrate_accounts` of the dts_synchronization_task"),
            ("the database \"migration\" is migrated", "the database \"migration\" is synchronized"),
            ("…", "…"),
        ] {
            assert_eq!(in_words(text), expected);
        }
    }
}
