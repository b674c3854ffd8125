//! Designs as text: what people see.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use std::collections::BTreeMap;
use std::sync::Arc;

use pulumi_designer::check::Severity;
use pulumi_designer::design::{Design, NodeId, file};
use pulumi_designer::layout::Point;
use pulumi_designer::render::text::render_text;
use pulumi_designer::render::{Charset, Detail, Direction, Focus, Hit, Scene, Surface, View};

fn preset(name: &str) -> Design {
    let path = format!("{}/presets/{name}.yaml", env!("CARGO_MANIFEST_DIR"));
    file::load(&std::fs::read_to_string(path).expect("a preset")).design
}

fn scene(name: &str, detail: Detail) -> Scene {
    Scene::new(&preset(name), &BTreeMap::new(), detail, None)
}

fn drawn(scene: &Scene, view: &View, width: u16, height: u16) -> String {
    let mut surface = Surface::new(width, height);
    scene.draw(&mut surface, view);
    surface.to_text()
}

#[test]
fn each_preset_is_drawn_at_every_level_of_detail() {
    for name in ["auth", "orders", "notifications", "shop"] {
        for detail in Detail::ALL {
            insta::assert_snapshot!(format!("{name}_{}", detail.name()), scene(name, detail).to_text(Charset::Unicode));
        }
    }
}

#[test]
fn ascii_is_enough() {
    let text = scene("orders", Detail::Box).to_text(Charset::Ascii);
    assert!(text.is_ascii(), "{text}");
    insta::assert_snapshot!("orders_ascii", text);
    assert!(scene("shop", Detail::Overview).to_text(Charset::Ascii).is_ascii());
}

#[test]
fn focus_targets_and_findings_stand_out() {
    let scene = scene("orders", Detail::Box);
    let id = |node: &str| NodeId::new("orders", node);
    let view = View {
        focus: Some(Focus::Node(id("place-order"))),
        findings: Arc::new([(id("get-order"), Severity::Warning), (id("orders"), Severity::Error)].into()),
        ..View::default()
    };
    insta::assert_snapshot!("orders_focus", drawn(&scene, &view, 200, 40));
    let view = View {
        targets: Arc::new(
            [(Focus::Node(id("orders")), "a".to_owned()), (Focus::Node(id("payments")), "b".to_owned())].into(),
        ),
        ..view
    };
    insta::assert_snapshot!("orders_targets", drawn(&scene, &view, 200, 40));
}

#[test]
fn every_cell_is_answered_for_and_every_box_found() {
    let design = preset("shop");
    let scene = scene("shop", Detail::Box);
    for (id, _) in design.nodes() {
        let rect = scene.node_rect(&id).expect("a box");
        assert_eq!(scene.at(rect.centre()), Some(Hit::Node(id.clone())));
        let focus = Focus::Node(id);
        assert_eq!(
            scene.flows_around(&focus).len(),
            design
                .flows
                .iter()
                .filter(|flow| {
                    let Focus::Node(id) = &focus else { return false };
                    flow.from == *id || flow.to == *id
                })
                .count()
        );
        assert!(Direction::ALL.iter().any(|direction| scene.neighbour(&focus, *direction).is_some()));
    }
    for flow in &design.flows {
        let rect = scene.flow_rect(flow.id).expect("a route");
        assert!(rect.width > 0 && rect.height > 0);
    }
    for service in design.services.keys().filter(|name| *name != "shared") {
        let rect = scene.service_rect(service).expect("a frame");
        assert_eq!(scene.at(Point { x: rect.x, y: rect.y }), Some(Hit::Service(service.clone())));
    }
    assert_eq!(scene.at(Point { x: -5, y: -5 }), None);
}

#[test]
fn a_window_shows_the_same_cells_as_the_whole() {
    let scene = scene("shop", Detail::Box);
    let bounds = scene.bounds();
    let whole = View { offset: Point { x: bounds.x, y: bounds.y }, ..View::default() };
    let mut all = Surface::new(bounds.width as u16, bounds.height as u16);
    scene.draw(&mut all, &whole);
    let at = Point { x: 37, y: 11 };
    let mut part = Surface::new(80, 24);
    scene.draw(&mut part, &View { offset: Point { x: bounds.x + at.x, y: bounds.y + at.y }, ..View::default() });
    for y in 0..24 {
        for x in 0..80 {
            assert_eq!(part.get(x, y), all.get(x + at.x, y + at.y), "{x}, {y}");
        }
    }
}

#[test]
fn text_that_must_fit_a_width_shows_less() {
    let design = preset("shop");
    let none = BTreeMap::new();
    let wide = render_text(&design, &none, None, Charset::Unicode);
    let narrow = render_text(&design, &none, Some(60), Charset::Unicode);
    assert!(wide.contains("place-order") && !narrow.contains("place-order") && narrow.contains("orders"));
}

#[test]
fn a_design_cannot_draw_control_sequences() {
    let mut design = preset("orders");
    for flow in &mut design.flows {
        flow.properties.insert("path".to_owned(), "/\u{1b}[2J".into());
        flow.properties.insert("event".to_owned(), "\u{9b}31m".into());
    }
    let text = Scene::new(&design, &BTreeMap::new(), Detail::Box, None).to_text(Charset::Unicode);
    assert!(text.chars().all(|character| character == '\n' || !character.is_control()));
}

#[test]
fn a_pinned_node_stands_where_it_was_put() {
    let id = NodeId::new("orders", "payments");
    let pinned = [(id.clone(), Point { x: 3, y: 40 })].into();
    let scene = Scene::new(&preset("orders"), &pinned, Detail::Box, None);
    let rect = scene.node_rect(&id).expect("a box");
    assert_eq!((rect.x, rect.y), (3, 40));
    insta::assert_snapshot!("orders_pinned", scene.to_text(Charset::Unicode));
}
