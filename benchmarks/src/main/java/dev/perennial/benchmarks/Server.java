package dev.perennial.benchmarks;

import java.util.List;

/// A server that can be measured.
///
/// @param name in tables
/// @param about version and what is on, for the head of a report
/// @param command starts it; it stays in the foreground
/// @param path to ask for
record Server(String name, String about, List<String> command, String path) {

  Server(String name, String about, List<String> command) {
    this(name, about, command, "/");
  }
}
