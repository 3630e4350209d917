/// What a program needs of the operating system: signals, child processes, listening sockets,
/// systemd.
///
/// The only module with native calls, all through the foreign function API; Linux.
@org.jspecify.annotations.NullMarked
module dev.perennial.process {
  requires static org.jspecify;
  requires transitive dev.perennial.service;
  requires jdk.unsupported;

  exports dev.perennial.process;
}
