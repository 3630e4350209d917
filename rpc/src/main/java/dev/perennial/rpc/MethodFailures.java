package dev.perennial.rpc;

import dev.perennial.schedule.Failures;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedByInterruptException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/// What is told of methods that failed: to their callers, and to the log of the server.
///
/// Thread-safe.
final class MethodFailures {

  private static final System.Logger LOG = System.getLogger("dev.perennial.rpc");
  private static final String CUT_OFF = "the server was stopped while the method ran";

  // Nobody chains more of them; a chain may be a circle.
  private static final int MOST_CAUSES = 50;

  private final ErrorTypes errors;

  MethodFailures(ErrorTypes errors) {
    this.errors = errors;
  }

  /// What the caller hears.
  ///
  /// @param cutOff whether the server interrupted the method. Its exception need not say so: the
  ///   JDK interrupts without a word, and a call says what it was that waited for its reply
  RemoteFailure describe(Throwable thrown, boolean cutOff) {
    RemoteFailure failure = errors.describe(thrown);
    return cutOff && isOfInterrupt(thrown) ? withReason(failure, thrown) : failure;
  }

  // Type and stack trace are those of what was thrown.
  private static RemoteFailure withReason(RemoteFailure failure, Throwable thrown) {
    boolean silent = thrown instanceof RpcInterruptedException || failure.message().isEmpty();
    String message = silent ? CUT_OFF : CUT_OFF + ": " + failure.message();
    return new RemoteFailure(
        failure.type(),
        failure.module(),
        message,
        failure.traceback(),
        List.of(JsonNodeFactory.instance.stringNode(message)),
        failure.kwargs());
  }

  /// Logs one whose caller hears of it.
  ///
  /// @param method empty if it was not found
  void log(
      RpcContext context,
      RpcRequest request,
      @Nullable RemoteInvocation method,
      Throwable thrown,
      boolean cutOff) {
    context.run(() -> {
      if (cutOff && isOfInterrupt(thrown)) {
        Failures.log(LOG, what(context, request) + ", cut off by the stop of its server,", thrown);
      } else {
        log(what(context, request), request.method(), method, thrown);
      }
    });
  }

  /// Logs one that was cut off and is for another server to run.
  void logGivenBack(RpcContext context, RpcRequest request, Throwable thrown) {
    context.run(() -> {
      String what = what(context, request) + " was cut off and goes to another server";
      if (isOfInterrupt(thrown)) {
        LOG.log(Level.INFO, what);
        LOG.log(Level.DEBUG, what, thrown);
      } else {
        Failures.log(LOG, what + "; it", thrown);
      }
    });
  }

  private static String what(RpcContext context, RpcRequest request) {
    return request.method() + " " + context.requestId().orElse("");
  }

  private static void log(
      String what, String name, @Nullable RemoteInvocation method, Throwable thrown) {
    boolean probe = name.endsWith("_ignore_errors");
    boolean answer = method != null && method.expects(thrown);
    if (answer || probe && thrown instanceof NoSuchRemoteMethodException) {
      logBriefly(Level.DEBUG, what, thrown);
    } else if (isOfOthers(thrown)) {
      logBriefly(Level.WARNING, what, thrown);
    } else {
      Failures.log(LOG, what, thrown);
    }
  }

  // A call that failed elsewhere, or one that should not have come.
  private static boolean isOfOthers(Throwable thrown) {
    return thrown instanceof BadArgumentsException
        || thrown instanceof RpcException && thrown.getCause() == null;
  }

  // Where it was thrown is there for who looks closer.
  private static void logBriefly(Level level, String what, Throwable thrown) {
    String text = what + " failed: " + Failures.inWords(thrown);
    LOG.log(level, text);
    if (LOG.isLoggable(Level.DEBUG)) {
      LOG.log(Level.DEBUG, text, thrown);
    }
  }

  private static boolean isOfInterrupt(Throwable thrown) {
    try {
      Throwable each = thrown;
      for (int i = 0; each != null && i < MOST_CAUSES; i++) {
        if (each instanceof InterruptedException
            || each instanceof RpcInterruptedException
            || each instanceof ClosedByInterruptException) {
          return true;
        }
        each = each.getCause();
      }
      return false;
    } catch (RuntimeException without) {
      return false;
    }
  }
}
