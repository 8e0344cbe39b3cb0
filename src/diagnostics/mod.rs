//! What is wrong with a spec, as data, and the printers of it.
