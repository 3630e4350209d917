package dev.perennial.tests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Group;
import dev.perennial.config.Inline;
import dev.perennial.config.Opt;
import dev.perennial.config.OptionProvider;
import dev.perennial.config.Secret;
import dev.perennial.launcher.RestartMethod;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirDeletionStrategy.IgnoreFailures;

/// Plants a marker in every secret option of every module, lets a program run, change and fail with
/// it, asks every tool, and looks for it in all that comes out.
@Timeout(300)
class PlantedSecretTest {

  private static final String MARKER = "hunter2marker";
  private static final String NUMBER = "8675309";
  private static final Pattern DUMPED = Pattern.compile("database.connection +.*\\*{4}");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir(deletionStrategy = IgnoreFailures.class)
  private Path directory;

  private Process program;
  private final Map<String, String> shown = new LinkedHashMap<>();

  @AfterEach
  void close() throws InterruptedException {
    if (program != null) {
      program.descendants().forEach(ProcessHandle::destroyForcibly);
      program.destroyForcibly().waitFor();
    }
  }

  /// The secret options of all modules, as `section/name`.
  private static List<String> secrets() {
    List<String> secrets = new ArrayList<>();
    for (Class<? extends Record> group : SecretsProgram.groups()) {
      addSecrets(group.getAnnotation(Group.class).value(), group, secrets);
    }
    return secrets.stream().distinct().toList();
  }

  private static void addSecrets(String section, Class<?> record, List<String> secrets) {
    for (RecordComponent component : record.getRecordComponents()) {
      if (component.isAnnotationPresent(Inline.class)) {
        addSecrets(section, component.getType(), secrets);
      } else if (component.getAnnotation(Opt.class).secret()
          || component.getGenericType().getTypeName().contains(Secret.class.getName())) {
        secrets.add(section + "/" + Perennial.name(component));
      }
    }
  }

  /// A configuration of the program with a marker in each secret.
  private Path file(int round, String phrase) throws IOException {
    Map<String, String> vault = new LinkedHashMap<>(Map.of("token", MARKER, "pin", NUMBER));
    vault.put("keys", MARKER + "-key");
    vault.put("round", Integer.toString(round));
    vault.put("phrase", phrase);
    Map<String, Map<String, String>> sections = sections();
    sections.put("vault", vault);
    return write("program.conf", sections);
  }

  /// The same without the options of the program itself.
  private Map<String, Map<String, String>> sections() {
    Map<String, Map<String, String>> sections = new TreeMap<>();
    for (String secret : secrets()) {
      int slash = secret.indexOf('/');
      String option = secret.substring(slash + 1);
      sections
          .computeIfAbsent(secret.substring(0, slash), _ -> new LinkedHashMap<>())
          .put(
              option,
              (option.equals("connection") ? "postgresql" : "rabbit")
                  + "://user:"
                  + MARKER
                  + "@127.0.0.1:1/d");
    }
    Map<String, String> main = sections.computeIfAbsent("DEFAULT", _ -> new LinkedHashMap<>());
    main.put("debug", "true");
    main.put("use_stderr", "true");
    main.put("log_file", directory.resolve("log/secrets.log").toString());
    sections.put(
        "launcher", Map.of("state_dir", directory.resolve("s").toString(), "aot_cache", "false"));
    return sections;
  }

