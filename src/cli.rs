//! The commands: one file each, all of them without a screen but the session.
//!
//! Results go to standard output and messages to standard error. Nothing here knows how a design is checked, lowered or
//! drawn; the rooms before do.

mod access;
mod config;
mod console;
mod docs;
mod exit;
mod explain;
mod export;
mod graph_file;
mod input;
mod layout;
mod new;
mod presets;
mod render;
mod schema;
mod session;
mod translate;
mod validate;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Args, CommandFactory as _, Parser, Subcommand, ValueEnum};

use console::Console;
use exit::Exit;

/// Design serverless systems on a canvas in the terminal; export Pulumi programs.
#[derive(Debug, Parser)]
#[command(
    name = "pulumi-designer",
    version,
    max_term_width = 100,
    override_usage = "pulumi-designer [OPTIONS] [FILE]\n       pulumi-designer [OPTIONS] <COMMAND>",
    subcommand_help_heading = "Commands",
    after_help = "\
Examples:
  pulumi-designer                          Start with a preset, a recent file or an empty canvas
  pulumi-designer shop.yaml                Open a design
  pulumi-designer --preset orders          Start from a preset
  pulumi-designer validate shop.yaml       Check a design, in a pipeline say
  pulumi-designer export shop.yaml --out infra
                                           Write its Pulumi program into a folder
  pulumi-designer render shop.yaml         Draw a design without a session

In the session, F1 or ? shows every key. `pulumi-designer help COMMAND` says more about a command."
)]
struct Arguments {
    #[command(flatten)]
    global: Global,
    #[command(flatten)]
    session: session::Session,
    #[command(subcommand)]
    command: Option<Command>,
}

/// How everything looks.
#[derive(Debug, Args)]
struct Global {
    /// When to use colours; `NO_COLOR` in the environment means never
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN", help_heading = "Looks")]
    color: Colour,
    /// Draw with ASCII characters only
    #[arg(long, global = true, help_heading = "Looks")]
    ascii: bool,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Colour {
    /// On a terminal.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    New(new::New),
    Presets(presets::Presets),
    Validate(validate::Validate),
    Explain(explain::Explain),
    Export(export::Export),
    Access(access::Access),
    Translate(translate::Translate),
    Render(render::Render),
    Layout(layout::Layout),
    Schema(schema::Schema),
    Docs(docs::Docs),
}

/// What a command does.
trait Run {
    /// Does it. Errors are what a person could not foresee; they are shown, and the exit code says so.
    fn run(&self, console: &Console) -> anyhow::Result<Exit>;
}

impl Command {
    fn as_run(&self) -> &dyn Run {
        match self {
            Self::New(command) => command,
            Self::Presets(command) => command,
            Self::Validate(command) => command,
            Self::Explain(command) => command,
            Self::Export(command) => command,
            Self::Access(command) => command,
            Self::Translate(command) => command,
            Self::Render(command) => command,
            Self::Layout(command) => command,
            Self::Schema(command) => command,
            Self::Docs(command) => command,
        }
    }
}

/// Runs the program with these arguments, of which the first is the program's own name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are no errors. When nobody reads them any more, that is fine too.
            let _ = error.print();
            return if error.use_stderr() { Exit::Unreadable.into() } else { Exit::Success.into() };
        }
    };
    if arguments.command.is_some() && !arguments.session.is_empty() {
        let mut command = Arguments::command();
        let message = "a file or --preset before a command opens nothing; give it after the command";
        let _ = command.error(clap::error::ErrorKind::ArgumentConflict, message).print();
        return Exit::Unreadable.into();
    }
    let console = Console::new(&arguments.global);
    let command: &dyn Run = arguments.command.as_ref().map_or(&arguments.session, Command::as_run);
    match command.run(&console) {
        Ok(exit) => exit.into(),
        Err(error) if console::is_broken_pipe(&error) => Exit::Success.into(),
        Err(error) => {
            console.error(&error);
            Exit::Unreadable.into()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_are_well_formed() {
        Arguments::command().debug_assert();
    }
}
