//! Builds the tree from the parser's events, within limits.

use std::collections::BTreeMap;
use std::ops::Range;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError, Span, StructureStyle, Tag};

use crate::design::file::{LineIndex, MAXIMUM_DEPTH};
use crate::value::Value;

use super::{Content, Entries, Entry, Item, Style, resolve};

/// The most values that a file may have, those of aliases counted each time.
const MAXIMUM_VALUES: usize = 1_000_000;

/// The most values that aliases may add.
const MAXIMUM_ALIASED: usize = 100_000;

/// What is wrong with the text as YAML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What, as one sentence.
    pub message: String,
    /// Where, in bytes.
    pub span: Range<usize>,
    /// What to do, when that is known.
    pub help: Option<String>,
}

/// Reads a text. The tree is what could be read: `None` when the text is no YAML at all, is empty, or passes a limit.
pub fn parse(text: &str) -> (Option<Item>, Vec<Fault>) {
    let mut builder = Builder {
        text,
        lines: LineIndex::new(text),
        faults: Vec::new(),
        frames: Vec::new(),
        root: None,
        anchors: BTreeMap::new(),
        values: 0,
        aliased: 0,
        documents: 0,
    };
    let options = granit_parser::options! {
        emit_comments: false,
        emit_unresolved_aliases: true,
        flow_nesting_limit: MAXIMUM_DEPTH,
        block_nesting_limit: MAXIMUM_DEPTH,
    };
    for next in Parser::new_from_str_with_options(text, options) {
        let outcome = match next {
            Ok((event, span)) => builder.event(event, &span),
            Err(error) => Err(scan_fault(text, &error)),
        };
        if let Err(fault) = outcome {
            builder.faults.push(fault);
            return (None, builder.faults);
        }
    }
    (builder.root, builder.faults)
}

/// A collection that is not yet complete.
struct Frame {
    span: Range<usize>,
    style: Style,
    anchor: usize,
    content: Open,
}

enum Open {
    List(Vec<Item>),
    Map { entries: Entries, key: Option<Key> },
}

/// A key that waits for its value.
struct Key {
    text: String,
    span: Range<usize>,
    /// Whether the entry is left out, since a fault was reported for the key.
    dropped: bool,
}

struct Builder<'a> {
    text: &'a str,
    lines: LineIndex,
    faults: Vec<Fault>,
    frames: Vec<Frame>,
    root: Option<Item>,
    anchors: BTreeMap<usize, Item>,
    values: usize,
    aliased: usize,
    documents: usize,
}

