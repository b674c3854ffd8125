//! Selecting several nodes, and what is done to all of them as one step.

use pulumi_designer::tui::MouseKind;

use crate::driver::Session;

fn selected(session: &Session) -> Vec<String> {
    session.state.session().unwrap().selected().iter().map(ToString::to_string).collect()
}

fn auth() -> Session {
    let mut session = Session::preset("auth");
    session.keys("z0/auth.login<enter>zz");
    session
}

#[test]
fn a_rectangle_selects_what_it_touches() {
    let mut session = auth();
    session.keys("v").shows(" SELECT ");
    assert_eq!(selected(&session), ["auth.login"]);
    session.keys("jjjj");
    insta::assert_snapshot!("rectangle", session.screen());
    assert!(selected(&session).len() >= 2, "{:?}", selected(&session));
    session.keys("<esc>");
    assert!(selected(&session).is_empty());
    session.keys("vkkkk<enter>").shows("selected");
    assert!(selected(&session).len() >= 2);
}

#[test]
fn all_of_a_service_is_selected_deleted_and_brought_back_in_one_step() {
    let mut session = auth();
    let before = session.model().clone();
    session.keys("V");
    assert_eq!(selected(&session).len(), before.services["auth"].nodes.len());
    session.keys("d");
    assert!(session.model().services["auth"].nodes.is_empty());
    session.keys("u");
    assert_eq!(*session.model(), before);
}

#[test]
fn several_nodes_move_to_another_service_in_one_step() {
    let mut session = auth();
    let before = session.model().clone();
    session.keys("<space>/auth.register<enter><space>>shared<enter>");
    assert!(session.has("shared.login") && session.has("shared.register") && !session.has("auth.login"));
    assert_eq!(selected(&session), ["shared.login", "shared.register"]);
    assert_eq!(session.flows("shared.api", "shared.login"), ["route"]);
    session.keys("u");
    assert_eq!(session.model().services, before.services);
    assert_eq!(session.model().flows, before.flows);
}

#[test]
fn several_nodes_are_pinned_where_they_stand_in_one_step() {
    let mut session = auth();
    let before = (session.place("auth.login"), session.place("auth.register"));
    session.keys("<space>/auth.register<enter><space>P").shows("2 nodes pinned");
    assert_eq!(session.state.session().unwrap().pins().len(), 2);
    assert_eq!(before.0.x - before.1.x, session.place("auth.login").x - session.place("auth.register").x);
    session.keys("u");
    assert!(session.state.session().unwrap().pins().is_empty());
}

#[test]
fn the_mouse_selects_with_control() {
    let mut session = auth();
    let (login, register) = (session.place("auth.login"), session.place("auth.register"));
    for rect in [login, register] {
        session.mouse(MouseKind::Press, (rect.centre().x, rect.centre().y), true);
        session.mouse(MouseKind::Release, (rect.centre().x, rect.centre().y), true);
    }
    assert_eq!(selected(&session), ["auth.login", "auth.register"]);
    session.keys("<esc>");
    assert!(selected(&session).is_empty());
    let around = login.union(register);
    session.mouse(MouseKind::Press, (around.x - 1, around.y - 1), true);
    session.mouse(MouseKind::Drag, (around.right(), around.bottom()), true);
    session.mouse(MouseKind::Release, (around.right(), around.bottom()), true);
    assert!(selected(&session).len() >= 2, "{:?}", selected(&session));
    session.shows("selected");
}
