//! Log events in the format of hclog.

use serde_json::{Map, Value};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::LookupSpan;

use super::fields::Fields;

/// Writes each event as one line of JSON: `@level`, `@message`, `@module`, `@timestamp`, the fields of the enclosing spans
/// and the fields of the event. For fields of the same name, the event wins over its spans and an inner span over an outer
/// one.
#[derive(Debug)]
pub struct HclogLayer<W> {
    module: &'static str,
    write: W,
}

impl<W: Fn(&[u8])> HclogLayer<W> {
    /// Creates the layer. `write` receives one complete line for each event, including the newline. `@module` is `module`,
    /// a dot and the Rust module of the event.
    pub fn new(module: &'static str, write: W) -> Self {
        Self { module, write }
    }
}

impl<S, W> Layer<S> for HclogLayer<W>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    W: Fn(&[u8]) + 'static,
{
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        if let Some(span) = context.span(id) {
            let mut fields = Fields::default();
            attributes.record(&mut fields);
            span.extensions_mut().insert(fields);
        }
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        if let Some(span) = context.span(id)
            && let Some(fields) = span.extensions_mut().get_mut::<Fields>()
        {
            values.record(fields);
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut fields = Fields::default();
        for span in context.event_scope(event).into_iter().flat_map(|scope| scope.from_root()) {
            if let Some(span_fields) = span.extensions().get::<Fields>() {
                fields.0.extend(span_fields.0.iter().map(|(name, value)| (name.clone(), value.clone())));
            }
        }
        event.record(&mut fields);
        let metadata = event.metadata();
        let module = format!("{}.{}", self.module, metadata.target().replace("::", "."));
        (self.write)(&line(metadata.level(), &module, fields.0));
    }
}

/// One line. The keys of hclog are set last, so that no field overwrites them.
pub(super) fn line(level: &Level, module: &str, mut fields: Map<String, Value>) -> Vec<u8> {
    fields.entry("@message").or_insert_with(|| Value::from(""));
    fields.insert("@level".to_owned(), level_name(level).into());
    fields.insert("@module".to_owned(), module.into());
    fields.insert("@timestamp".to_owned(), format!("{:.6}", jiff::Timestamp::now()).into());
    let mut line = Value::Object(fields).to_string().into_bytes();
    line.push(b'\n');
    line
}

fn level_name(level: &Level) -> &'static str {
    match *level {
        Level::ERROR => "error",
        Level::WARN => "warn",
        Level::INFO => "info",
        Level::DEBUG => "debug",
        Level::TRACE => "trace",
    }
}
