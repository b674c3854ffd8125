//! What names become in programs: identifiers that are legal, unique and free in both languages, whatever people call
//! their nodes; and logical names that no neighbour can change.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use pulumi_designer::catalog::Language;
use pulumi_designer::check::{Severity, check};
use pulumi_designer::design::file::load;
use pulumi_designer::design::{Design, Edit, Node, NodeId};
use pulumi_designer::emit::{SourceFile, emit};
use pulumi_designer::lower::lower;
use pulumi_designer::program::{Class, Program, Resource, Statement};

/// Reserved words of TypeScript, in modules and strict mode, and names of its types.
const TYPESCRIPT: &str = "arguments await break case catch class const continue debugger default delete do else enum \
    eval export extends false finally for function if implements import in instanceof interface let new null package \
    private protected public return static super switch this throw true try typeof var void while with yield any \
    unknown never string number boolean symbol object bigint undefined";

/// Keywords of Python, soft ones included.
const PYTHON: &str = "False None True and as assert async await break class continue def del elif else except finally \
    for from global if import in is lambda nonlocal not or pass raise return try while with yield _ case match type";

/// Functions and types that Python has everywhere, in lower case.
const BUILTINS: &str = "abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod \
    compile complex copyright credits delattr dict dir divmod enumerate eval exec exit filter float format frozenset \
    getattr globals hasattr hash help hex id input int isinstance issubclass iter len license list locals map max \
    memoryview min next object oct open ord pow print property quit range repr reversed round set setattr slice sorted \
    staticmethod str sum super tuple vars zip";

/// Members of Pulumi's component classes in both languages, and of every object.
const MEMBERS: &str = "urn id getProvider registerOutputs initialize getData isInstance constructor toString valueOf \
    hasOwnProperty isPrototypeOf toLocaleString propertyIsEnumerable get_provider register_outputs \
    translate_output_property translate_input_property pulumi_resource_type pulumi_resource_name";

/// What modules of programs import or bind themselves.
const IMPORTS: &str = "pulumi aws azure azure_native azureNative gcp awsx random config stack args opts name self json \
    os path fs settings shared parent provider iam ordering createAlarm create_alarm";

/// Types that every TypeScript module sees.
const GLOBALS: &str = "Promise Error Date Map Set Array Object Function Event Request Response URL Buffer";

/// Modules of Python's standard library that a file of their name would hide.
const STANDARD: &str = "abc argparse array ast asyncio base64 bisect builtins calendar cmath code codecs collections \
    concurrent contextlib copy csv ctypes dataclasses datetime decimal email enum fractions functools glob gzip hashlib \
    heapq hmac html http importlib inspect io ipaddress itertools json keyword locale logging math multiprocessing \
    numbers operator os pathlib pickle platform profile queue random re sched secrets select selectors shelve signal \
    site socket ssl stat statistics string struct subprocess symtable sys tempfile textwrap threading time token \
    tokenize trace traceback types typing unittest urllib uuid warnings weakref xml zipfile zlib zoneinfo";

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

/// Ids that are legal in a design, made of every list of names above.
fn ids() -> Vec<String> {
    let lists = [TYPESCRIPT, PYTHON, BUILTINS, MEMBERS, IMPORTS, GLOBALS, STANDARD];
    let mut ids: BTreeSet<String> = BTreeSet::new();
    for word in lists.iter().flat_map(|list| words(list)) {
        let id = pulumi_designer::text::words::kebab(word);
        if id.starts_with(|first: char| first.is_ascii_lowercase()) && id.len() <= 40 {
            ids.insert(id);
        }
    }
    // Equal once their hyphens are gone.
    for pair in ["a-1", "a1", "user-s", "users", "order-2", "order2"] {
        ids.insert(pair.to_owned());
    }
    // Folders that Windows does not know.
    ids.extend(["aux", "con", "nul", "com1"].map(str::to_owned));
    ids.into_iter().collect()
}

