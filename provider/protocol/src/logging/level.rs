//! The log level from the environment.

use tracing_subscriber::filter::LevelFilter;

use crate::handshake::Env;

/// Terraform's variables for the logs of providers, the more specific one first.
const VARIABLES: [&str; 2] = ["TF_LOG_PROVIDER", "TF_LOG"];

/// The level of `TF_LOG_PROVIDER`, or of `TF_LOG` if the former is not set. Default: off.
///
/// `JSON` means the level trace, and so does an unknown word, as in Terraform, which also prints a warning then.
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
    fn the_more_specific_variable_wins_and_the_default_is_off() {
        let of = |variables: &[(&str, &str)]| level(&variables.iter().copied().collect());
        assert_eq!(of(&[]), LevelFilter::OFF);
        assert_eq!(of(&[("TF_LOG", "debug")]), LevelFilter::DEBUG);
        assert_eq!(of(&[("TF_LOG", "TRACE"), ("TF_LOG_PROVIDER", "WARN")]), LevelFilter::WARN);
        assert_eq!(of(&[("TF_LOG", "TRACE"), ("TF_LOG_PROVIDER", "OFF")]), LevelFilter::OFF);
        assert_eq!(of(&[("TF_LOG", "INFO"), ("TF_LOG_PROVIDER", "")]), LevelFilter::INFO);
    }

    #[test]
    fn json_and_unknown_words_mean_trace() {
        for word in ["JSON", "json", "TRACE", "1", "verbose"] {
            assert_eq!(level(&Env::from_iter([("TF_LOG", word)])), LevelFilter::TRACE, "{word}");
        }
    }
}
