/// Looks into a process while it serves.
///
/// ```
/// nc ──► BackdoorServer ── PeerCheck ──► Session ──► Commands ──┬─► LiveThreads, ClassHistogram
///                                          └► JavaConsole       │
/// perennial ──► control socket ──► BackdoorExtension ───────────┴─► Profiler ──► CallTree
///                                    └► ProcessReport                   └► PstatsFile, FlameGraph
/// ```
///
/// [Backdoor#initializeIfEnabled] opens what the configuration asks for; [BackdoorExtension] does
/// it in every process of a launched program. Nothing here runs, and no thread exists, before
/// somebody asks.
package dev.perennial.backdoor;