/// A design with a node of that kind for each id, each written by a function with a setting of that name, and with a
/// service for each id.
fn design_full_of(ids: &[String], kind: &str, properties: &str) -> String {
    let mut text = String::from("version: 1\nname: logging\nprovider: aws\nregion: eu-west-1\nsettings:\n");
    let setting = |id: &str| id.replace('-', "_");
    for id in ids {
        let _ = writeln!(text, "  \"{}\": {{ type: string, default: x }}", setting(id));
    }
    text.push_str("services:\n  home:\n    nodes:\n");
    // Few for each function, whose variables have room for some only.
    for (caller, some) in ids.chunks(16).enumerate() {
        let _ = writeln!(text, "      caller-{caller}:\n        kind: function\n        environment:");
        for (index, id) in some.iter().enumerate() {
            let _ = writeln!(text, "          V{index}: {{ setting: \"{}\" }}", setting(id));
        }
    }
    for id in ids {
        let _ = writeln!(text, "      {id}: {{ kind: {kind}{properties} }}");
    }
    let others: Vec<&String> = ids.iter().filter(|id| !["shared", "home"].contains(&id.as_str())).collect();
    for id in &others {
        let _ = writeln!(
            text,
            "  {id}:\n    nodes:\n      {id}: {{ kind: {kind}{properties} }}\n      work: {{ kind: function }}"
        );
    }
    text.push_str("flows:\n");
    let flow = if kind == "queue" { "publish" } else { "write" };
    for (caller, some) in ids.chunks(16).enumerate() {
        for id in some {
            let _ = writeln!(text, "  - {{ kind: {flow}, from: home.caller-{caller}, to: home.{id} }}");
        }
    }
    for id in &others {
        let _ = writeln!(text, "  - {{ kind: {flow}, from: {id}.work, to: home.{id} }}");
    }
    text
}

fn design(text: &str) -> Design {
    let loaded = load(text);
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    loaded.design
}

fn program(design: &Design) -> Program {
    lower(design).unwrap_or_else(|errors| panic!("{errors:?}"))
}

/// The names that a line of TypeScript declares, with the scope: its file and indentation.
fn declared_in_typescript(line: &str) -> Option<String> {
    let plain = line.trim_start();
    let plain = plain.strip_prefix("export ").unwrap_or(plain);
    let rest = ["const ", "readonly ", "class ", "interface ", "function ", "type "]
        .iter()
        .find_map(|word| plain.strip_prefix(word))?;
    let rest = rest.strip_prefix('[').unwrap_or(rest);
    Some(rest.chars().take_while(|character| character.is_alphanumeric() || "_$-".contains(*character)).collect())
}

/// The name that a line of Python declares: a class, a function, a variable or a field.
fn declared_in_python(line: &str) -> Option<String> {
    let plain = line.trim_start();
    if let Some(rest) = plain.strip_prefix("class ").or_else(|| plain.strip_prefix("def ")) {
        return Some(rest.chars().take_while(|character| character.is_alphanumeric() || *character == '_').collect());
    }
    let plain = plain.strip_prefix("self.").unwrap_or(plain);
    let name: String =
        plain.chars().take_while(|character| character.is_alphanumeric() || "_-".contains(*character)).collect();
    let rest = plain.get(name.len()..)?;
    let binds = rest.starts_with(" = ") || rest.starts_with(": ") && !line.contains('"');
    (binds && !name.is_empty()).then_some(name)
}

/// Every name that the components and the entry declare.
fn declared(files: &[SourceFile], language: Language) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for file in files.iter().filter(|file| !file.path.contains("components/") && !file.path.ends_with("iam.ts")) {
        for line in file.text.lines() {
            let name = match language {
                Language::TypeScript => declared_in_typescript(line),
                Language::Python => declared_in_python(line),
            };
            // Taking an object apart declares what stands between its braces, which was declared before.
            found.extend(name.filter(|name| !name.is_empty()).map(|name| (file.path.clone(), name)));
        }
    }
    found
}

