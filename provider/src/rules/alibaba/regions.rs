//! IDs of regions.

use tfplugin::validate::nearest;

use crate::{
    facts::{
        alibaba::{self as facts, Region},
        tencent,
    },
    rules::{ValueRule, shown, without_space_around},
};

static REGION: ValueRule =
    ValueRule::text("region-format", "A region", "must be the ID of a region, such as `cn-hangzhou`", check_region);

pub(super) static RULES: [&ValueRule; 1] = [&REGION];

/// The ID of a region, such as `cn-hangzhou`. IDs that no table lists pass: Alibaba Cloud opens new regions every year.
pub(crate) fn region() -> &'static ValueRule {
    &REGION
}

fn check_region(text: &str) -> Result<(), String> {
    if text.is_empty() {
        return Err("It is empty.".to_owned());
    }
    if tencent::region(text).is_some() && facts::region(text).is_none() {
        let hint = text.split('-').nth(1).and_then(by_name).map(|id| format!(" Did you mean {id:?}?"));
        return Err(format!("{text:?} is a region of Tencent Cloud.{}", hint.unwrap_or_default()));
    }
    without_space_around(text, |text| check_region(text).is_ok())?;
    if let Some(region) = region_of_zone(text) {
        return Err(format!("{text:?} is a zone of the region. Write {region:?}."));
    }
    let parts: Vec<&str> = text.split('-').collect();
    let lower = |part: &&str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    if parts.len() >= 2 && parts.iter().all(lower) {
        return Ok(());
    }
    let hint = by_name(text).or_else(|| similar_region(text)).map(|id| format!(" Did you mean {id:?}?"));
    Err(format!("{} is not the ID of a region.{}", shown(text), hint.unwrap_or_default()))
}

/// The region of a zone such as `cn-hangzhou-h` or `ap-southeast-1a`.
fn region_of_zone(text: &str) -> Option<&'static str> {
    let (region, letter) = text.split_at_checked(text.len().checked_sub(1)?)?;
    if facts::region(text).is_some() || !letter.chars().all(|c| c.is_ascii_lowercase()) {
        return None;
    }
    facts::region(region.strip_suffix('-').unwrap_or(region)).map(|row| row.region)
}

/// The ID of the region with this name in the console, such as `China (Hangzhou)` or `Hangzhou`.
fn by_name(text: &str) -> Option<&'static str> {
    let is_named = |region: &&Region| {
        region.name.eq_ignore_ascii_case(text)
            || region.name.split(['(', ')']).any(|part| part.trim().eq_ignore_ascii_case(text))
    };
    facts::regions().iter().find(is_named).map(|region| region.region)
}

/// The region whose ID is like a text.
pub(crate) fn similar_region(text: &str) -> Option<&'static str> {
    let ids: Vec<&'static str> = facts::regions().iter().map(|region| region.region).collect();
    nearest(text, &ids)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_is_an_id() {
        assert_eq!(check_region("cn-hangzhou"), Ok(()));
        assert_eq!(check_region("xx-new-9"), Ok(()), "new regions pass");
        assert_eq!(
            check_region("cn-hangzhou-h").unwrap_err(),
            "\"cn-hangzhou-h\" is a zone of the region. Write \"cn-hangzhou\"."
        );
        assert!(check_region("ap-southeast-1a").unwrap_err().ends_with("Write \"ap-southeast-1\"."));
        assert!(check_region(" cn-hangzhou").unwrap_err().ends_with("Write \"cn-hangzhou\"."));
        assert!(check_region("Hangzhou!").is_err());
        assert_eq!(check_region("").unwrap_err(), "It is empty.");
        assert_eq!(
            check_region("ap-shanghai").unwrap_err(),
            "\"ap-shanghai\" is a region of Tencent Cloud. Did you mean \"cn-shanghai\"?"
        );
        assert_eq!(
            check_region("ap-guangzhou").unwrap_err().split(". ").next(),
            Some("\"ap-guangzhou\" is a region of Tencent Cloud")
        );
    }

    #[test]
    fn a_misspelt_region_gets_its_id() {
        for (text, id) in [
            ("Hangzhou", "cn-hangzhou"),
            ("cn_hangzhou", "cn-hangzhou"),
            ("cn_hangzhuo", "cn-hangzhou"),
            ("CN-Shanghai", "cn-shanghai"),
            ("cn_shanghai_finance_1", "cn-shanghai-finance-1"),
            ("cn shanghai finance 1", "cn-shanghai-finance-1"),
            ("cn_shanghay_finance_1", "cn-shanghai-finance-1"),
        ] {
            let refused = check_region(text).unwrap_err();
            assert!(refused.ends_with(&format!("Did you mean {id:?}?")), "{refused}");
        }
    }
}
