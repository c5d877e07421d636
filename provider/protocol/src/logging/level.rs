//! How much is asked for.

use tracing_subscriber::filter::LevelFilter;

use crate::handshake::Env;

/// Terraform's variables for providers' logs, the closer one first.
const VARIABLES: [&str; 2] = ["TF_LOG_PROVIDER", "TF_LOG"];

/// The level of `TF_LOG_PROVIDER`, else of `TF_LOG`, else off.
///
/// `JSON` means everything, in JSON. So does a word nobody knows: Terraform itself falls back to trace and warns.
pub fn level(env: &Env) -> LevelFilter {
    let Some(word) = VARIABLES.iter().find_map(|name| env.get(name)) else { return LevelFilter::OFF };
    match word.trim().to_ascii_uppercase().as_str() {
        "OFF" => LevelFilter::OFF,
        "ERROR" => LevelFilter::ERROR,
        "WARN" => LevelFilter::WARN,
        "INFO" => LevelFilter::INFO,
        "DEBUG" => LevelFilter::DEBUG,
        _ => LevelFilter::TRACE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closer_variable_wins_and_none_means_off() {
        let of = |variables: &[(&str, &str)]| level(&variables.iter().copied().collect());
        assert_eq!(of(&[]), LevelFilter::OFF);
        assert_eq!(of(&[("TF_LOG", "debug")]), LevelFilter::DEBUG);
        assert_eq!(of(&[("TF_LOG", "TRACE"), ("TF_LOG_PROVIDER", "WARN")]), LevelFilter::WARN);
        assert_eq!(of(&[("TF_LOG", "TRACE"), ("TF_LOG_PROVIDER", "OFF")]), LevelFilter::OFF);
        assert_eq!(of(&[("TF_LOG", "INFO"), ("TF_LOG_PROVIDER", "")]), LevelFilter::INFO);
    }

    #[test]
    fn json_and_unknown_words_mean_everything() {
        for word in ["JSON", "json", "TRACE", "1", "verbose"] {
            assert_eq!(level(&Env::from_iter([("TF_LOG", word)])), LevelFilter::TRACE, "{word}");
        }
    }
}