fn assert_identifiers(design: &Design, least: usize) {
    let findings = check(design);
    let errors: Vec<_> = findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:?}");
    let program = program(design);
    for language in [Language::TypeScript, Language::Python] {
        let files = emit(&program, language);
        let taken: BTreeSet<&str> = match language {
            Language::TypeScript => [TYPESCRIPT, GLOBALS].iter().flat_map(|list| words(list)).collect(),
            Language::Python => [PYTHON, BUILTINS].iter().flat_map(|list| words(list)).collect(),
        };
        let names = declared(&files, language);
        assert!(names.len() > 2 * least, "{}", names.len());
        for (path, name) in &names {
            let first = name.chars().next().unwrap_or('-');
            let legal = (first.is_ascii_alphabetic() || first == '_')
                && name.chars().all(|character| character.is_ascii_alphanumeric() || character == '_');
            assert!(legal, "{path}: {name}");
            assert!(!taken.contains(name.as_str()), "{path}: {name} is taken in {language:?}");
        }
        // No path differs from another in capitals only.
        let paths: BTreeSet<String> = files.iter().map(|file| file.path.to_lowercase()).collect();
        assert_eq!(paths.len(), files.len());
        for file in &files {
            for step in file.path.split('/') {
                let stem = step.split('.').next().unwrap_or_default().to_lowercase();
                assert!(!["aux", "con", "nul", "prn", "com1"].contains(&stem.as_str()), "{}", file.path);
            }
        }
    }
    assert_members(&program);
}

/// Within each component, every member and local is there once in each language's case and hides nothing.
fn assert_members(program: &Program) {
    let hidden: BTreeSet<&str> = [MEMBERS, IMPORTS].iter().flat_map(|list| words(list)).collect();
    for component in &program.components {
        let mut camel: BTreeSet<String> = BTreeSet::new();
        let mut snake: BTreeSet<String> = BTreeSet::new();
        let locals = component.body.iter().filter_map(|statement| match statement {
            Statement::Resource(resource) => match &resource.binding {
                pulumi_designer::program::Binding::Local(name) | pulumi_designer::program::Binding::Field(name) => {
                    Some(name)
                }
                pulumi_designer::program::Binding::None => None,
            },
            Statement::Let { name, .. } => Some(name),
            _ => None,
        });
        for name in locals {
            assert!(camel.insert(name.camel()) && snake.insert(name.snake()), "{}: {name} twice", component.name);
            assert!(!hidden.contains(name.camel().as_str()), "{}: {name}", component.name);
            assert!(!hidden.contains(name.snake().as_str()), "{}: {name}", component.name);
        }
    }
    let classes: BTreeSet<&str> = program.components.iter().map(|component| component.class.as_str()).collect();
    let tokens: BTreeSet<&str> = program.components.iter().map(|component| component.token.as_str()).collect();
    let modules: BTreeSet<String> =
        program.components.iter().map(|component| component.module.join("/").replace('-', "")).collect();
    let count = program.components.len();
    assert_eq!((classes.len(), tokens.len(), modules.len()), (count, count, count));
    let settings: BTreeSet<String> = program.settings.fields.iter().map(|field| field.name.camel()).collect();
    assert_eq!(settings.len(), program.settings.fields.len());
}

#[test]
fn every_reserved_and_shadowing_name_becomes_a_free_identifier_in_both_languages() {
    let all = ids();
    assert_identifiers(&design(&design_full_of(&all, "table", ", key: { partition: id }")), all.len());
    // Of a kind with many companions, some.
    let some: Vec<String> = all.into_iter().step_by(6).collect();
    assert_identifiers(&design(&design_full_of(&some, "queue", "")), some.len());
}

