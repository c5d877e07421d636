//! An answer as its type.

use std::ops::Deref;

use crate::call::Reply;
use crate::error::Error;
use crate::wire::Answer;

/// An answer with the id under which the cloud logged the call. Derefs to the answer.
#[derive(Clone, Debug)]
pub struct Answered<T> {
    /// The decoded answer.
    pub answer: T,
    /// Request id; `unknown` when there was none.
    pub request_id: String,
}

impl<T> Deref for Answered<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.answer
    }
}

/// Reads an answer as its type.
///
/// # Errors
/// [`Error::Unreadable`] when a value is of another kind than the type requires.
pub fn read_answer<T: Answer>(reply: Reply) -> Result<Answered<T>, Error> {
    match T::read(&reply.value) {
        Ok(answer) => Ok(Answered { answer, request_id: reply.request_id }),
        Err(mismatch) => Err(reply.unreadable(mismatch)),
    }
}
