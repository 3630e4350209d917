package dev.perennial.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.service.ListenAddress;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SpawnerTest {
  private static final Map<String, String> PATH = Map.of("PATH", "/usr/bin:/bin");
  private static final List<String> SLEEP = List.of("/bin/sleep", "30");
  private static final int SIGCONT = 18;
  private static final long OWN_PID = ProcessHandle.current().pid();

  // Their children die with the thread that made them; that of the spawner must not end.
  private static final List<String> UNTIL_CONTINUED =
      List.of("/usr/bin/setpriv", "--pdeathsig", "KILL", "/bin/sh", "-c", "kill -STOP $$; exit 42");

  @TempDir private Path directory;

  private final Spawner spawner = new Spawner();
  private final List<ChildProcess> children = new ArrayList<>();
  private final List<ListeningSocket> sockets = new ArrayList<>();

  @AfterEach
  void end() {
    children.forEach(ChildProcess::kill);
    children.forEach(child -> child.exit().join());
    sockets.forEach(ListeningSocket::close);
  }

  private static ChildProgram withoutDescriptors(
      List<String> command, Map<String, String> environment) {
    return new ChildProgram(command, environment, List.of(), false);
  }

  private ChildProcess spawn(List<Integer> descriptors, boolean stdinIsFirst, String... command)
      throws IOException, InterruptedException {
    ChildProcess child =
        spawner.spawn(new ChildProgram(List.of(command), PATH, descriptors, stdinIsFirst));
    children.add(child);
    return child;
  }

  private ChildProcess sleeping(List<Integer> descriptors, boolean stdinIsFirst)
      throws IOException, InterruptedException {
    ChildProcess child = spawn(descriptors, stdinIsFirst, "/bin/sleep", "30");
    Proc.untilAsleep(child.pid());
    return child;
  }

  private ChildProcess shell(String script) throws IOException, InterruptedException {
    return spawn(List.of(), false, "/bin/sh", "-c", script);
  }

  private int listener() throws IOException {
    ListeningSocket socket = ListeningSocket.bind(ListenAddress.tcp("127.0.0.1", 0));
    sockets.add(socket);
    return socket.descriptor();
  }

  @Test
  void a_child_that_ends_has_its_exit_code() throws Exception {
    assertEquals(new ExitStatus.Exited(0), shell("true").exit().join());
    assertEquals(new ExitStatus.Exited(7), shell("exit 7").exit().join());
  }

  @Test
  void a_child_that_is_killed_has_its_signal() throws Exception {
    assertEquals(new ExitStatus.Killed(15), shell("kill -TERM $$").exit().join());
    assertEquals(new ExitStatus.Killed(9), shell("kill -KILL $$").exit().join());
  }

  @Test
  void a_child_gets_the_descriptors_that_it_was_given_in_their_order_and_no_others()
      throws Exception {
    int first = listener();
    int second = listener();
    int stray = Native.inheritableCopy(listener());
    try (MemoryFile file = MemoryFile.of("settings", "x")) {
      ChildProcess child = sleeping(List.of(first, second, file.descriptor()), true);
      Map<Integer, String> expected =
          new TreeMap<>(
              Map.of(
                  0, Proc.ownDescriptor(first),
                  1, Proc.ownDescriptor(1),
                  2, Proc.ownDescriptor(2),
                  3, Proc.ownDescriptor(second),
                  4, Proc.ownDescriptor(file.descriptor())));
      assertEquals(expected, Proc.descriptors(child.pid()));
    } finally {
      LibC.close(stray);
    }
  }

  @Test
  void placing_descriptors_does_not_mix_them_up() throws Exception {
    // Made at small numbers and given in reverse, so that targets and sources overlap.
    List<Integer> given = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      given.addFirst(listener());
    }
    ChildProcess child = sleeping(given, false);
    Map<Integer, String> got = Proc.descriptors(child.pid());
    for (int i = 0; i < given.size(); i++) {
      assertEquals(Proc.ownDescriptor(given.get(i)), got.get(3 + i));
    }
    assertEquals(9, got.size());
  }

  @Test
  void without_a_listener_standard_input_is_empty() throws Exception {
    int socket = listener();
    Map<Integer, String> one = Proc.descriptors(sleeping(List.of(socket), false).pid());
    assertEquals("/dev/null", one.get(0));
    assertEquals(Proc.ownDescriptor(socket), one.get(3));
    for (boolean stdinIsFirst : new boolean[] {true, false}) {
      Map<Integer, String> none = Proc.descriptors(sleeping(List.of(), stdinIsFirst).pid());
      assertEquals("/dev/null", none.get(0));
      assertEquals(Set.of(0, 1, 2), none.keySet());
    }
  }

  @Test
  void the_parent_keeps_its_descriptors_and_gets_no_more() throws Exception {
    int socket = listener();
    shell("true").exit().join();
    Set<Integer> before = Proc.ownDescriptors();
    for (int i = 0; i < 5; i++) {
      spawn(List.of(socket), true, "/bin/true").exit().join();
      assertThrows(IOException.class, () -> spawn(List.of(socket), true, "/none"));
      assertThrows(IOException.class, () -> spawn(List.of(socket, 9999), true, "/bin/true"));
    }
    Proc.assertOwnDescriptors(before);
  }

  @Test
  void a_child_leads_its_own_session_without_a_terminal() throws Exception {
    ChildProcess child = sleeping(List.of(), false);
    List<String> stat = Proc.stat(child.pid());
    String pid = Long.toString(child.pid());
    assertEquals(
        List.of(Long.toString(OWN_PID), pid, pid, "0"), stat.subList(1, 5), "ppid pgrp sid tty");
  }

  @Test
  void a_child_has_a_clean_signal_mask_and_default_handlers() throws Exception {
    String pid = Long.toString(sleeping(List.of(), false).pid());
    for (String field : List.of("SigBlk", "SigIgn", "SigCgt", "SigPnd")) {
      assertEquals("0000000000000000", Proc.status(pid, field), field);
    }
  }

  @Test
  void a_child_can_be_kept_on_one_processor_for_a_while() throws Exception {
    ChildProcess child = spawner.spawnOnOneProcessor(withoutDescriptors(SLEEP, PATH));
    children.add(child);
    Proc.untilAsleep(child.pid());
    String pid = Long.toString(child.pid());
    assertTrue(Proc.status(pid, "Cpus_allowed_list").matches("\\d+"), pid);
    assertEquals(Proc.status("self", "Cpus_allowed_list"), spawnersProcessors());
    child.useAllProcessors(name -> !name.equals("sleep"));
    assertTrue(Proc.status(pid, "Cpus_allowed_list").matches("\\d+"), pid);
    child.useAllProcessors(name -> name.equals("sleep"));
    assertEquals(Proc.status("self", "Cpus_allowed_list"), Proc.status(pid, "Cpus_allowed_list"));
  }

  // What a child of the spawner's gets, which is what the spawner's thread has.
  private String spawnersProcessors() throws Exception {
    return Proc.status(Long.toString(sleeping(List.of(), false).pid()), "Cpus_allowed_list");
  }

  @Test
  void a_child_that_has_ended_is_not_given_processors() throws Exception {
    ChildProcess child = spawn(List.of(), false, "/bin/true");
    child.exit().join();
    child.useAllProcessors(_ -> true);
  }

  @Test
  void a_child_has_exactly_the_environment_that_it_was_given() throws Exception {
    Map<String, String> environment =
        Map.of("EMPTY", "", "TEXT", "a=b c\nd", "GREEK", "λόγος", "PATH", "/bin");
    ChildProcess child = spawner.spawn(withoutDescriptors(SLEEP, environment));
    children.add(child);
    Proc.untilAsleep(child.pid());
    String text = Files.readString(Path.of("/proc/" + child.pid() + "/environ"));
    Map<String, String> got = new TreeMap<>();
    for (String assignment : text.split("\0")) {
      String[] parts = assignment.split("=", 2);
      got.put(parts[0], parts[1]);
    }
    assertEquals(new TreeMap<>(environment), got);
    ChildProcess bare = spawner.spawn(withoutDescriptors(SLEEP, Map.of()));
    children.add(bare);
    Proc.untilAsleep(bare.pid());
    assertEquals("", Files.readString(Path.of("/proc/" + bare.pid() + "/environ")));
  }

  @Test
  void arguments_arrive_as_they_are() throws Exception {
    Path file = directory.resolve("arguments");
    ChildProcess child =
        spawn(
            List.of(),
            false,
            "/bin/sh",
            "-c",
            "for each; do printf '%s|' \"$each\"; done > " + file,
            "name",
            "",
            "two words",
            "ä*");
    assertEquals(new ExitStatus.Exited(0), child.exit().join());
    assertEquals("|two words|ä*|", Files.readString(file));
  }

  @Test
  void what_cannot_be_started_is_named_with_the_reason() throws Exception {
    Path script = Files.writeString(directory.resolve("script"), "#!/bin/sh\n");
    assertEquals(
        "cannot start /none/at/all: no such file or directory",
        assertThrows(IOException.class, () -> spawn(List.of(), false, "/none/at/all"))
            .getMessage());
    assertEquals(
        "cannot start " + script + ": permission denied",
        assertThrows(IOException.class, () -> spawn(List.of(), false, script.toString()))
            .getMessage());
    assertEquals(new ExitStatus.Exited(0), shell("true").exit().join());
  }

  @Test
  void children_of_others_keep_their_exit_status() throws Exception {
    Process other = new ProcessBuilder("/bin/sh", "-c", "exit 5").start();
    assertEquals(new ExitStatus.Exited(3), shell("exit 3").exit().join());
    assertEquals(5, other.waitFor());
  }

  @Test
  void a_child_survives_the_thread_that_asked_for_it() throws Exception {
    String name = "short-lived";
    FutureTask<ChildProcess> spawning =
        new FutureTask<>(() -> spawner.spawn(withoutDescriptors(UNTIL_CONTINUED, PATH)));
    CountDownLatch stopped = new CountDownLatch(1);
    Thread.ofPlatform()
        .name(name)
        .start(() -> {
          spawning.run();
          try {
            stopped.await();
          } catch (InterruptedException impossible) {
            throw new AssertionError(impossible);
          }
        });
    ChildProcess child = spawning.get();
    children.add(child);
    Proc.until(() -> Proc.state(child.pid()).equals("T"));
    stopped.countDown();
    Proc.until(() -> !threadExists(name));
    LibC.kill(child.pid(), SIGCONT);
    assertEquals(new ExitStatus.Exited(42), child.exit().join());
  }

  private static boolean threadExists(String name) {
    try (var tasks = Files.list(Path.of("/proc/self/task"))) {
      return tasks.anyMatch(task -> nameOf(task).equals(name));
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  private static String nameOf(Path task) {
    try {
      return Files.readString(task.resolve("comm")).strip();
    } catch (IOException gone) {
      return "";
    }
  }

  @Test
  void a_child_survives_the_virtual_thread_that_asked_for_it() throws Exception {
    FutureTask<ChildProcess> spawning =
        new FutureTask<>(() -> spawner.spawn(withoutDescriptors(UNTIL_CONTINUED, PATH)));
    Thread.ofVirtual().start(spawning).join();
    ChildProcess child = spawning.get();
    children.add(child);
    Proc.until(() -> Proc.state(child.pid()).equals("T"));
    LibC.kill(child.pid(), SIGCONT);
    assertEquals(new ExitStatus.Exited(42), child.exit().join());
  }

  @Test
  void a_caller_that_is_interrupted_leaves_no_child_behind() throws Exception {
    Thread.currentThread().interrupt();
    assertThrows(
        InterruptedException.class, () -> spawn(List.of(), false, "/bin/sleep", "31.4159"));
    shell("true").exit().join();
    Proc.until(() ->
        ProcessHandle.current()
            .children()
            .noneMatch(child -> child.info().commandLine().orElse("").contains("31.4159")));
  }

  @Test
  void kill_ends_the_child_and_what_it_started() throws Exception {
    Path file = directory.resolve("grandchild");
    ChildProcess child =
        shell("sleep 30 & echo $! > " + file + ".new; mv " + file + ".new " + file + "; wait");
    Proc.until(() -> Files.exists(file));
    long grandchild = Long.parseLong(Files.readString(file).strip());
    assertFalse(Proc.isDead(grandchild));
    child.kill();
    assertEquals(new ExitStatus.Killed(9), child.exit().join());
    Proc.until(() -> Proc.isDead(grandchild));
  }

  @Test
  void kill_after_the_end_does_nothing() throws Exception {
    ChildProcess child = shell("exit 4");
    assertEquals(new ExitStatus.Exited(4), child.exit().join());
    child.kill();
    child.kill();
    assertEquals(new ExitStatus.Exited(4), child.exit().join());
  }

  @Test
  void a_child_may_read_a_memory_file_again_and_again() throws Exception {
    String text = "0123456789abcde\n".repeat(10_000) + "λ";
    Path copy = directory.resolve("copy");
    try (MemoryFile file = MemoryFile.of("settings", text)) {
      assertTrue(Proc.ownDescriptor(file.descriptor()).contains("memfd:settings"));
      ChildProcess child =
          spawn(
              List.of(file.descriptor()),
              false,
              "/bin/sh",
              "-c",
              "cat /dev/fd/3 /dev/fd/3 > " + copy);
      assertEquals(new ExitStatus.Exited(0), child.exit().join());
    }
    assertEquals(text + text, Files.readString(copy));
  }

  @Test
  void a_memory_file_is_gone_once_nobody_has_it() throws Exception {
    MemoryFile file = MemoryFile.of("secret", "");
    String target = Proc.ownDescriptor(file.descriptor());
    file.close();
    assertEquals(0, Proc.ownDescriptorsLike(target));
  }

  @Test
  void a_child_serves_on_the_sockets_of_its_parent() throws Exception {
    ListeningSocket tcp = ListeningSocket.bind(ListenAddress.tcp("127.0.0.1", 0));
    sockets.add(tcp);
    ListeningSocket unix = ListeningSocket.bind(ListenAddress.unix(directory.resolve("api.sock")));
    sockets.add(unix);
    ChildProcess child =
        spawn(
            List.of(tcp.descriptor(), unix.descriptor()),
            true,
            ChildJvm.command(AdoptProgram.class).toArray(String[]::new));
    try (SocketChannel first = Clients.connect(tcp.address());
        SocketChannel second = Clients.connect(unix.address())) {
      assertEquals("first of " + child.pid(), Clients.readAll(first));
      assertEquals("second of " + child.pid(), Clients.readAll(second));
    }
    assertEquals(new ExitStatus.Exited(0), child.exit().join());
    // What the child had was a copy: its end closed and removed nothing of ours.
    Clients.connect(tcp.address()).close();
    Clients.connect(unix.address()).close();
    assertFalse(Proc.isNonBlocking(tcp.descriptor()));
    assertFalse(Proc.isNonBlocking(unix.descriptor()));
  }
}
