//! What permission policies allow.

use super::condition::{Circumstances, Verdict};
use super::document::{Document, Effect, ResourceForm, Statement};
use super::wildcard::matches;

/// The action that a set of policies has to allow.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ask<'a> {
    /// Like `rds:DescribeDBInstances`.
    pub(crate) action: &'a str,
    /// Like `acs:rds:cn-hangzhou:1234567890123456:dbinstance/rm-1`.
    pub(crate) resource: &'a str,
    /// What conditions are evaluated with.
    pub(crate) circumstances: &'a Circumstances,
}

/// The answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decision {
    Allowed,
    /// A Deny statement applies.
    Denied,
    /// No statement applies.
    Silent,
}

impl Decision {
    /// Joins the effects of the statements that apply: a Deny wins over every Allow.
    pub(super) fn of_effects(effects: impl Iterator<Item = Effect>) -> Self {
        effects.fold(Self::Silent, |decision, effect| match (decision, effect) {
            (Self::Denied, _) | (_, Effect::Deny) => Self::Denied,
            (_, Effect::Allow) => Self::Allowed,
        })
    }
}

/// What these policies together decide.
pub(crate) fn decide<'a>(documents: impl IntoIterator<Item = &'a Document>, ask: Ask<'_>) -> Decision {
    let statements = documents.into_iter().flat_map(|document| &document.statements);
    Decision::of_effects(statements.filter(|statement| applies(statement, ask)).map(|statement| statement.effect))
}

fn applies(statement: &Statement, ask: Ask<'_>) -> bool {
    statement.names_action(ask.action)
        && statement.resources.iter().any(|pattern| matches_resource(pattern, ask.resource, statement.form))
        && statement.applies_under(ask.circumstances)
}

impl Statement {
    pub(super) fn names_action(&self, action: &str) -> bool {
        let action = action.to_ascii_lowercase();
        self.actions.iter().any(|pattern| matches(&pattern.to_ascii_lowercase(), &action)) != self.negated
    }

    /// Whether the condition lets the statement apply. Of the statements whose condition is not understood, only those
    /// that deny apply.
    pub(super) fn applies_under(&self, circumstances: &Circumstances) -> bool {
        match self.condition.verdict(circumstances) {
            Verdict::Met => true,
            Verdict::NotMet => false,
            Verdict::NotUnderstood => self.effect == Effect::Deny,
        }
    }
}

