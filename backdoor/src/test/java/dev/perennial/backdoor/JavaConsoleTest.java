package dev.perennial.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class JavaConsoleTest {

  private static final JavaAccess GRANTED = new JavaAccess.Granted(Duration.ofMinutes(1));
  private static final Duration SHORT = Duration.ofMillis(200);

  private static Config config(String jshell) {
    return Config.forTesting(BackdoorOptions.class, JShellOptions.class)
        .set("backdoor", "jshell", jshell)
        .build();
  }

  private static String refusal(JavaAccess access) {
    return assertThrows(Refusal.class, () -> JavaConsole.open(access)).text();
  }

  @Test
  void it_is_off_unless_it_is_switched_on() {
    JavaAccess unset =
        JavaAccess.onSocket(Config.forTesting(BackdoorOptions.class, JShellOptions.class).build());
    assertEquals("the Java console is off; [backdoor] jshell = true opens it", refusal(unset));
    assertEquals(
        new JavaAccess.Granted(Duration.ofSeconds(30)), JavaAccess.onSocket(config("true")));
  }

  @Test
  void it_is_off_in_a_program_that_does_not_know_the_option() {
    Config config = Config.forTesting(BackdoorOptions.class).build();
    assertTrue(refusal(JavaAccess.onSocket(config)).contains("is off"));
  }

  @Test
  void it_is_never_open_over_tcp() {
    assertTrue(refusal(JavaAccess.OVER_TCP).contains("never over a TCP port"));
  }

  @Test
  void it_runs_java_line_by_line_with_live_objects() throws Exception {
    LiveObjects.bindIfAbsent(config("true"));
    try (JavaConsole console = JavaConsole.open(GRANTED)) {
      assertTrue(console.greeting().contains("config, services"), console::greeting);
      assertEquals("$1 ==> 3", console.run("1 + 2"));
      assertEquals(
          "$2 ==> true", console.run("config == dev.perennial.backdoor.LiveObjects.config()"));
      assertEquals("", console.run("int twice(int x) {"));
      assertEquals(JavaConsole.CONTINUED, console.prompt());
      assertEquals("defined twice", console.run("return 2 * x; }"));
      assertEquals("a ==> 4\nb ==> 6", console.run("int a = twice(2); int b = twice(3);"));
      assertTrue(console.run("int c = nonsense").contains("cannot find symbol"));
      assertEquals(
          "threw java.lang.IllegalStateException: no",
          console.run("throw new IllegalStateException(\"no\")"));
      assertEquals("$3 ==> 10", console.run("a + b"));
      assertEquals("another session has the Java console of this process", refusal(GRANTED));
    }
  }

  @Test
  void a_snippet_that_does_not_end_is_stopped() throws Exception {
    try (JavaConsole console = JavaConsole.open(SHORT, Duration.ofMinutes(1))) {
      assertEquals("did not end within 0 s and was stopped", console.run("while (true);"));
      assertFalse(console.isLost());
    }
  }

  @Test
  void a_snippet_that_does_not_obey_ends_the_console_and_the_next_one_opens() throws Exception {
    try (JavaConsole console = JavaConsole.open(SHORT, SHORT)) {
      String answer = console.run("new java.net.ServerSocket(0).accept()");
      assertEquals(
          "did not end within 0 s and does not obey; its thread goes on, and this console ends",
          answer);
      assertTrue(console.isLost());
    }
    try (JavaConsole console = JavaConsole.open(GRANTED)) {
      assertEquals("$1 ==> 2", console.run("1 + 1"));
    }
  }

  @Test
  void a_snippet_that_would_end_the_process_is_refused() throws Exception {
    try (JavaConsole console = JavaConsole.open(GRANTED)) {
      String refused = "refused: that would end the process; exit ends this console";
      assertEquals(refused, console.run("System.exit(3)"));
      assertEquals(refused, console.run("Runtime.getRuntime().halt(3)"));
      assertEquals(refused, console.run("Stream.of(1).forEach(System::exit)"));
      assertEquals("$1 ==> 2", console.run("1 + 1"));
    }
  }
}
