//! The clock of an emulator.

use jiff::{SignedDuration, Timestamp};

/// The clock of the machine, plus the skew and the time by which a test has moved it.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    ahead: SignedDuration,
    /// It was moved since the last [`Clock::take_moved`].
    moved: bool,
    /// How far the clock of the server is ahead of the clock of the machine; negative when it is behind. Not kept.
    skew: SignedDuration,
}

/// One moment on both clocks. They differ only when a test has moved the emulator's clock.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Times {
    /// The time of the machine with the skew: the date of a request is compared with it.
    pub(crate) wall: Timestamp,
    /// The time of the emulator: everything that expires is compared with it.
    pub(crate) emulated: Timestamp,
}

impl Clock {
    /// A clock that was moved ahead in an earlier run.
    pub(crate) fn moved_ahead_by(ahead: SignedDuration) -> Self {
        Self { ahead, ..Self::default() }
    }

    /// The time of the emulator.
    pub(crate) fn now(&self) -> Timestamp {
        self.times().emulated
    }

    pub(crate) fn times(&self) -> Times {
        let machine = Timestamp::now();
        let wall = machine.saturating_add(self.skew).unwrap_or(machine);
        Times { wall, emulated: wall.saturating_add(self.ahead).unwrap_or(wall) }
    }

    /// Moves the clock ahead.
    pub(crate) fn advance(&mut self, by: SignedDuration) {
        self.ahead = self.ahead.saturating_add(by);
        self.moved = true;
    }

    /// Sets the skew.
    pub(crate) fn set_skew(&mut self, skew: SignedDuration) {
        self.skew = skew;
    }

    /// How far it is ahead, if it was moved since the last time this was called.
    pub(crate) fn take_moved(&mut self) -> Option<SignedDuration> {
        std::mem::take(&mut self.moved).then_some(self.ahead)
    }
}
