//! The keys at the head of a design: name, description, provider, region, language, stacks.

use crate::catalog::{Language, Provider};
use crate::design::file::tree::Item;
use crate::design::model::{Design, Stacks};
use crate::design::name::NameKind;

use super::reader::Reader;

pub(super) fn name(reader: &mut Reader<'_>, item: &Item, design: &mut Design) {
    if let Some(name) = reader.text(item, "name") {
        reader.name(NameKind::Project, &name, &item.span);
        design.name = name;
    }
}

pub(super) fn description(reader: &mut Reader<'_>, item: &Item, design: &mut Design) {
    design.description = reader.optional_text(item, "description");
}

pub(super) fn provider(reader: &mut Reader<'_>, item: &Item, design: &mut Design) {
    design.provider = reader.one_of(item, "provider", &Provider::ALL, Provider::name);
}

pub(super) fn region(reader: &mut Reader<'_>, item: &Item, design: &mut Design) {
    design.region = reader.optional_text(item, "region");
}

pub(super) fn language(reader: &mut Reader<'_>, item: &Item, design: &mut Design) {
    design.language = reader.one_of(item, "language", &Language::ALL, Language::name);
}

pub(super) fn stacks(reader: &mut Reader<'_>, item: &Item, design: &mut Design) {
    design.stacks = reader.one_of(item, "stacks", &[Stacks::Single, Stacks::PerService], Stacks::name);
}