impl Builder<'_> {
    fn event(&mut self, event: Event<'_>, span: &Span) -> Result<(), Fault> {
        let bytes = bytes(span);
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents > 1 {
                    return Err(Fault::new("a second document begins here; a design is one document", bytes)
                        .help("remove the line `---` and what follows, or put it in a file of its own"));
                }
                Ok(())
            }
            Event::Scalar(text, style, anchor, tag) => {
                let value = self.scalar(&text, style, tag.as_deref(), span);
                let style = match style {
                    ScalarStyle::Plain => Style::Plain,
                    ScalarStyle::SingleQuoted => Style::SingleQuoted,
                    ScalarStyle::DoubleQuoted => Style::DoubleQuoted,
                    ScalarStyle::Literal | ScalarStyle::Folded => Style::BlockScalar,
                };
                if let Some(frame) = self.frames.last_mut()
                    && let Open::Map { key: key @ None, .. } = &mut frame.content
                {
                    // A scalar at the place of a key; a key's text counts as it is written.
                    let written = if bytes.is_empty() { String::new() } else { text.into_owned() };
                    *key = Some(Key { text: written, span: bytes, dropped: false });
                    self.check_key();
                    return Ok(());
                }
                self.complete(Item { span: bytes, style, alias: false, content: Content::Scalar(value) }, anchor)
            }
            Event::SequenceStart(style, anchor, tag) => {
                self.check_tag(tag.as_deref(), &["seq"], span);
                self.open(style, anchor, bytes, Open::List(Vec::new()))
            }
            Event::MappingStart(style, anchor, tag) => {
                self.check_tag(tag.as_deref(), &["map"], span);
                self.open(style, anchor, bytes, Open::Map { entries: Entries::new(), key: None })
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(bytes.end),
            Event::Alias(id) => self.alias(id, bytes),
            Event::UnresolvedAlias(name) => {
                let fault = Fault::new(format!("there is no anchor &{name} before this alias"), bytes.clone());
                self.faults.push(fault);
                self.place_or_key(Item {
                    span: bytes,
                    style: Style::Plain,
                    alias: true,
                    content: Content::Scalar(Value::Null),
                })
            }
            _ => Ok(()),
        }
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, tag: Option<&Tag>, span: &Span) -> Value {
        let empty = bytes(span).is_empty();
        let Some(tag) = tag else {
            return if style == ScalarStyle::Plain {
                if empty { Value::Null } else { resolve(text) }
            } else {
                Value::String(text.to_owned())
            };
        };
        self.check_tag(Some(tag), &["str", "int", "float", "bool", "null"], span);
        let text = if empty && style == ScalarStyle::Plain { "" } else { text };
        match tag.suffix() {
            "int" | "float" | "bool" | "null" => resolve(text),
            _ => Value::String(text.to_owned()),
        }
    }

    fn check_tag(&mut self, tag: Option<&Tag>, legal: &[&str], span: &Span) {
        let Some(tag) = tag else { return };
        let core = tag.handle().starts_with("tag:yaml.org,2002:") && legal.contains(&tag.suffix());
        let plain = tag.handle().is_empty() && tag.suffix() == "!";
        if !core && !plain {
            let name = format!("{}{}", tag.original_handle(), tag.suffix());
            let at = span.tag_span().map_or_else(|| bytes(span), |tag| bytes(&tag));
            self.faults
                .push(Fault::new(format!("the tag {name} means nothing in a design"), at).help("remove the tag"));
        }
    }

    /// Looks at the key that has just been read.
    fn check_key(&mut self) {
        let Some(Frame { content: Open::Map { entries, key: Some(key) }, .. }) = self.frames.last_mut() else {
            return;
        };
        let fault = if key.text == "<<" {
            Fault::new("merge keys are not read in a design", key.span.clone())
                .help("write the keys out, or use an alias for a whole value")
        } else if key.text.is_empty() {
            Fault::new("a key is missing before the colon", key.span.clone())
        } else if let Some(first) = entries.get(&key.text) {
            let line = self.lines.position(self.text, first.key_span.start).line;
            Fault::new(format!("the key {} is there already, on line {line}", key.text), key.span.clone())
                .help("keep one of the two")
        } else {
            return;
        };
        key.dropped = true;
        self.faults.push(fault);
    }

    fn open(&mut self, style: StructureStyle, anchor: usize, bytes: Range<usize>, content: Open) -> Result<(), Fault> {
        if let Some(Frame { content: Open::Map { key: None, .. }, .. }) = self.frames.last() {
            return Err(Fault::new("a list or a map cannot be a key", bytes));
        }
        if self.frames.len() >= MAXIMUM_DEPTH {
            return Err(too_deep(bytes));
        }
        let style = match style {
            StructureStyle::Block => Style::Block,
            StructureStyle::Flow => Style::Flow,
        };
        self.frames.push(Frame { span: bytes, style, anchor, content });
        Ok(())
    }

    fn close(&mut self, end: usize) -> Result<(), Fault> {
        let Some(frame) = self.frames.pop() else { return Ok(()) };
        let content = match frame.content {
            Open::List(items) => Content::List(items),
            Open::Map { entries, .. } => Content::Map(entries),
        };
        let end = match (&content, frame.style) {
            (_, Style::Flow) => end,
            (Content::List(items), _) => items.last().map_or(frame.span.end, |item| item.span.end.max(frame.span.end)),
            (Content::Map(entries), _) => {
                entries.last().map_or(frame.span.end, |(_, entry)| entry.value.span.end.max(entry.key_span.end))
            }
            (Content::Scalar(_), _) => frame.span.end,
        };
        self.complete(Item { span: frame.span.start..end, style: frame.style, alias: false, content }, frame.anchor)
    }

    /// A value is complete: it is remembered under its anchor and put where it belongs.
    fn complete(&mut self, item: Item, anchor: usize) -> Result<(), Fault> {
        if anchor > 0 {
            let (size, _) = measure(&item);
            self.count(size, &item.span)?;
            self.anchors.insert(anchor, item.clone());
        }
        self.count(1, &item.span)?;
        self.place_or_key(item)
    }

    fn count(&mut self, values: usize, span: &Range<usize>) -> Result<(), Fault> {
        self.values += values;
        if self.values > MAXIMUM_VALUES {
            return Err(Fault::new(format!("the file has more than {MAXIMUM_VALUES} values"), span.clone()));
        }
        Ok(())
    }

    fn alias(&mut self, id: usize, bytes: Range<usize>) -> Result<(), Fault> {
        let Some(item) = self.anchors.get(&id) else {
            return Err(Fault::new("this alias refers to the value that it stands in, or to a key", bytes));
        };
        let (size, height) = measure(item);
        if self.frames.len() + height > MAXIMUM_DEPTH {
            return Err(too_deep(bytes));
        }
        self.aliased += size;
        if self.aliased > MAXIMUM_ALIASED {
            return Err(Fault::new(format!("aliases add more than {MAXIMUM_ALIASED} values"), bytes)
                .help("write out what is meant"));
        }
        let item = Item { span: bytes, alias: true, ..item.clone() };
        self.place_or_key(item)
    }

    fn place_or_key(&mut self, item: Item) -> Result<(), Fault> {
        match self.frames.last_mut().map(|frame| &mut frame.content) {
            None => self.root = Some(item),
            Some(Open::List(items)) => items.push(item),
            Some(Open::Map { entries, key }) => match key.take() {
                Some(key) if key.dropped => {}
                Some(key) => {
                    entries.insert(key.text, Entry { key_span: key.span, value: item });
                }
                None => return Err(Fault::new("an alias cannot be a key", item.span)),
            },
        }
        Ok(())
    }
}

