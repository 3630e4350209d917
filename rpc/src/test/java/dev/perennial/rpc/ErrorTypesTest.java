package dev.perennial.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

final class ErrorTypesTest {

  private static final ErrorTypes NOVA =
      ErrorTypes.standard()
          .allow(
              NovaStyleException.class,
              "nova.exception",
              "NovaStyle",
              failure -> new NovaStyleException(failure.message()));

  static final class NovaStyleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NovaStyleException(String message) {
      super(message);
    }
  }

  @Test
  void an_allowed_exception_arrives_as_itself_with_what_was_sent() {
    Exception rebuilt = NOVA.rebuild(failure("NovaStyle", "nova.exception"));
    assertInstanceOf(NovaStyleException.class, rebuilt);
    assertEquals("why", rebuilt.getMessage());
    assertInstanceOf(RemoteException.class, rebuilt.getSuppressed()[0]);
  }

  @Test
  void what_is_not_allowed_arrives_as_a_remote_exception() {
    for (RemoteFailure failure :
        List.of(
            failure("NovaStyle", "nova.other"),
            failure("ValueError", "builtins"),
            failure("SystemExit", "builtins"),
            failure("Runtime", "java.lang"))) {
      RemoteException remote = assertInstanceOf(RemoteException.class, NOVA.rebuild(failure));
      assertEquals(failure, remote.failure());
    }
  }

  @Test
  void what_cannot_be_made_of_what_was_sent_arrives_as_a_remote_exception() {
    ErrorTypes picky =
        ErrorTypes.standard()
            .allow(
                NovaStyleException.class,
                "nova.exception",
                "NovaStyle",
                failure -> new NovaStyleException(failure.args().get(5).asString()));
    RemoteFailure failure = failure("NovaStyle", "nova.exception");
    RemoteException remote = assertInstanceOf(RemoteException.class, picky.rebuild(failure));
    assertEquals(failure, remote.failure());
    assertInstanceOf(IndexOutOfBoundsException.class, remote.getSuppressed()[0]);
  }

  @Test
  void a_failure_that_passed_several_servers_keeps_its_first_name() {
    Exception rebuilt = NOVA.rebuild(failure("NovaStyle_Remote", "nova.exception_Remote"));
    assertInstanceOf(NovaStyleException.class, rebuilt);
    RemoteFailure first = failure("E", "m");
    assertSame(first, NOVA.describe(new RemoteException(first)));
  }

  @Test
  void the_old_name_of_a_python_module_is_understood() {
    RemoteException remote = (RemoteException) NOVA.rebuild(failure("ValueError", "exceptions"));
    assertEquals("builtins.ValueError", remote.failure().qualifiedType());
  }

  @Test
  void exceptions_of_the_jdk_have_the_names_of_python() {
    assertEquals("builtins.ValueError", name(new IllegalArgumentException("x")));
    assertEquals("builtins.ValueError", name(new NumberFormatException("x")));
    assertEquals("builtins.KeyError", name(new NoSuchElementException("x")));
    assertEquals("builtins.NotImplementedError", name(new UnsupportedOperationException("x")));
    assertEquals("builtins.TypeError", name(new BadArgumentsException("x")));
    assertEquals("java.lang.IllegalStateException", name(new IllegalStateException("x")));
    assertEquals("nova.exception.NovaStyle", name(new NovaStyleException("x")));
  }

  @Test
  void a_failure_has_the_message_as_its_only_argument_and_a_trace() {
    RemoteFailure described = NOVA.describe(new IllegalStateException());
    assertEquals("", described.message());
    assertEquals("[\"\"]", described.args().toString());
    assertTrue(described.traceback().getFirst().startsWith("java.lang.IllegalStateException"));
  }

  private static String name(Exception error) {
    return NOVA.describe(error).qualifiedType();
  }

  private static RemoteFailure failure(String type, String module) {
    return new RemoteFailure(type, module, "why", List.of("line\n"), List.of(), Map.of());
  }
}
