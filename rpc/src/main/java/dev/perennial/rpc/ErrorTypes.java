package dev.perennial.rpc;

import dev.perennial.schedule.Failures;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// How exceptions travel: which name an exception of a server gets on the wire, and which names a
/// client turns back into exceptions.
///
/// Only what is allowed here is ever made from a name that came from outside; every other failure
/// arrives as [RemoteException]. Some exceptions of the JDK travel under the names of Python's own
/// (`ValueError` for [IllegalArgumentException]), so that a Python caller can catch them.
///
/// Immutable.
public final class ErrorTypes {

  static final String DISPATCHER = "oslo_messaging.rpc.dispatcher";

  private static final ErrorTypes STANDARD = standardTypes();

  private final Map<Class<?>, Name> names;
  private final Map<Name, Function<RemoteFailure, ? extends Exception>> factories;

  // The methods by hand: those of a record would be made by the JVM at every start, as the first
  // ones of their kind.
  private record Name(String module, String type) {

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Name name && module.equals(name.module) && type.equals(name.type);
    }

    @Override
    public int hashCode() {
      return 31 * module.hashCode() + type.hashCode();
    }
  }

  private ErrorTypes(
      Map<Class<?>, Name> names,
      Map<Name, Function<RemoteFailure, ? extends Exception>> factories) {
    this.names = Map.copyOf(names);
    this.factories = Map.copyOf(factories);
  }

  /// The names of the JDK's exceptions on the wire; a client makes none of them.
  ///
  /// @return always the same object
  public static ErrorTypes standard() {
    return STANDARD;
  }

  /// The same with one more exception in both directions, under its own package and class.
  ///
  /// @param type the exception
  /// @param factory makes it from what came
  /// @param <E> the exception
  /// @return the changed types
  public <E extends Exception> ErrorTypes allow(Class<E> type, Function<RemoteFailure, E> factory) {
    return allow(type, type.getPackageName(), type.getSimpleName(), factory);
  }

  /// The same with one more exception in both directions.
  ///
  /// @param type the exception
  /// @param module its module on the wire, such as `tacker.common.exceptions`
  /// @param name its class on the wire, such as `VnfNotFound`
  /// @param factory makes it from what came
  /// @param <E> the exception
  /// @return the changed types
  public <E extends Exception> ErrorTypes allow(
      Class<E> type, String module, String name, Function<RemoteFailure, E> factory) {
    Map<Class<?>, Name> moreNames = new HashMap<>(names);
    Map<Name, Function<RemoteFailure, ? extends Exception>> more = new HashMap<>(factories);
    moreNames.put(type, new Name(module, name));
    more.put(new Name(module, name), factory);
    return new ErrorTypes(moreNames, more);
  }

  /// How an exception travels.
  ///
  /// @param error what a method threw
  /// @return its wire form; an exception that came from another server keeps the name it had there
  RemoteFailure describe(Throwable error) {
    if (error instanceof RemoteException remote) {
      return remote.failure();
    }
    Name name = nameOf(error.getClass());
    try {
      String message = error.getMessage() == null ? "" : error.getMessage();
      return failure(name, message, trace(error));
    } catch (Throwable unprintable) {
      // Its caller waits for an answer all the same.
      return failure(name, Failures.inWords(error), List.of());
    }
  }

  private static RemoteFailure failure(Name name, String message, List<String> trace) {
    List<JsonNode> args = List.of(JsonNodeFactory.instance.stringNode(message));
    return new RemoteFailure(name.type, name.module, message, trace, args, Map.of());
  }

  /// The exception for what a server sent.
  Exception rebuild(RemoteFailure sent) {
    RemoteFailure failure = withoutRemoteSuffix(sent);
    if (failure.module().equals(DISPATCHER)) {
      switch (failure.type()) {
        case "NoSuchMethod" -> {
          return new NoSuchRemoteMethodException(failure);
        }
        case "UnsupportedVersion" -> {
          return new UnsupportedVersionException(failure);
        }
        default -> {}
      }
    }
    Function<RemoteFailure, ? extends Exception> factory =
        factories.get(new Name(failure.module(), failure.type()));
    if (factory == null) {
      return new RemoteException(failure);
    }
    RemoteException remote = new RemoteException(failure);
    try {
      Exception rebuilt = factory.apply(failure);
      rebuilt.addSuppressed(remote);
      return rebuilt;
    } catch (RuntimeException misfit) {
      // Such as for an argument that was not sent: what happened there is worth more than that.
      remote.addSuppressed(misfit);
      return remote;
    }
  }

  private Name nameOf(Class<?> type) {
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      Name name = names.get(each);
      if (name != null) {
        return name;
      }
    }
    return new Name(type.getPackageName(), type.getSimpleName());
  }

  private static RemoteFailure withoutRemoteSuffix(RemoteFailure sent) {
    String suffix = "_Remote";
    String module = sent.module().equals("exceptions") ? "builtins" : sent.module();
    String type = sent.type();
    if (type.endsWith(suffix) && module.endsWith(suffix)) {
      type = type.substring(0, type.length() - suffix.length());
      module = module.substring(0, module.length() - suffix.length());
    }
    return new RemoteFailure(
        type, module, sent.message(), sent.traceback(), sent.args(), sent.kwargs());
  }

  private static List<String> trace(Throwable error) {
    List<String> lines = new ArrayList<>();
    lines.add(error + "\n");
    for (StackTraceElement frame : error.getStackTrace()) {
      if (frame.getClassName().startsWith("dev.perennial.rpc.RemoteInvocation")) {
        break;
      }
      lines.add("  at " + frame + "\n");
    }
    return lines;
  }

  private static ErrorTypes standardTypes() {
    String python = "builtins";
    return new ErrorTypes(
        Map.of(
            IllegalArgumentException.class, new Name(python, "ValueError"),
            NoSuchElementException.class, new Name(python, "KeyError"),
            IndexOutOfBoundsException.class, new Name(python, "IndexError"),
            TimeoutException.class, new Name(python, "TimeoutError"),
            UnsupportedOperationException.class, new Name(python, "NotImplementedError"),
            SecurityException.class, new Name(python, "PermissionError"),
            ArithmeticException.class, new Name(python, "ArithmeticError"),
            BadArgumentsException.class, new Name(python, "TypeError")),
        Map.of());
  }
}
