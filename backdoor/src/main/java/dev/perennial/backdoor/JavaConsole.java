package dev.perennial.backdoor;

import java.io.File;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/// Java, run line by line in this process, with `config`, `services` and `launcher` bound to its
/// live objects. A process has one at a time: a compiler takes memory.
///
/// One thread uses it. A snippet runs on a thread of its own, which is stopped when it is late; one
/// that does not obey is left behind, and with it this console.
final class JavaConsole implements AutoCloseable {

  static final String PROMPT = "java> ";
  static final String CONTINUED = " ...> ";

  private static final Semaphore PLACE = new Semaphore(1);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
  private static final Duration STOP_AGAIN = Duration.ofMillis(100);
  private static final String OBJECTS = LiveObjects.class.getName();

  private static final List<String> START =
      List.of(
          "import java.util.*;",
          "import java.util.stream.*;",
          "import java.time.*;",
          "import java.nio.file.*;",
          "var config = " + OBJECTS + ".config();",
          "var services = " + OBJECTS + ".services();");

  private final Duration limit;
  private final Duration stopLimit;
  private final SnippetExecution execution = new SnippetExecution();
  private final JShell shell;
  private String unfinished = "";
  private boolean lost;

  private JavaConsole(Duration limit, Duration stopLimit) {
    this.limit = limit;
    this.stopLimit = stopLimit;
    this.shell = JShell.builder().executionEngine(execution.asProvider(), Map.of()).build();
    classPath().forEach(shell::addToClasspath);
    START.forEach(shell::eval);
    LiveObjects.launcher().ifPresent(launcher -> shell.eval(launcherAs(launcher.getClass())));
  }

  /// @throws Refusal if sessions may not run Java, or another one does
  static JavaConsole open(JavaAccess access) {
    return switch (access) {
      case JavaAccess.Refused(String why) -> throw new Refusal(why);
      case JavaAccess.Granted(Duration limit) -> open(limit, STOP_LIMIT);
    };
  }

  /// @param limit how long a snippet may take
  /// @param stopLimit how long it may go on after it was stopped
  static JavaConsole open(Duration limit, Duration stopLimit) {
    if (!PLACE.tryAcquire()) {
      throw new Refusal("another session has the Java console of this process");
    }
    boolean opened = false;
    try {
      JavaConsole console = new JavaConsole(limit, stopLimit);
      opened = true;
      return console;
    } finally {
      if (!opened) {
        PLACE.release();
      }
    }
  }

  private static Stream<String> classPath() {
    return Stream.of("java.class.path", "jdk.module.path")
        .flatMap(name -> Stream.of(System.getProperty(name, "").split(File.pathSeparator)))
        .filter(entry -> !entry.isEmpty());
  }

  // With its own type, so that its methods can be called.
  private static String launcherAs(Class<?> type) {
    String name = Modifier.isPublic(type.getModifiers()) ? type.getCanonicalName() : null;
    return "var launcher = ("
        + Optional.ofNullable(name).orElse("Object")
        + ") "
        + OBJECTS
        + ".launcher().orElseThrow();";
  }

  String prompt() {
    return unfinished.isEmpty() ? PROMPT : CONTINUED;
  }

  /// Whether a snippet could not be stopped, so that this console is of no use any more.
  boolean isLost() {
    return lost;
  }

  /// Runs what is complete with this line, and keeps the rest for the next one.
  ///
  /// @return what came of it; empty if nothing is to be said
  String run(String line) throws InterruptedException {
    String text = unfinished.isEmpty() ? line : unfinished + "\n" + line;
    unfinished = "";
    StringBuilder answers = new StringBuilder();
    while (!text.isBlank() && !lost) {
      CompletionInfo info = shell.sourceCodeAnalysis().analyzeCompletion(text);
      if (info.completeness().isComplete()) {
        answers.append(evaluated(Optional.ofNullable(info.source()).orElse(text))).append('\n');
        text = Optional.ofNullable(info.remaining()).orElse("");
      } else {
        keep(text);
        text = "";
      }
    }
    return answers.toString().strip();
  }

  private void keep(String text) {
    if (text.length() > Connection.MAX_LINE) {
      throw new Refusal("a snippet has at most " + Connection.MAX_LINE + " characters");
    }
    unfinished = text;
  }

  private String evaluated(String source) throws InterruptedException {
    FutureTask<List<SnippetEvent>> task = new FutureTask<>(() -> shell.eval(source));
    start(task);
    try {
      List<SnippetEvent> events = task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return execution.takeRefused()
          ? "refused: that would end the process; exit ends this console"
          : SnippetText.of(shell, events);
    } catch (TimeoutException late) {
      return stopped(task);
    } catch (ExecutionException failure) {
      return "failed: " + failure.getCause();
    }
  }

  private String stopped(FutureTask<List<SnippetEvent>> task) throws InterruptedException {
    String said = "did not end within " + limit.toSeconds() + " s and ";
    Thread stopper = start(() -> stopUntilDone(task));
    try {
      task.get(stopLimit.toMillis(), TimeUnit.MILLISECONDS);
      return said + "was stopped";
    } catch (ExecutionException failure) {
      return said + "was stopped: " + failure.getCause();
    } catch (TimeoutException stubborn) {
      lost = true;
      return said + "does not obey; its thread goes on, and this console ends";
    } finally {
      stopper.interrupt();
    }
  }

  // What is only being compiled when it is late begins to run after it was stopped for the first
  // time.
  private void stopUntilDone(FutureTask<?> task) {
    try {
      while (!task.isDone()) {
        shell.stop();
        Thread.sleep(STOP_AGAIN);
      }
    } catch (InterruptedException givenUp) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread start(Runnable work) {
    return Thread.ofPlatform().name("backdoor-java").daemon(true).start(work);
  }

  @Override
  public void close() {
    PLACE.release();
    shell.close();
  }

  /// Names that are bound, for who begins.
  String greeting() {
    return "Java in this process, with "
        + shell.variables().map(variable -> variable.name()).collect(Collectors.joining(", "))
        + "; a line may take "
        + limit.toSeconds()
        + " s; exit leaves it. System.out is that of the process.";
  }
}
