//! What belongs to another cloud, by the form of its ID.

use tfplugin::{diagnostic::Diagnostic, path::AttributePath};

use super::{Rule, Violation};

/// The beginnings of ARNs, with the cloud that has them.
const ARNS: [(&str, &str); 3] = [("acs:", "Alibaba Cloud"), ("qcs:", "Tencent Cloud"), ("arn:", "AWS")];

/// The beginnings of IDs of instances that only Alibaba Cloud has.
const OF_ALIBABA: [&str; 5] = ["rm-", "pc-", "pgm-", "dds-", "i-"];
/// The beginnings of IDs of instances that only Tencent Cloud has.
const OF_TENCENT: [&str; 6] = ["cdb-", "cmgo-", "crs-", "cynosdbmysql-", "tdsql-", "ins-"];

/// The length of account IDs is not documented, so this is a caution.
pub(super) static ACCOUNT: Rule = Rule::warning(
    "account-of-other-cloud",
    "The account ID looks like one of another cloud",
    "IDs of Alibaba Cloud accounts have 13 digits or more in all examples, and UINs of Tencent Cloud have 12 or fewer.",
);

/// The most digits of a UIN of Tencent Cloud in all examples.
const LONGEST_UIN: usize = 12;

/// The caution that one of the accounts of Alibaba Cloud looks like one of Tencent Cloud.
pub(crate) fn looks_like_uin<'a>(path: AttributePath, ids: impl IntoIterator<Item = &'a str>) -> Option<Diagnostic> {
    let id = ids.into_iter().find(|id| is_number(id) && id.len() <= LONGEST_UIN)?;
    let usual = "Account IDs of Alibaba Cloud usually have 16 digits, and UINs of Tencent Cloud at most 12";
    Some(caution(path, id, usual, "write the ID of an Alibaba Cloud account, unless this is one"))
}

/// The caution that one of the accounts of Tencent Cloud looks like one of Alibaba Cloud.
pub(crate) fn looks_like_alibaba_account<'a>(
    path: AttributePath,
    ids: impl IntoIterator<Item = &'a str>,
) -> Option<Diagnostic> {
    let id = ids.into_iter().find(|id| is_number(id) && id.len() > LONGEST_UIN)?;
    let usual = "UINs of Tencent Cloud have at most 12 digits in all examples, and account IDs of Alibaba Cloud usually have 16";
    Some(caution(path, id, usual, "write the UIN of a root account of Tencent Cloud, unless this is one"))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_digit())
}

fn caution(path: AttributePath, id: &str, usual: &str, fix: &str) -> Diagnostic {
    let found = format!("{path} has {id:?}, which has {} digits. {usual}.", id.len());
    ACCOUNT.broken(path, &Violation { found, allowed: String::new(), fix: fix.to_owned() })
}

/// The cloud of an ARN. None for other texts.
pub(crate) fn cloud_of_arn(text: &str) -> Option<&'static str> {
    let text = text.trim_start();
    ARNS.iter().find(|(begin, _)| text.starts_with(begin)).map(|(_, cloud)| *cloud)
}

/// Whether an ID is that of an instance of Alibaba Cloud.
pub(crate) fn is_instance_of_alibaba(id: &str) -> bool {
    OF_ALIBABA.iter().any(|begin| id.starts_with(begin))
}

/// Whether an ID is that of an instance of Tencent Cloud.
pub(crate) fn is_instance_of_tencent(id: &str) -> bool {
    OF_TENCENT.iter().any(|begin| id.starts_with(begin))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_of_the_other_cloud_is_known_by_its_length() {
        let path = || AttributePath::of(&["account_id"]);
        assert!(looks_like_uin(path(), ["1234567890123456", "1234567890123"]).is_none());
        assert!(
            looks_like_uin(path(), ["1234567890123456", "100000000001"]).unwrap().detail.contains("\"100000000001\"")
        );
        assert!(looks_like_alibaba_account(path(), ["100000000001", "20548499"]).is_none());
        assert!(looks_like_alibaba_account(path(), ["1234567890123456"]).unwrap().detail.contains("16 digits"));
    }

    #[test]
    fn the_cloud_is_known_by_the_beginning() {
        assert_eq!(cloud_of_arn("qcs::cam::uin/100000000001:roleName/a"), Some("Tencent Cloud"));
        assert_eq!(cloud_of_arn("acs:ram::1234567890123456:role/a"), Some("Alibaba Cloud"));
        assert_eq!(cloud_of_arn("arn:aws:iam::123456789012:role/a"), Some("AWS"));
        assert_eq!(cloud_of_arn("ram-for-dts"), None);
        assert!(is_instance_of_alibaba("rm-bp1") && !is_instance_of_alibaba("cdb-1"));
        assert!(is_instance_of_tencent("cdb-1") && !is_instance_of_tencent("rm-bp1"));
    }
}
