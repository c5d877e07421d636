//! The trade of a job: whether it is paid for, isolated or destroyed.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::jobs::{Moment, Stage};
use crate::tencent::time::{NEVER, to_beijing_or_never};

/// The trade of a job.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Trade {
    pub(crate) status: TradeStatus,
    /// Polls since the status has changed.
    polls: u32,
    since: Timestamp,
    pub(crate) class: String,
    isolated: Option<Timestamp>,
    offlined: Option<Timestamp>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum TradeStatus {
    /// It is billed, or will be.
    Normal,
    Resizing,
    Isolating,
    Isolated,
    Offlining,
    Offlined,
    NotBilled,
}

impl TradeStatus {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Resizing => "resizing",
            Self::Isolating => "isolating",
            Self::Isolated => "isolated",
            Self::Offlining => "offlining",
            Self::Offlined => "offlined",
            Self::NotBilled => "notBilled",
        }
    }
}

impl Trade {
    pub(crate) fn new(class: &str, now: Timestamp) -> Self {
        Self {
            status: TradeStatus::Normal,
            polls: 0,
            since: now,
            class: class.to_owned(),
            isolated: None,
            offlined: None,
        }
    }

    /// The job costs nothing.
    pub(crate) fn is_free(&mut self) {
        self.status = TradeStatus::NotBilled;
    }

    pub(crate) fn enter(&mut self, status: TradeStatus, now: Timestamp) {
        (self.status, self.polls, self.since) = (status, 0, now);
        match status {
            TradeStatus::Isolating => self.isolated = Some(now),
            TradeStatus::Normal => self.isolated = None,
            TradeStatus::Offlining => self.offlined = Some(now),
            _ => {}
        }
    }

    pub(crate) fn poll(&mut self) {
        self.polls = self.polls.saturating_add(1);
    }

    /// Ends a short status when its time is over.
    pub(crate) fn advance(&mut self, moment: Moment<'_>) {
        let next = match self.status {
            TradeStatus::Resizing => TradeStatus::Normal,
            TradeStatus::Isolating => TradeStatus::Isolated,
            TradeStatus::Offlining => TradeStatus::Offlined,
            _ => return,
        };
        if let Some(at) = moment.pace.shows_since(Stage { polls: self.polls, since: self.since }, moment.now) {
            (self.status, self.polls, self.since) = (next, 0, at);
        }
    }

    pub(crate) fn to_json(&self, job: &str) -> Value {
        let is_free = self.status == TradeStatus::NotBilled;
        json!({
            "DealName": format!("deal-{job}"),
            "LastDealName": "",
            "InstanceClass": self.class,
            "TradeStatus": self.status.name(),
            "ExpireTime": NEVER,
            "OfflineTime": to_beijing_or_never(self.offlined),
            "IsolateTime": to_beijing_or_never(self.isolated),
            "OfflineReason": if self.offlined.is_some() { "user_offline" } else { "" },
            "IsolateReason": if self.isolated.is_some() { "user_isolate" } else { "" },
            "PayType": "postpay",
            "BillingType": if is_free { "notBilling" } else { "billing" },
        })
    }
}