  private Path write(String name, Map<String, Map<String, String>> sections) throws IOException {
    StringBuilder text = new StringBuilder();
    sections.forEach((section, options) -> {
      text.append('[').append(section).append("]\n");
      options.forEach(
          (option, value) -> text.append(option).append(" = ").append(value).append('\n'));
    });
    Path draft = Files.writeString(directory.resolve("draft"), text);
    return Files.move(draft, directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  private static ProcessBuilder java(List<String> command) {
    List<String> all =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path")));
    all.addAll(command);
    return new ProcessBuilder(all).redirectErrorStream(true).redirectInput(new File("/dev/null"));
  }

  private void start(Path file, RestartMethod method) throws Exception {
    Files.createDirectories(directory.resolve("log"));
    ProcessBuilder builder =
        java(
            List.of(
                SecretsProgram.class.getName(),
                "--config-file=" + file,
                "--vault-keys=" + MARKER + "-argument",
                "--transport-url",
                "rabbit://user:" + MARKER + "@127.0.0.1:2/"));
    builder.environment().put("OS_VAULT__PIN", NUMBER);
    builder.environment().put(SecretsProgram.RESTART_METHOD, method.name());
    program = builder.redirectOutput(directory.resolve("output.log").toFile()).start();
    awaitOutput("all services are ready");
  }

  private void awaitOutput(String part) throws Exception {
    Waiting.until(
        "'" + part + "' in the output",
        PATIENCE,
        () -> {
          assertTrue(program.isAlive(), () -> "the program has ended: " + text("output.log"));
          return text("output.log").contains(part);
        });
  }

  private String text(String name) {
    try {
      return Files.readString(directory.resolve(name), StandardCharsets.ISO_8859_1);
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  /// Runs `perennial` and keeps what it prints.
  private String perennial(int status, String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("dev.perennial.cli.PerennialCommand"));
    command.addAll(List.of(words));
    Path output = directory.resolve("tool");
    Process tool = java(command).redirectOutput(output.toFile()).start();
    assertTrue(
        tool.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), () -> command + " did not end");
    String text = text("tool");
    assertEquals(status, tool.exitValue(), () -> command + ": " + text);
    shown.put(String.join(" ", words), text);
    return text;
  }

  private String[] withNamespaces(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    for (OptionProvider provider : ServiceLoader.load(OptionProvider.class)) {
      if (!(provider instanceof NovaLike)) {
        all.add("--namespace=" + provider.namespace());
      }
    }
    return all.toArray(String[]::new);
  }

  private void hangUp(String expected) throws Exception {
    RunningOrchestrator.signal(program.pid(), "HUP");
    awaitOutput(expected);
  }

  @Test
  void a_secret_of_any_module_appears_in_no_log_change_error_or_tool() throws Exception {
    assertTrue(secrets().containsAll(List.of("DEFAULT/transport_url", "database/connection")));
    Path file = file(1, MARKER + "-one");
    start(file, RestartMethod.MUTATE);

    // A heap dump would hold them all; nobody makes one who was not asked to.
    assertTrue(
        program
            .descendants()
            .flatMap(process -> Stream.of(process.info().arguments().orElse(new String[0])))
            .noneMatch(argument -> argument.contains("HeapDump")));
    String state = "--state-dir=" + directory.resolve("s");
    assertTrue(perennial(0, "config", "show", "--origin", state).contains("phrase = ****"));
    assertTrue(perennial(0, "config", "show", "--origin", "--json", state).contains("****"));
    perennial(0, "status", "--json", state);
    perennial(0, "tasks", "run", "rotate", state);
    Waiting.until(
        "the failure of the task",
        PATIENCE,
        () -> perennial(0, "tasks", "--json", state).contains("last_failure"));
    perennial(0, "dump", "careless/0", state);
    perennial(0, "dump", "supervisor", "--json", state);

    file(2, MARKER + "-two");
    hangUp("round 2 after");
    file(3, "refuse-" + MARKER);
    hangUp("cannot use");
    Files.writeString(file, "[vault]\n" + MARKER + "\ntoken\n  " + MARKER + "\npin=" + MARKER);
    hangUp("neither '=' nor ':'");

    RunningOrchestrator.signal(program.pid(), "TERM");
    assertTrue(program.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    tools();
    everythingWritten();
    assertEquals(List.of(), leaks());
  }

  @Test
  void what_keeps_a_new_worker_from_starting_tells_no_secret() throws Exception {
    start(file(1, MARKER + "-one"), RestartMethod.RELOAD);
    String state = "--state-dir=" + directory.resolve("s");
    for (String place : List.of("main", "start")) {
      file(2, place + "-" + MARKER);
      String failed = perennial(1, "reload", "--wait", state);
      assertTrue(failed.contains("caused by") && failed.contains("****"), failed);
    }
    perennial(0, "status", "--json", state);
    assertEquals(List.of(), leaks());
  }

  /// What is asked of files, without a program.
  private void tools() throws Exception {
    Path good = write("good.conf", sections());
    Path bad = directory.resolve("bad.conf");
    StringBuilder lines = new StringBuilder(MARKER + "\n[DEFAULT]\n" + MARKER + "\n");
    for (String secret : secrets()) {
      String section = secret.substring(0, secret.indexOf('/'));
      String name = secret.substring(secret.indexOf('/') + 1);
      lines.append("[%s]\n%s = $%s\n%sx = %s\n".formatted(section, name, MARKER, name, MARKER));
    }
    Files.writeString(bad, lines);
    perennial(0, withNamespaces("config", "sample", "--config-file=" + generator()));
    perennial(0, withNamespaces("config", "check", good.toString()));
    String errors = perennial(78, withNamespaces("config", "check", "--json", bad.toString()));
    assertTrue(errors.contains("the secret value refers to"), errors);
    String changes = perennial(0, withNamespaces("config", "diff", good.toString()));
    assertTrue(changes.contains("[database] connection: <None> -> ****"), changes);
  }

  /// The generator reads its options from a file that has the secrets too.
  private Path generator() throws IOException {
    return Files.writeString(directory.resolve("generator.conf"), "[DEFAULT]\nwrap_width = 99\n");
  }

  /// All files that are no configuration of ours.
  private void everythingWritten() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = directory.relativize(file).toString();
        if (!name.endsWith(".conf") && !name.equals("tool")) {
          shown.put(name, text(name));
        }
      }
    }
    assertTrue(shown.get("log/secrets.log").contains("round 2 after"), shown::toString);
    assertTrue(DUMPED.matcher(shown.get("output.log")).find(), shown::toString);
  }

  private List<String> leaks() {
    return shown.entrySet().stream()
        .flatMap(entry -> entry.getValue().lines().map(line -> entry.getKey() + ": " + line))
        .filter(line -> line.contains(MARKER) || line.contains(NUMBER))
        .limit(20)
        .toList();
  }
}