/// Compares part by part, with wildcards. An empty region or account in a pattern of RAM means any, and so does an empty
/// region in a pattern of CAM; an empty account of CAM was filled in when the document was read.
fn matches_resource(pattern: &str, resource: &str, form: ResourceForm) -> bool {
    if pattern == "*" {
        return true;
    }
    let (count, any): (usize, &[usize]) = match form {
        ResourceForm::Acs => (5, &[2, 3]),
        ResourceForm::Qcs => (6, &[3]),
    };
    let mut patterns = pattern.splitn(count, ':');
    let mut parts = resource.splitn(count, ':');
    (0..count).all(|position| match (patterns.next(), parts.next()) {
        (Some(""), Some(part)) => any.contains(&position) || (form == ResourceForm::Qcs && part.is_empty()),
        (Some(pattern), Some(part)) => matches(pattern, part),
        (None, None) => true,
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::super::document::Document;
    use super::{Ask, Circumstances, Decision, decide, matches};

    fn policy(statements: &str) -> Document {
        Document::permission(&format!(r#"{{"Version":"1","Statement":[{statements}]}}"#)).unwrap()
    }

    fn ask(documents: &[&Document], action: &str, resource: &str) -> Decision {
        let circumstances = Circumstances::of_call("2024-06-01T08:30:10Z".parse().unwrap(), None);
        decide(documents.iter().copied(), Ask { action, resource, circumstances: &circumstances })
    }

    const INSTANCE: &str = "acs:rds:cn-hangzhou:1234567890123456:dbinstance/rm-1";

    #[test]
    fn wildcards_match_runs_and_single_characters() {
        assert!(matches("*", ""));
        assert!(matches("rds:Describe*", "rds:DescribeRegions"));
        assert!(matches("*a*b", "xxaxbb"));
        assert!(matches("a?c", "abc"));
        assert!(!matches("a?c", "ac"));
        assert!(!matches("rds:Describe*", "ecs:DescribeRegions"));
        assert!(!matches("*a*b", "xxbxa"));
    }

    #[test]
    fn an_allow_applies_to_its_actions_and_resources_only() {
        let read = policy(
            r#"{"Effect":"Allow","Action":["rds:Describe*"],"Resource":"acs:rds:*:1234567890123456:dbinstance/rm-*"}"#,
        );
        assert_eq!(ask(&[&read], "rds:DescribeRegions", INSTANCE), Decision::Allowed);
        assert_eq!(ask(&[&read], "rds:ModifySecurityIps", INSTANCE), Decision::Silent);
        assert_eq!(ask(&[&read], "rds:DescribeRegions", &INSTANCE.replace("rm-1", "pc-1")), Decision::Silent);
        assert_eq!(ask(&[&read], "rds:DescribeRegions", &INSTANCE.replace("1234", "9234")), Decision::Silent);
    }

    #[test]
    fn a_deny_wins_in_every_order() {
        let allow = policy(r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#);
        let deny = policy(r#"{"Effect":"Deny","Action":"rds:DescribeRegions","Resource":"*"}"#);
        assert_eq!(ask(&[&allow], "rds:DescribeRegions", INSTANCE), Decision::Allowed);
        assert_eq!(ask(&[&allow, &deny], "rds:DescribeRegions", INSTANCE), Decision::Denied);
        assert_eq!(ask(&[&deny, &allow], "rds:DescribeRegions", INSTANCE), Decision::Denied);
        assert_eq!(ask(&[&deny, &allow], "rds:DescribeZones", INSTANCE), Decision::Allowed);
    }

    #[test]
    fn not_action_and_an_empty_region_are_understood() {
        let all_but =
            policy(r#"{"Effect":"Allow","NotAction":"rds:Delete*","Resource":"acs:rds::1234567890123456:*"}"#);
        assert_eq!(ask(&[&all_but], "rds:DescribeRegions", INSTANCE), Decision::Allowed);
        assert_eq!(ask(&[&all_but], "rds:DeleteDBInstance", INSTANCE), Decision::Silent);
    }

    #[test]
    fn a_statement_applies_when_its_condition_is_met() {
        let free = policy(r#"{"Effect":"Allow","Action":"*","Resource":"*","Condition":{}}"#);
        let conditional = |effect: &str, mfa: &str| {
            let condition = format!(r#"{{"Bool":{{"acs:MFAPresent":"{mfa}"}}}}"#);
            policy(&format!(r#"{{"Effect":"{effect}","Action":"*","Resource":"*","Condition":{condition}}}"#))
        };
        let says = |documents: &[&Document]| ask(documents, "rds:DescribeRegions", INSTANCE);
        assert_eq!(says(&[&free]), Decision::Allowed);
        assert_eq!(says(&[&conditional("Allow", "false")]), Decision::Allowed);
        assert_eq!(says(&[&conditional("Allow", "true")]), Decision::Silent);
        assert_eq!(says(&[&free, &conditional("Deny", "false")]), Decision::Denied);
        assert_eq!(says(&[&free, &conditional("Deny", "true")]), Decision::Allowed);
    }

    #[test]
    fn a_condition_that_is_not_understood_denies() {
        let free = policy(r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#);
        for condition in [
            r#"{"StringEquals":{"acs:SourceVpc":"vpc-1"}}"#,
            r#"{"StringEquals":{"acs:ResourceTag/team":"dev"}}"#,
            r#"{"ForAllValues:StringEquals":{"acs:MFAPresent":"false"}}"#,
            r#"{"StringEqualsIfExists":{"acs:MFAPresent":"true"}}"#,
        ] {
            let of = |effect: &str| {
                policy(&format!(r#"{{"Effect":"{effect}","Action":"*","Resource":"*","Condition":{condition}}}"#))
            };
            assert_eq!(ask(&[&of("Allow")], "rds:DescribeRegions", INSTANCE), Decision::Silent, "{condition}");
            assert_eq!(ask(&[&free, &of("Deny")], "rds:DescribeRegions", INSTANCE), Decision::Denied, "{condition}");
        }
    }

    #[test]
    fn documents_with_mistakes_are_refused_with_the_reason() {
        for (text, part) in [
            ("{", "not JSON"),
            ("[]", "JSON object"),
            (r#"{"Version":1,"Statement":[]}"#, "Version"),
            (r#"{"Version":"1","Statement":[]}"#, "at least one"),
            (r#"{"Version":"1","Statement":[{"Effect":"Maybe","Action":"*","Resource":"*"}]}"#, "Allow or Deny"),
            (r#"{"Version":"1","Statement":[{"Effect":"Allow","Resource":"*"}]}"#, "Action"),
            (r#"{"Version":"1","Statement":[{"Effect":"Allow","Action":"*"}]}"#, "Resource"),
            (r#"{"Version":"1","Statement":[{"Effect":"Allow","Action":[1],"Resource":"*"}]}"#, "list of texts"),
            (r#"{"Version":"1","Statement":[{"Effect":"Allow","Actions":"*","Resource":"*"}]}"#, "Actions"),
        ] {
            let error = Document::permission(text).unwrap_err().to_string();
            assert!(error.contains(part), "{text}: {error}");
        }
    }

    const OWNER: &str = "700000000001";

    fn cam(statements: &str) -> Document {
        Document::cam_permission(&format!(r#"{{"version":"2.0","statement":[{statements}]}}"#), OWNER).unwrap()
    }

    #[test]
    fn a_document_of_cam_is_evaluated_by_the_same_rules() {
        let role = "qcs::cam::uin/700000000002:roleName/DTS-role";
        let grant = |resource: &str| {
            cam(&format!(r#"{{"effect":"allow","action":["name/sts:AssumeRole"],"resource":{resource}}}"#))
        };
        let assume = |document: &Document, resource: &str| ask(&[document], "sts:AssumeRole", resource);
        for resource in [
            r#""*""#,
            r#"["qcs::cam::uin/700000000002:roleName/DTS-role"]"#,
            r#""qcs::cam::uin/700000000002:roleName/*""#,
        ] {
            assert_eq!(assume(&grant(resource), role), Decision::Allowed, "{resource}");
        }
        for resource in [
            r#""qcs::cam::uin/700000000002:roleName/other""#,
            r#""qcs::cam:::roleName/DTS-role""#,
            r#""qcs::cam::uin/700000000002:role/DTS-role""#,
        ] {
            assert_eq!(assume(&grant(resource), role), Decision::Silent, "{resource}");
        }
        let all = grant(r#""*""#);
        assert_eq!(ask(&[&all], "dts:StartMigrateJob", role), Decision::Silent);
        let deny = cam(r#"{"effect":"deny","action":"sts:*","resource":"*"}"#);
        assert_eq!(ask(&[&all, &deny], "sts:AssumeRole", role), Decision::Denied);
    }

    /// An empty account is the one that created the document, and an empty region is every region.
    #[test]
    fn empty_parts_of_a_resource_of_cam_are_understood() {
        let document = cam(r#"{"effect":"allow","action":"dts:*","resource":"qcs::dts:::task/*"}"#);
        let of = |region: &str, account: &str| format!("qcs::dts:{region}:uin/{account}:task/dts-1");
        assert_eq!(ask(&[&document], "dts:StopMigrateJob", &of("ap-guangzhou", OWNER)), Decision::Allowed);
        assert_eq!(ask(&[&document], "dts:StopMigrateJob", &of("ap-guangzhou", "700000000002")), Decision::Silent);
        let here =
            cam(r#"{"effect":"allow","action":"dts:*","resource":"qcs::dts:ap-guangzhou:uin/700000000001:task/*"}"#);
        assert_eq!(ask(&[&here], "dts:StopMigrateJob", &of("ap-guangzhou", OWNER)), Decision::Allowed);
        assert_eq!(ask(&[&here], "dts:StopMigrateJob", &of("ap-shanghai", OWNER)), Decision::Silent);
    }

    #[test]
    fn what_is_not_understood_of_a_document_of_cam_denies() {
        let free = cam(r#"{"effect":"allow","action":"*","resource":"*"}"#);
        for condition in [
            r#"{"for_any_value:string_equal":{"qcs:request_tag":"a&b"}}"#,
            r#"{"string_equal":{"qcs:resource_tag":"a&b"}}"#,
            r#"{"StringEquals":{"sts:external_id":"x"}}"#,
        ] {
            let of = |effect: &str| {
                cam(&format!(r#"{{"effect":"{effect}","action":"*","resource":"*","condition":{condition}}}"#))
            };
            assert_eq!(ask(&[&of("allow")], "cam:GetRole", "*"), Decision::Silent, "{condition}");
            assert_eq!(ask(&[&free, &of("deny")], "cam:GetRole", "*"), Decision::Denied, "{condition}");
            assert_eq!(ask(&[&free], "cam:GetRole", "*"), Decision::Allowed);
        }
    }

    #[test]
    fn mistakes_in_a_document_of_cam_name_their_element() {
        use super::super::malformed::Element;
        for (text, element) in [
            ("{", Element::Document),
            (r#"{"Version":"2.0","statement":[]}"#, Element::Version),
            (r#"{"version":"1","statement":[]}"#, Element::Version),
            (r#"{"version":"2.0","Statement":[]}"#, Element::Statement),
            (r#"{"version":"2.0","statement":[{"effect":"Allow","action":"*","resource":"*"}]}"#, Element::Effect),
            (r#"{"version":"2.0","statement":[{"effect":"allow","resource":"*"}]}"#, Element::NoAction),
            (r#"{"version":"2.0","statement":[{"effect":"allow","":"*","resource":"*"}]}"#, Element::Statement),
            (r#"{"version":"2.0","statement":[{"effect":"allow","action":[],"resource":"*"}]}"#, Element::Action),
            (r#"{"version":"2.0","statement":[{"effect":"allow","action":"*"}]}"#, Element::Resource),
            (
                r#"{"version":"2.0","statement":[{"effect":"allow","action":"*","resource":"*","principal":{}}]}"#,
                Element::Principal,
            ),
            (
                r#"{"version":"2.0","statement":[{"effect":"allow","action":"*","resource":"*","condition":[]}]}"#,
                Element::Condition,
            ),
        ] {
            let error = Document::cam_permission(text, OWNER).unwrap_err();
            assert_eq!(error.element(), element, "{text}: {error}");
        }
    }
}
