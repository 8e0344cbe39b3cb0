//! Policy documents, typed until they are printed: who may do what ([`iam`]), and what is backed up when ([`backup`]).
//!
//! A document knows its language and nothing of who needs it; generators ask for documents.

pub mod backup;
pub mod iam;
