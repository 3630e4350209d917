package dev.perennial.benchmarks;

import java.util.List;

/// A server that can be measured.
///
/// @param name in tables
/// @param about version and what is on, for the head of a report
/// @param command starts it; it stays in the foreground
/// @param path to ask for
/// @param where it listens
record Server(String name, String about, List<String> command, String path, Where where) {

  Server(String name, String about, List<String> command, Where where) {
    this(name, about, command, "/", where);
  }
}
