//! The program: hands its arguments to the library and exits with the code it gives.

use std::process::ExitCode;

fn main() -> ExitCode {
    pulumi_designer::cli::run(std::env::args_os())
}
