//! The output, the errors and the findings of `terraform plan`.

mod bad_input;
mod content;
mod drift;
mod length;
mod messages;
mod nulls;
mod offline;
mod several_errors;
mod support_matrix;
mod unknown;
