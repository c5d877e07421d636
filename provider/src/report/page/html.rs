//! A writer of HTML. Names of elements and attributes are part of the program; every value is escaped.

/// HTML that is being written.
#[derive(Debug)]
pub(super) struct Html(String);

/// The attributes of an element.
pub(super) type Attributes<'a> = &'a [(&'static str, &'a str)];

impl Html {
    /// A text that begins with this markup.
    pub(super) fn new(head: &'static str) -> Self {
        Self(head.to_owned())
    }

    /// Opens an element.
    pub(super) fn open(&mut self, name: &'static str, attributes: Attributes<'_>) {
        self.0.push('<');
        self.0.push_str(name);
        for (name, value) in attributes {
            self.0.push(' ');
            self.0.push_str(name);
            self.0.push_str("=\"");
            self.escaped(value);
            self.0.push('"');
        }
        self.0.push('>');
    }

    /// Closes an element.
    pub(super) fn close(&mut self, name: &'static str) {
        self.0.push_str("</");
        self.0.push_str(name);
        self.0.push_str(">\n");
    }

    /// An element with a text.
    pub(super) fn element(&mut self, name: &'static str, attributes: Attributes<'_>, text: &str) {
        self.open(name, attributes);
        self.escaped(text);
        self.close(name);
    }

    /// An element with other elements.
    pub(super) fn nest(&mut self, name: &'static str, attributes: Attributes<'_>, content: impl FnOnce(&mut Self)) {
        self.open(name, attributes);
        content(self);
        self.close(name);
    }

    /// A style sheet.
    pub(super) fn style(&mut self, text: &'static str) {
        self.0.push_str("<style>\n");
        self.0.push_str(text);
        self.close("style");
    }

    /// The text.
    pub(super) fn finish(self) -> String {
        self.0
    }

    /// Characters that HTML does not allow become a sign for a missing character.
    fn escaped(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                '\n' | '\t' => self.0.push(c),
                c if c.is_control() => self.0.push('\u{fffd}'),
                // They change the order in which the characters after them are shown.
                '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => self.0.push('\u{fffd}'),
                c => self.0.push(c),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_is_escaped() {
        let mut html = Html::new("");
        html.nest("p", &[("title", "\"a' & <b>")], |html| html.element("b", &[], "</b>\u{0}\u{202e}\n&amp;é"));
        assert_eq!(
            html.finish(),
            "<p title=\"&quot;a&#39; &amp; &lt;b&gt;\"><b>&lt;/b&gt;\u{fffd}\u{fffd}\n&amp;amp;é</b>\n</p>\n"
        );
    }
}
