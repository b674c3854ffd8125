//! Rules about data.
