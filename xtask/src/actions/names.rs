//! From wire names to Rust names.

/// `SourceEndpointOracleSID` becomes `source_endpoint_oracle_sid`.
pub(super) fn snake_case(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut snake = String::with_capacity(name.len() + 8);
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| letters[before]);
        let starts_word = letter.is_ascii_uppercase()
            && before.is_some_and(|before| {
                let next_is_lower = letters.get(at + 1).is_some_and(char::is_ascii_lowercase);
                !before.is_ascii_uppercase() || next_is_lower
            });
        if starts_word {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

#[cfg(test)]
mod tests {
    use super::snake_case;

    #[test]
    fn an_abbreviation_is_one_word() {
        assert_eq!(snake_case("SourceEndpointOracleSID"), "source_endpoint_oracle_sid");
        assert_eq!(snake_case("OIDCProviderArn"), "oidc_provider_arn");
        assert_eq!(snake_case("DtsJobId"), "dts_job_id");
        assert_eq!(snake_case("IpList"), "ip_list");
    }
}
