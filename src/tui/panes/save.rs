//! Saving: under the known path, or under one that is asked for.

use std::path::{Path, PathBuf};

use crate::tui::effect::Effect;
use crate::tui::panes::prompt::{Prompt, Question};
use crate::tui::session::Pins;
use crate::tui::state::{AfterSave, State};

/// Saves the design; asks for a path when it has none.
pub(crate) fn save(state: &mut State) -> Vec<Effect> {
    if state.readonly {
        state.complain("This session is for reading only; S saves a copy elsewhere");
        return Vec::new();
    }
    let Some(path) = state.session.as_ref().map(|session| session.path().cloned()) else { return Vec::new() };
    if let Some(path) = path {
        return write(state, path, true);
    }
    save_as(state);
    Vec::new()
}

/// Asks for the path to save under.
pub(crate) fn save_as(state: &mut State) {
    let Some(session) = &state.session else { return };
    let wish = match session.path() {
        Some(path) => path.display().to_string(),
        None => format!("{}.yaml", session.design().name),
    };
    state.show(Prompt::line(SaveAs { taken: None }, &wish));
}

fn write(state: &mut State, path: PathBuf, replace: bool) -> Vec<Effect> {
    let Some(session) = &state.session else { return Vec::new() };
    let saved = session.document.text_to_save();
    let pins_changed = session.pins_changed() || (session.path() != Some(&path) && !session.pins().is_empty());
    let effect = Effect::Save {
        path,
        text: saved.text,
        revision: session.document.revision(),
        pins: session.pins().clone(),
        pins_changed,
        replace,
    };
    state.tell("Saving…");
    vec![effect]
}

/// Takes what became of saving.
pub(crate) fn saved(
    state: &mut State,
    path: PathBuf,
    text: String,
    revision: u64,
    pins: Pins,
    result: Result<(), String>,
) -> Vec<Effect> {
    if let Err(reason) = result {
        state.after_save = AfterSave::Nothing;
        if reason == EXISTS {
            let wish = path.display().to_string();
            state.show(Prompt::line(SaveAs { taken: Some(wish.clone()) }, &wish));
        } else {
            state.complain(format!("Not saved: {reason}"));
        }
        return Vec::new();
    }
    state.tell(format!("Saved {}", path.display()));
    if let Some(session) = &mut state.session {
        session.saved(path, text, revision, pins);
    }
    let mut effects = vec![Effect::DropRecovery];
    if state.quits_after_save() {
        state.quitting = true;
        effects.push(Effect::Quit);
    }
    state.after_save = AfterSave::Nothing;
    effects
}

/// The reason that stands for: there is another file of that name.
pub(crate) const EXISTS: &str = "the file is there already";

/// Whether the path ends like that of a design file.
fn is_yaml(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml")
}

/// The path to save under.
#[derive(Debug)]
struct SaveAs {
    /// A path that is taken; giving it again replaces what is there.
    taken: Option<String>,
}

impl Question for SaveAs {
    fn name(&self) -> &'static str {
        "SAVE AS"
    }

    fn title(&self, _state: &State) -> String {
        "Save the design as".to_owned()
    }

    fn help(&self, _state: &State) -> String {
        match &self.taken {
            Some(path) => {
                format!("There is a file {path} already. Enter once more replaces it; another path keeps it.")
            }
            None => "A path; pinned places go to a canvas file beside it.".to_owned(),
        }
    }

    fn check(&self, _state: &State, text: &str) -> Result<String, String> {
        let path = PathBuf::from(text.trim());
        match path.file_name() {
            None => Err("Type a path with a file name, such as shop.yaml".to_owned()),
            Some(_) if !is_yaml(&path) => Ok(format!("Saves {}.yaml", text.trim())),
            Some(_) if self.taken.as_deref() == Some(text.trim()) => Ok("Replaces the file that is there".to_owned()),
            Some(_) => Ok(String::new()),
        }
    }

    fn accept(&mut self, state: &mut State, text: &str) -> Vec<Effect> {
        let text = text.trim();
        let path = if is_yaml(Path::new(text)) { PathBuf::from(text) } else { PathBuf::from(format!("{text}.yaml")) };
        let same = state.session.as_ref().is_some_and(|session| session.path() == Some(&path));
        write(state, path, same || self.taken.as_deref() == Some(text))
    }
}
