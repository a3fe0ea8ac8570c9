//! What the program does, shown through its public surface: small sites in memory or in a temporary
//! folder, and the real one of this repository.

mod apparatus;
mod architecture;
mod cards;
mod citations;
mod cli;
mod content;
mod corpus;
mod diagnostics;
mod downloads;
mod glance;
mod init;
mod languages;
mod memo;
mod mentions;
mod names;
mod outline;
mod pages;
mod publish;
mod readme;
mod real;
mod serve;
mod site;
mod structured_data;
mod theme;
