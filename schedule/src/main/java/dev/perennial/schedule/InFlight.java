package dev.perennial.schedule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// What a process has begun and not ended, for operators who want to know what it is doing
/// (`perennial dump`). Whoever runs requests, calls or tasks says so once:
///
/// ```java
/// final class Calls implements InFlight.Source {
///   void open() {
///     InFlight.ofProcess().add(this);
///   }
/// }
/// ```
///
/// Sources are asked when somebody looks, and not before. For any thread.
public final class InFlight {

  /// Knows of some of the work of this process.
  @FunctionalInterface
  public interface Source {

    /// What is under way at the moment. Called by any thread, beside everything else; it must not
    /// wait.
    ///
    /// @return a copy, in any order
    List<WorkInFlight> inFlight();
  }

  private static final InFlight OF_PROCESS = new InFlight();

  private final ReentrantLock lock = new ReentrantLock();
  // A source that nobody else holds has nothing under way.
  private final Set<Source> sources = Collections.newSetFromMap(new WeakHashMap<>());

  InFlight() {}

  /// The work of this process.
  ///
  /// @return always the same one
  public static InFlight ofProcess() {
    return OF_PROCESS;
  }

  /// Asks a source from now on, for as long as somebody else holds it. Adding it again changes
  /// nothing.
  ///
  /// @param source the object that has the work itself; of a lambda nobody else would hold it
  public void add(Source source) {
    lock.lock();
    try {
      sources.add(source);
    } finally {
      lock.unlock();
    }
  }

  /// All that is under way. A source that fails is logged and left out.
  ///
  /// @return a copy, the oldest first
  public List<WorkInFlight> list() {
    List<WorkInFlight> all = new ArrayList<>();
    sources().forEach(source -> all.addAll(workOf(source)));
    all.sort(Comparator.comparing(WorkInFlight::age).reversed());
    return List.copyOf(all);
  }

  private static List<WorkInFlight> workOf(Source source) {
    try {
      return source.inFlight();
    } catch (RuntimeException failure) {
      Failures.log("asking " + source.getClass().getName() + " what is under way", failure);
      return List.of();
    }
  }

  private List<Source> sources() {
    lock.lock();
    try {
      return List.copyOf(sources);
    } finally {
      lock.unlock();
    }
  }
}
