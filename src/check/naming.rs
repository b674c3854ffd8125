//! Rules about naming.
