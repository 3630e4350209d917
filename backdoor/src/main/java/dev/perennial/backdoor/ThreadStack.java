package dev.perennial.backdoor;

import java.util.List;

/// A thread at one moment.
///
/// @param id of the thread
/// @param name may be empty, as that of most virtual threads
/// @param isVirtual whether it is a virtual thread
/// @param state as in [Thread.State]
/// @param frames innermost first, such as `java.base/java.lang.Thread.run(Thread.java:1474)`
/// @param locks what it waits for and what it holds, such as `- waiting on <java.lang.Object@1f>`
record ThreadStack(
    long id,
    String name,
    boolean isVirtual,
    String state,
    List<String> frames,
    List<String> locks) {

  ThreadStack {
    frames = List.copyOf(frames);
    locks = List.copyOf(locks);
  }

  /// The part of the program that it belongs to: its name without numbers.
  String owner() {
    String owner = name.replaceAll("[-#@ ]*\\d+", "").strip();
    return owner.isEmpty() ? "unnamed" : owner;
  }
}
