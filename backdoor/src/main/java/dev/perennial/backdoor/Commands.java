package dev.perennial.backdoor;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What can be asked for in a session, with the names of upstream.
final class Commands {

  private final Map<String, Command> byName = new LinkedHashMap<>();

  Commands(Profiler profiler) {
    byName.put(
        "fo",
        new Command(
            "fo() or fo('part of a name')",
            "live objects by class; stops the JVM for a moment",
            ClassHistogram::of));
    byName.put(
        "pgt",
        new Command(
            "pgt(), pgt(all=True)",
            "virtual threads of requests, calls and tasks with their stacks; all of them, at the"
                + " risk that the JVM crashes (JDK-8364343)",
            Commands::virtualThreads));
    byName.put(
        "pnt",
        new Command(
            "pnt()",
            "platform threads with their stacks; stops the JVM for a moment",
            _ -> platformThreads()));
    byName.put(
        "prof",
        new Command(
            "prof(), prof(wall=True), then prof('name')",
            "begins to profile; ends it and writes name.prof, name.html and name.jfr",
            argument -> prof(profiler, argument)));
    byName.put(
        "jshell",
        new Command(
            "jshell",
            "Java against the live objects of this process, on a UNIX socket and if switched on",
            _ -> {
              throw new Refusal("say jshell alone");
            }));
    byName.put("help", new Command("help", "this list", _ -> help()));
    byName.put("exit", new Command("exit", "ends this session, and nothing else", _ -> ""));
  }

  Map<String, Command> byName() {
    return byName;
  }

  private String help() {
    return byName.values().stream()
        .map(command -> command.form() + "\n    " + command.meaning())
        .collect(Collectors.joining("\n"));
  }

  private static String platformThreads() {
    return ThreadText.of("platform", LiveThreads.platform());
  }

  private static String virtualThreads(Optional<String> argument) throws IOException {
    if (argument.isEmpty()) {
      return ThreadText.of("virtual", LiveThreads.virtual());
    }
    if (!argument.get().replace(" ", "").equals("all=True")) {
      throw new Refusal("say pgt() or pgt(all=True)");
    }
    return ThreadText.of(
        "virtual", ThreadDump.take().stream().filter(ThreadStack::isVirtual).toList());
  }

  private static String prof(Profiler profiler, Optional<String> argument) throws IOException {
    if (argument.isEmpty()) {
      return profiler.begin(ProfileKind.CPU);
    }
    return argument.get().replace(" ", "").equals("wall=True")
        ? profiler.begin(ProfileKind.WALL)
        : profiler.end(argument.get()).text();
  }
}
