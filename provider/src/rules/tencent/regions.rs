//! IDs of regions.

use tfplugin::validate::nearest;

use crate::{
    facts::{alibaba, tencent as facts},
    rules::{ValueRule, shown, without_space_around},
};

static REGION: ValueRule = ValueRule::text(
    "tencent-region",
    "A region of Tencent Cloud",
    "must be the ID of a region, such as `ap-guangzhou`",
    check_region,
);

pub(super) static RULES: [&ValueRule; 1] = [&REGION];

/// The ID of a region, such as `ap-guangzhou`. IDs that no table lists pass: Tencent Cloud opens new regions.
pub(crate) fn region() -> &'static ValueRule {
    &REGION
}

fn check_region(text: &str) -> Result<(), String> {
    if text.is_empty() {
        return Err("It is empty.".to_owned());
    }
    if let Some(region) = alibaba::region(text).filter(|_| facts::region(text).is_none()) {
        return Err(format!("{text:?} is a region of Alibaba Cloud, {}.{}", region.name, in_this_cloud(region.name)));
    }
    without_space_around(text, |text| check_region(text).is_ok())?;
    if let Some((region, zone)) = text.rsplit_once('-')
        && facts::region(region).is_some()
        && zone.chars().all(|c| c.is_ascii_digit())
    {
        return Err(format!("{text:?} is a zone of the region. Write {region:?}."));
    }
    let parts: Vec<&str> = text.split('-').collect();
    let lower = |part: &&str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    if parts.len() >= 2 && parts.iter().all(lower) {
        return Ok(());
    }
    let ids: Vec<&str> = facts::regions().iter().map(|row| row.region).collect();
    let meant = of_city(text).or_else(|| nearest(text, &ids));
    let hint = meant.map(|id| format!(" Did you mean {id:?}?")).unwrap_or_default();
    Err(format!("{} is not the ID of a region.{hint}", shown(text)))
}

/// The region of a city.
fn of_city(name: &str) -> Option<&'static str> {
    let is_of = |city: &str| name.eq_ignore_ascii_case(city);
    facts::regions().iter().map(|row| row.region).find(|id| id.split('-').nth(1).is_some_and(is_of))
}

/// A hint to the region that Tencent Cloud has in the city of a region of Alibaba Cloud, by its name: `China (Shanghai)`.
fn in_this_cloud(name: &str) -> String {
    let cities = name.split(['(', ')']).map(str::trim);
    cities.filter_map(of_city).next().map(|id| format!(" Did you mean {id:?}?")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_is_an_id() {
        for right in ["ap-guangzhou", "ap-shanghai-fsi", "xx-new-9"] {
            assert_eq!(check_region(right), Ok(()), "{right}");
        }
        for (text, part) in [
            ("ap-guangzhou-3", "Write \"ap-guangzhou\"."),
            ("Guangzhou", "Did you mean \"ap-guangzhou\"?"),
            ("ap_guangzhou", "Did you mean \"ap-guangzhou\"?"),
            ("ap-guangzhou ", "Write \"ap-guangzhou\"."),
            ("", "It is empty"),
            ("cn-shanghai", "is a region of Alibaba Cloud, China (Shanghai). Did you mean \"ap-shanghai\"?"),
            ("cn-hangzhou", "is a region of Alibaba Cloud"),
            ("us-east-1", "is a region of Alibaba Cloud"),
        ] {
            let refused = check_region(text).unwrap_err();
            assert!(refused.contains(part), "{text}: {refused}");
        }
    }
}
