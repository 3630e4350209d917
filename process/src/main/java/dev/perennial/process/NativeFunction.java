package dev.perennial.process;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One function of the C library, linked when it is first called.
///
/// Thread-safe.
final class NativeFunction {

  private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();

  private final String name;
  private final FunctionDescriptor descriptor;
  private final List<Linker.Option> options;
  // Written at most twice by racing first callers, with handles that do the same.
  private volatile Optional<MethodHandle> handle = Optional.empty();

  NativeFunction(String name, FunctionDescriptor descriptor) {
    this(name, descriptor, List.of());
  }

  private NativeFunction(String name, FunctionDescriptor descriptor, List<Linker.Option> options) {
    this.name = name;
    this.descriptor = descriptor;
    this.options = options;
  }

  static NativeFunction variadic(String name, FunctionDescriptor descriptor, int firstVariadic) {
    return new NativeFunction(
        name, descriptor, List.of(Linker.Option.firstVariadicArg(firstVariadic)));
  }

  /// Where a function of the C library is.
  static long addressOf(String name) {
    return Linker.nativeLinker().defaultLookup().findOrThrow(name).address();
  }

  /// Calls a function whose result is an int, -1 for an error in `errno`; repeats it when a signal
  /// interrupted it.
  int callInt(Object... arguments) throws IOException {
    return ((Number) call(arguments)).intValue();
  }

  /// The same for a function whose result is a long.
  long callLong(Object... arguments) throws IOException {
    return ((Number) call(arguments)).longValue();
  }

  /// Calls a function that returns its error number instead of setting `errno`.
  void callReturningError(Object... arguments) throws IOException {
    int error = ((Number) invoke(MemorySegment.NULL, arguments)).intValue();
    if (error != 0) {
      throw new SystemCallException(name, error);
    }
  }

  private Object call(Object... arguments) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CALL_STATE);
      while (true) {
        Object result = invoke(state, arguments);
        if (((Number) result).longValue() != -1) {
          return result;
        }
        int error = state.get(ValueLayout.JAVA_INT, 0);
        if (error != LibC.EINTR) {
          throw new SystemCallException(name, error);
        }
      }
    }
  }

  private Object invoke(MemorySegment state, Object[] arguments) {
    List<Object> all = new ArrayList<>();
    if (!state.equals(MemorySegment.NULL)) {
      all.add(state);
    }
    all.addAll(List.of(arguments));
    try {
      return linked(!state.equals(MemorySegment.NULL)).invokeWithArguments(all);
    } catch (RuntimeException | Error failure) {
      throw failure;
    } catch (Throwable impossible) {
      throw new IllegalStateException("a native call cannot throw", impossible);
    }
  }

  @SuppressWarnings("restricted") // native access is what this class is for
  private MethodHandle linked(boolean capturesErrno) {
    Optional<MethodHandle> known = handle;
    if (known.isPresent()) {
      return known.get();
    }
    List<Linker.Option> all = new ArrayList<>(options);
    if (capturesErrno) {
      all.add(Linker.Option.captureCallState("errno"));
    }
    MethodHandle linked =
        Linker.nativeLinker()
            .downcallHandle(
                Linker.nativeLinker().defaultLookup().findOrThrow(name),
                descriptor,
                all.toArray(Linker.Option[]::new));
    handle = Optional.of(linked);
    return linked;
  }
}
