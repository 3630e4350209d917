/// Tests with real processes, signals and sockets.
///
/// ```
/// test JVM                                            program under test (a JVM of its own)
///   XyzTest ── Programs ── Program ── control, kill ──► TestProgram: supervisor ── workers
///     │                      └─ ProcFs: what the kernel says of its processes       ▲
///     └────── Load ── LoadClient… ── LoadConnection: raw bytes ─────────────────────┘
/// ```
///
/// Read `ReloadUnderLoadTest` first: a scenario, the load on it and what is asserted. `Load` is the
/// driver, `Outcome` the classes in which its requests end, `TestProgram` what is tested. Fault
/// cases carry their number in the name of the class.
///
/// A scenario has a quick form, which runs with every change, and a full form (`Form`), which
/// `tests/full NAME` runs. Every scenario prints one line that begins with `SUMMARY`.
package dev.perennial.tests.system;
