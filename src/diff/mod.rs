//! Placeholder of the module's story.
