//! Random choices that can be repeated: they depend on the seed and on the call, not on the order of the calls.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use super::matching::Shown;

/// A share of the calls.
#[derive(Debug)]
pub(crate) struct Chance {
    rate: f64,
    seed: u64,
    /// How often each call was sent: a call that is sent again is another choice.
    seen: HashMap<(String, String), u64>,
}

impl Chance {
    pub(crate) fn new(rate: f64, seed: u64) -> Self {
        Self { rate, seed, seen: HashMap::new() }
    }

    pub(crate) fn hits(&mut self, call: &Shown) -> bool {
        let object = call.lasting_object();
        let seen = self.seen.entry((call.action.clone(), object.to_owned())).or_default();
        *seen += 1;
        let mut hasher = DefaultHasher::new();
        (self.seed, &call.action, object, *seen).hash(&mut hasher);
        fastrand::Rng::with_seed(hasher.finish()).f64() < self.rate
    }
}

#[cfg(test)]
mod tests {
    use super::{Chance, Shown};

    fn call(number: usize) -> Shown {
        let object = (number % 100).to_string();
        Shown {
            action: "GetRole".to_owned(),
            account: "1".to_owned(),
            object,
            mutating: false,
            job_name: String::new(),
        }
    }

    #[test]
    fn ids_of_jobs_do_not_count_where_names_are_known() {
        let hits = |id: &str| {
            let mut chance = Chance::new(0.5, 7);
            let of = |name: usize| Shown { object: id.to_owned(), job_name: name.to_string(), ..call(0) };
            (0..100).map(|name| chance.hits(&of(name))).collect::<Vec<_>>()
        };
        assert_eq!(hits("i1"), hits("i2"));
        assert!(hits("i1").contains(&true) && hits("i1").contains(&false));
    }

    #[test]
    fn the_share_is_hit_and_the_same_seed_hits_the_same_calls_in_any_order() {
        let hits = |seed| {
            let mut chance = Chance::new(0.1, seed);
            (0..1000).map(|number| chance.hits(&call(number))).collect::<Vec<_>>()
        };
        let count = hits(7).iter().filter(|hit| **hit).count();
        assert!((60..150).contains(&count), "{count}");
        assert_eq!(hits(7), hits(7));
        assert_ne!(hits(7), hits(8));

        let mut backwards = Chance::new(0.1, 7);
        let found: Vec<bool> = (0..100).rev().map(|number| backwards.hits(&call(number))).collect();
        assert_eq!(found.into_iter().rev().collect::<Vec<_>>(), hits(7)[..100]);
    }
}