#[test]
fn events_called_like_types_shadow_none_of_them() {
    let events = ["Promise", "Error", "Date", "Map", "Set", "Array", "Object", "Function", "Event", "Request"];
    let mut text = String::from(
        "version: 1\nname: http\nprovider: aws\nregion: eu-west-1\nservices:\n  token:\n    nodes:\n      bus: { kind: \
         event-bus }\n      f: { kind: function }\n      g: { kind: function, runtime: python }\nflows:\n",
    );
    for event in events {
        let _ = writeln!(text, "  - {{ kind: publish, from: token.f, to: token.bus, event: {event} }}");
        let _ = writeln!(text, "  - {{ kind: subscribe, from: token.bus, to: token.g, event: {event} }}");
    }
    let program = program(&design(&text));
    for language in [Language::TypeScript, Language::Python] {
        let names = declared(&emit(&program, language), language);
        assert!(names.iter().all(|(_, name)| !events.contains(&name.as_str())), "{names:?}");
    }
}

#[test]
fn no_module_of_a_python_program_hides_one_of_the_standard_library() {
    let standard: BTreeSet<&str> = words(STANDARD).into_iter().collect();
    for project in &standard {
        let text = format!(
            "version: 1\nname: {project}\nprovider: aws\nregion: eu-west-1\nservices:\n  {}:\n    nodes:\n      {0}: \
             {{ kind: table, key: {{ partition: id }} }}\n",
            if *project == "shared" { "other" } else { project }
        );
        let files = emit(&program(&design(&text)), Language::Python);
        let top: BTreeSet<&str> = files
            .iter()
            .filter_map(|file| file.path.split('/').next())
            .map(|step| step.trim_end_matches(".py"))
            .collect();
        let hidden: Vec<_> = top.intersection(&standard).collect();
        assert!(hidden.is_empty(), "{project}: {hidden:?}");
        // What is below the package is imported by its package, or relatively, never by its bare name.
        for line in files.iter().flat_map(|file| file.text.lines()).filter(|line| line.starts_with("from ")) {
            assert!(!line.starts_with("from services"), "{line}");
        }
    }
}

/// The logical names of a program's resources: parent type, type and name, by where they come from.
fn logical(program: &Program) -> BTreeMap<(String, String, String), String> {
    let mut names = BTreeMap::new();
    for component in &program.components {
        let mut add = |resource: &Resource| {
            let class = match &resource.class {
                Class::Sdk(kind) => format!("{}.{}.{}", kind.package, kind.module, kind.class),
                Class::Component(support) | Class::Function(support) => support.item.clone(),
            };
            let key = (component.token.clone(), class, resource.name.clone());
            let before = names.insert(key.clone(), format!("{:?}", resource.origin));
            assert_eq!(before, None, "{key:?} twice");
        };
        for statement in &component.body {
            match statement {
                Statement::Resource(resource) => add(resource),
                Statement::If { then, .. } => then.iter().for_each(|statement| {
                    if let Statement::Resource(resource) = statement {
                        add(resource);
                    }
                }),
                _ => {}
            }
        }
    }
    names
}

const DESIGNS: [&str; 4] = [
    include_str!("fixtures/design_file/example.yaml"),
    include_str!("fixtures/proof/names.yaml"),
    include_str!("fixtures/proof/messaging.yaml"),
    include_str!("fixtures/lower/everything.yaml"),
];

/// Names that a neighbour may have and that read like those of a node, of its companions and of its service.
fn neighbours(id: &NodeId) -> Vec<NodeId> {
    let node = |service: &str, name: String| NodeId::new(service, name);
    let mut found = vec![];
    for ending in ["dead-letters", "policy", "role", "alarm", "queue", "topic", "table", "function", "2"] {
        found.push(node(&id.service, format!("{}-{ending}", id.node)));
    }
    found.push(node("another", id.node.clone()));
    found
}

