//! Codes of the catalogue of rules that find nothing by themselves, each with the reason: what the generator settles
//! without asking, what is reserved for later, and what was judged wrong.

/// A code that has no rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settled {
    /// The code, never given to a rule.
    pub code: &'static str,
    /// The name it would have had.
    pub name: &'static str,
    /// Why there is no rule.
    pub reason: Reason,
    /// The reason in a sentence; of what is settled by the generator, also where that is tested.
    pub because: &'static str,
}

/// Why a code has no rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The generator makes it impossible, the same way every time.
    Generator,
    /// It waits for something that designs cannot say yet.
    Reserved,
    /// It was judged wrong.
    Dropped,
}

/// The codes without a rule, in their order.
pub fn settled() -> &'static [Settled] {
    SETTLED
}

const fn row(code: &'static str, name: &'static str, reason: Reason, because: &'static str) -> Settled {
    Settled { code, name, reason, because }
}

/// Why no identifier of a program is a matter of taste for the author of a design.
const FREE_IDENTIFIERS: &str = "Identifiers that are reserved, hide something or read like another get the kind behind them, then a number (tests/names.rs: every_reserved_and_shadowing_name_becomes_a_free_identifier_in_both_languages).";

/// Why rules about Cloud Tasks wait.
const NO_CLOUD_TASKS: &str =
    "A queue becomes a Pub/Sub topic with one subscription on Google Cloud, and no Cloud Tasks queue.";

const RENAMED_BUS: &str = "AWS calls buses with rules and targets by another name in its documentation; the resource is \
                           the same, and there is nothing that anybody could change.";

static SETTLED: &[Settled] = &[
    row(
        "CST014",
        "cost/no-budget-tags",
        Reason::Generator,
        "Every resource carries its project and environment as tags, which tests/lower.rs shows of each preset.",
    ),
    row(
        "DAT003",
        "data/partition-key-immutable",
        Reason::Reserved,
        "A design does not know the keys of its last export. The preview of Pulumi shows that the table is replaced, and deletion protection, the default in production, refuses it.",
    ),
    row(
        "DAT025",
        "data/expire-without-versioning-limit",
        Reason::Generator,
        "Old versions of files expire after 90 days unless expire_versions says otherwise; tests/lower.rs, old_versions_expire.",
    ),
    row("EVT034", "events/tasks-deadline", Reason::Reserved, NO_CLOUD_TASKS),
    row("EVT035", "events/tasks-rate", Reason::Reserved, NO_CLOUD_TASKS),
    row("NAM002", "naming/case-collision", Reason::Generator, FREE_IDENTIFIERS),
    row(
        "NAM003",
        "naming/case-insensitive-file-collision",
        Reason::Generator,
        "Modules of services whose names read alike, or that Windows keeps for devices, get other names (tests/names.rs: every_reserved_and_shadowing_name_becomes_a_free_identifier_in_both_languages).",
    ),
    row("NAM004", "naming/typescript-reserved", Reason::Generator, FREE_IDENTIFIERS),
    row(
        "NAM005",
        "naming/typescript-type-name",
        Reason::Generator,
        "Classes of services end with Service, and events become no types (tests/names.rs: events_called_like_types_shadow_none_of_them).",
    ),
    row("NAM006", "naming/python-keyword", Reason::Generator, FREE_IDENTIFIERS),
    row("NAM007", "naming/resource-member-clash", Reason::Generator, FREE_IDENTIFIERS),
    row(
        "NAM008",
        "naming/python-stdlib-shadow",
        Reason::Generator,
        "Python programs are packages whose own name hides no module, and modules in them are imported by the package (tests/names.rs: no_module_of_a_python_program_hides_one_of_the_standard_library).",
    ),
    row("NAM009", "naming/sdk-import-shadow", Reason::Generator, FREE_IDENTIFIERS),
    row(
        "NAM010",
        "naming/logical-name-clash",
        Reason::Generator,
        "Logical names follow from a node or flow alone, and one that reads like a companion's says its kind (tests/names.rs: a_neighbour_drawn_first_or_last_renames_no_deployed_resource).",
    ),
    row(
        "NAM021",
        "naming/rename-replaces",
        Reason::Generator,
        "A design alone does not know its last export; exporting compares with it, and warns (tests/export.rs: a_node_under_another_id_is_told_before_it_is_deployed).",
    ),
    row("NAM025", "naming/queue-name-tombstone", Reason::Reserved, NO_CLOUD_TASKS),
    row("OPS017", "operations/provider-retired-model", Reason::Dropped, RENAMED_BUS),
    row(
        "REL022",
        "reliability/workflow-mode-change",
        Reason::Dropped,
        "A design does not know how it was last deployed; the preview of Pulumi shows that the workflow is replaced.",
    ),
];
