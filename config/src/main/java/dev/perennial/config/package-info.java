/// The configuration of a program: options are the components of records, values come from INI
/// files and the command line, and a running program always reads one immutable snapshot.
///
/// Three files to read first:
///
/// 1. [dev.perennial.config.ConfigBuilder]: how a program says what it can be told, and loads it;
/// 2. [dev.perennial.config.Config]: what it reads afterwards, and how a reload is prepared and
///    committed;
/// 3. `Resolver`: how raw text becomes typed values and records, with every error collected.
///
/// The road of a value, one way:
///
/// ```
/// files     -> IniReader      \
///                              RawValue -> ConfigSnapshot -> Resolver -> record -> Config.get
/// arguments -> ArgumentParser /
/// ```
///
/// Threads. Builders belong to one thread. Everything else that is public is immutable, or is a
/// [dev.perennial.config.Config], whose whole state is one volatile reference to an immutable
/// object: any thread may read, prepare and commit at any time. Readers take no lock, and none sees
/// a half-switched configuration. Commits come one after the other; the listeners of a change run
/// on the thread that commits, after the switch. The constructors of option records and the checks
/// of a change run on the thread that loads or prepares.
///
/// No parameter and no result is null anywhere.
package dev.perennial.config;