#[test]
fn a_neighbour_drawn_first_or_last_renames_no_deployed_resource() {
    for text in DESIGNS {
        let design = design(text);
        let before = logical(&program(&design));
        let ids: Vec<NodeId> = design.nodes().map(|(id, _)| id).collect();
        for kind in ["queue", "topic", "function", "parameter"] {
            for index in [Some(0), None] {
                let mut drawn = design.clone();
                let service = pulumi_designer::design::Service::default();
                let add = Edit::AddService { name: "another".to_owned(), service, index: Some(0) };
                drawn.apply(add).unwrap();
                for id in ids.iter().flat_map(neighbours) {
                    let mut node = Node::of_kind(kind);
                    if kind == "parameter" {
                        node.properties.insert("value".to_owned(), "x".into());
                    }
                    // What is there already is no neighbour.
                    let _ = drawn.apply(Edit::AddNode { id, node, index });
                }
                let after = logical(&program(&drawn));
                for (name, origin) in &before {
                    assert!(after.contains_key(name), "a {kind} renames {name:?} of {origin}");
                }
            }
        }
    }
}

#[test]
fn services_whose_names_read_alike_keep_their_types() {
    let of = |services: &[&str]| {
        let mut text = String::from("version: 1\nname: shop\nprovider: aws\nregion: eu-west-1\nservices:\n");
        for service in services {
            let _ = writeln!(text, "  {service}: {{ nodes: {{ t: {{ kind: table, key: {{ partition: id }} }} }} }}");
        }
        let program = program(&design(&text));
        let tokens = program.components.iter().map(|component| (component.name.clone(), component.token.clone()));
        tokens.collect::<BTreeMap<_, _>>()
    };
    let both = of(&["a-1", "a1", "orders"]);
    assert_eq!(both["a-1"], "shop:index:A_1Service");
    assert_eq!(both["a1"], "shop:index:A1Service");
    assert_eq!(both["orders"], "shop:index:OrdersService");
    assert_eq!(of(&["a1", "a-1", "orders"]), both);
    assert_eq!(of(&["a1"])["a1"], both["a1"]);
    assert_eq!(of(&["a-1"])["a-1"], both["a-1"]);
}

#[test]
fn long_ids_give_names_that_every_resource_can_have() {
    let long = "a-name-of-exactly-forty-characters-long0";
    let other = "b-name-of-exactly-forty-characters-long0";
    assert_eq!(long.len(), 40);
    let text = format!(
        "version: 1\nname: shop\nprovider: aws\nregion: eu-west-1\nservices:\n  {long}:\n    nodes:\n      {long}: {{ \
         kind: function }}\n      {other}: {{ kind: schedule, every: 1h }}\n      bus: {{ kind: event-bus, archive: 30d \
         }}\n      bus-{}: {{ kind: event-bus, archive: 30d }}\n      people: {{ kind: user-pool, clients: [{{ name: web, \
         callbacks: [\"https://shop.example\"] }}] }}\n  {other}:\n    nodes:\n      {long}: {{ kind: queue }}\n      \
         {other}: {{ kind: function }}\n      crm: {{ kind: external, url: \"https://crm.example\" }}\nflows:\n  - {{ \
         kind: invoke, from: {long}.{other}, to: {long}.{long} }}\n  - {{ kind: subscribe, from: {other}.{long}, to: \
         {long}.{long} }}\n  - {{ kind: subscribe, from: {long}.bus, to: {other}.{other}, event: \
         {event} }}\n  - {{ kind: subscribe, from: {long}.bus, to: {other}.crm, event: {event} }}\n  - {{ kind: \
         publish, from: {long}.{long}, to: {long}.bus, event: {event} }}\n",
        "x".repeat(36),
        event = "OrderPlaced".repeat(9),
    );
    let program = program(&design(&text));
    let names = &pulumi_designer::catalog::catalog().names;
    for ((_, class, name), _) in logical(&program) {
        let parts: Vec<&str> = class.split('.').collect();
        let [package, module, class] = parts.as_slice() else { continue };
        let file = format!("{}{}", class[..1].to_lowercase(), &class[1..]);
        if let Some(row) = names.of_type(&format!("{package}:{module}/{file}:{class}")) {
            assert!(name.len() + 8 <= row.max, "{}: {name}", row.resource);
        }
    }
}
