/// What tests of programs made with Perennial need.
///
/// [dev.perennial.testing.ConfigOverrides] changes a configuration for the time of a test. A
/// configuration of one group, without files, is made by `Config.of(Group.class).set(…).build()`.
///
/// [dev.perennial.testing.ServiceContract] has the tests that every service passes, to be
/// inherited.
///
/// But for those nothing here needs a test framework: what has to be undone is `AutoCloseable`, so
/// that a `try` or the framework's own clean-up undoes it. No parameter and no result is null
/// anywhere.
package dev.perennial.testing;
