package dev.perennial.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `posix_spawn` of glibc, used directly because `ProcessBuilder` closes every descriptor from 3 up
/// in the child and offers neither sessions nor signal masks.
final class PosixSpawn {

  private static final short SETSIGDEF = 0x04;
  private static final short SETSIGMASK = 0x08;
  private static final short SETSID = 0x80;
  private static final int O_RDONLY = 0;

  // Sizes of the opaque types in glibc: 80, 336 and 128 bytes.
  private static final long FILE_ACTIONS_SIZE = 128;
  private static final long ATTRIBUTES_SIZE = 384;
  private static final long SIGSET_SIZE = 128;

  // Descriptors are first copied up here, so that giving one child number 3 cannot overwrite the
  // source of its number 4.
  private static final int ABOVE_ALL_TARGETS = 200;
  private static final int FIRST_EXTRA = 3;

  private static final NativeFunction SPAWN =
      function("posix_spawn", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
  private static final NativeFunction ACTIONS_INIT =
      function("posix_spawn_file_actions_init", ADDRESS);
  private static final NativeFunction ACTIONS_DESTROY =
      function("posix_spawn_file_actions_destroy", ADDRESS);
  private static final NativeFunction ADD_DUP2 =
      function("posix_spawn_file_actions_adddup2", ADDRESS, JAVA_INT, JAVA_INT);
  private static final NativeFunction ADD_OPEN =
      function("posix_spawn_file_actions_addopen", ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
  private static final NativeFunction ADD_CLOSEFROM =
      function("posix_spawn_file_actions_addclosefrom_np", ADDRESS, JAVA_INT);
  private static final NativeFunction ATTRIBUTES_INIT = function("posix_spawnattr_init", ADDRESS);
  private static final NativeFunction ATTRIBUTES_DESTROY =
      function("posix_spawnattr_destroy", ADDRESS);
  private static final NativeFunction SET_FLAGS =
      function("posix_spawnattr_setflags", ADDRESS, JAVA_SHORT);
  private static final NativeFunction SET_DEFAULT_SIGNALS =
      function("posix_spawnattr_setsigdefault", ADDRESS, ADDRESS);
  private static final NativeFunction SET_SIGNAL_MASK =
      function("posix_spawnattr_setsigmask", ADDRESS, ADDRESS);

  private PosixSpawn() {}

  static long spawn(ChildProgram program) throws IOException {
    List<Integer> sources = new ArrayList<>();
    try (Arena arena = Arena.ofConfined()) {
      for (int descriptor : program.descriptors()) {
        sources.add(LibC.duplicateAbove(descriptor, ABOVE_ALL_TARGETS));
      }
      MemorySegment actions = arena.allocate(FILE_ACTIONS_SIZE, 16);
      MemorySegment attributes = arena.allocate(ATTRIBUTES_SIZE, 16);
      ACTIONS_INIT.callReturningError(actions);
      ATTRIBUTES_INIT.callReturningError(attributes);
      try {
        placeDescriptors(arena, actions, sources, program.stdinIsFirst());
        cleanSignals(arena, attributes);
        MemorySegment pid = arena.allocate(JAVA_INT);
        SPAWN.callReturningError(
            pid,
            arena.allocateFrom(program.command().getFirst()),
            actions,
            attributes,
            strings(arena, program.command()),
            strings(arena, assignments(program.environment())));
        return pid.get(JAVA_INT, 0);
      } finally {
        ACTIONS_DESTROY.callReturningError(actions);
        ATTRIBUTES_DESTROY.callReturningError(attributes);
      }
    } finally {
      for (int source : sources) {
        LibC.close(source);
      }
    }
  }

  private static void placeDescriptors(
      Arena arena, MemorySegment actions, List<Integer> sources, boolean stdinIsFirst)
      throws IOException {
    int target = FIRST_EXTRA;
    boolean stdinOpen = !stdinIsFirst || sources.isEmpty();
    if (stdinOpen) {
      ADD_OPEN.callReturningError(actions, 0, arena.allocateFrom("/dev/null"), O_RDONLY, 0);
    }
    for (int source : sources) {
      ADD_DUP2.callReturningError(actions, source, stdinOpen ? target++ : 0);
      stdinOpen = true;
    }
    ADD_CLOSEFROM.callReturningError(actions, target);
  }

  private static void cleanSignals(Arena arena, MemorySegment attributes) throws IOException {
    MemorySegment none = arena.allocate(SIGSET_SIZE, 8);
    MemorySegment all = arena.allocate(SIGSET_SIZE, 8).fill((byte) 0xff);
    SET_SIGNAL_MASK.callReturningError(attributes, none);
    SET_DEFAULT_SIGNALS.callReturningError(attributes, all);
    SET_FLAGS.callReturningError(attributes, (short) (SETSIGDEF | SETSIGMASK | SETSID));
  }

  private static List<String> assignments(Map<String, String> environment) {
    return environment.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
  }

  private static MemorySegment strings(Arena arena, List<String> texts) {
    MemorySegment array = arena.allocate(ADDRESS, texts.size() + 1L);
    for (int i = 0; i < texts.size(); i++) {
      array.setAtIndex(ADDRESS, i, arena.allocateFrom(texts.get(i)));
    }
    return array;
  }

  private static NativeFunction function(
      String name, java.lang.foreign.MemoryLayout... parameters) {
    return new NativeFunction(name, FunctionDescriptor.of(JAVA_INT, parameters));
  }
}