impl Fault {
    fn new(message: impl Into<String>, span: Range<usize>) -> Self {
        Self { message: message.into(), span, help: None }
    }

    fn help(mut self, help: &str) -> Self {
        self.help = Some(help.to_owned());
        self
    }
}

fn too_deep(span: Range<usize>) -> Fault {
    Fault::new(format!("maps and lists are nested more than {MAXIMUM_DEPTH} levels deep"), span)
}

fn bytes(span: &Span) -> Range<usize> {
    let start = span.start.byte_offset().unwrap_or(0);
    start..span.end.byte_offset().unwrap_or(start).max(start)
}

/// The number of values in an item, itself among them, and the levels of collections.
fn measure(item: &Item) -> (usize, usize) {
    let sum = |(size, height): (usize, usize), part: &Item| {
        let (more, higher) = measure(part);
        (size + more, height.max(higher))
    };
    match &item.content {
        Content::Scalar(_) => (1, 0),
        Content::List(items) => {
            let (size, height) = items.iter().fold((1, 0), sum);
            (size, height + 1)
        }
        Content::Map(entries) => {
            let (size, height) = entries.values().map(|entry| &entry.value).fold((1, 0), sum);
            (size, height + 1)
        }
    }
}

fn scan_fault(text: &str, error: &ScanError) -> Fault {
    let mut start = error.marker().byte_offset().unwrap_or(text.len()).min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let width =
        text.get(start..).and_then(|rest| rest.chars().next()).filter(|next| *next != '\n').map_or(0, char::len_utf8);
    let span = start..start + width;
    match error.kind() {
        ErrorKind::RecursionLimitExceeded => too_deep(span),
        ErrorKind::TabInIndentation | ErrorKind::TabInBlockIndentation | ErrorKind::TabNotAllowed => {
            Fault::new("lines are indented with spaces, not with tabs", span).help("replace the tab by spaces")
        }
        _ => Fault::new(format!("this is not YAML: {}", error.info()), span),
    }
}
