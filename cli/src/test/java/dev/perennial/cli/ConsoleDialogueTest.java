package dev.perennial.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jline.reader.Candidate;
import org.jline.reader.Parser.ParseContext;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ConsoleDialogueTest {

  private static final List<String> COMMANDS = List.of("help", "prof()", "exit");

  @TempDir private Path directory;

  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

  // A process that repeats what it hears until it hears exit.
  private void talk(String typed, Optional<Path> history) throws Exception {
    Path socket = directory.resolve("s");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      Thread process = Thread.ofVirtual().start(() -> repeat(server));
      try (BackdoorClient client = BackdoorClient.connect(place(socket));
          DumbTerminal terminal =
              new DumbTerminal(
                  new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)), shown)) {
        new ConsoleDialogue(client, terminal, COMMANDS, history).run();
      }
      process.join();
    } finally {
      Files.deleteIfExists(socket);
    }
  }

  private static JsonNode place(Path socket) {
    return JsonMapper.builder().build().valueToTree(Map.of("socket", socket.toString()));
  }

  private static void repeat(ServerSocketChannel server) {
    try (SocketChannel peer = server.accept()) {
      BufferedReader reader = new BufferedReader(Channels.newReader(peer, StandardCharsets.UTF_8));
      send(peer, "hello\n\u0003>>> ");
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.equals("exit")) {
          return;
        }
        send(peer, "heard " + line + "\n\u0003" + (line.equals("jshell") ? "java> " : ">>> "));
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void send(SocketChannel peer, String text) throws IOException {
    peer.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  private String shown() {
    return shown.toString(StandardCharsets.UTF_8);
  }

  @Test
  void lines_are_answered_until_the_process_ends_the_session() throws Exception {
    talk("one\n!!\njshell\nexit\nnever sent\n", Optional.empty());
    assertTrue(shown().startsWith("hello\n"), this::shown);
    assertTrue(shown().contains("heard one\n"), this::shown);
    assertTrue(shown().contains("heard !!\n"), this::shown);
    assertTrue(shown().contains("java> "), this::shown);
    assertFalse(shown().contains("never sent"), this::shown);
    assertFalse(shown().contains("\u0003"), this::shown);
  }

  @Test
  void the_end_of_the_input_ends_the_session() throws Exception {
    talk("one\n", Optional.empty());
    assertTrue(shown().contains("heard one\n"), this::shown);
  }

  @Test
  void lines_are_kept_for_their_owner_alone() throws Exception {
    HistoryFile history = HistoryFile.of(Map.of("XDG_STATE_HOME", directory.toString()));
    talk("first line\nexit\n", history.prepare());
    talk("second line\nexit\n", history.prepare());
    String kept = Files.readString(history.path());
    assertTrue(kept.contains("first line") && kept.contains("second line"), kept);
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(history.path())));
  }

  @Test
  void a_history_that_others_could_read_is_closed_to_them() throws Exception {
    HistoryFile history = HistoryFile.of(Map.of("HOME", directory.toString()));
    Files.createDirectories(history.path().resolveSibling(""));
    Files.writeString(history.path(), "");
    Files.setPosixFilePermissions(history.path(), PosixFilePermissions.fromString("rw-r--r--"));
    assertEquals(Optional.of(history.path()), history.prepare());
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(history.path())));
  }

  @Test
  void no_variable_puts_the_history_into_the_current_directory() {
    Path home = Path.of(System.getProperty("user.home"));
    Path expected = home.resolve(".local/state/perennial/console-history");
    assertEquals(expected, HistoryFile.of(Map.of("XDG_STATE_HOME", "", "HOME", "")).path());
    assertEquals(expected, HistoryFile.of(Map.of()).path());
  }

  @Test
  void a_link_in_place_of_the_history_is_not_followed() throws Exception {
    HistoryFile history = HistoryFile.of(Map.of("XDG_STATE_HOME", directory.toString()));
    Files.createDirectories(history.path().resolveSibling(""));
    Path other = Files.writeString(directory.resolve("other"), "");
    Files.createSymbolicLink(history.path(), other);
    assertEquals(Optional.empty(), history.prepare());
  }

  @Test
  void commands_are_completed_and_java_is_not() throws Exception {
    Path socket = directory.resolve("s");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      Thread.ofVirtual().start(() -> repeat(server));
      try (BackdoorClient client = BackdoorClient.connect(place(socket));
          DumbTerminal terminal =
              new DumbTerminal(
                  new ByteArrayInputStream("jshell\n".getBytes(StandardCharsets.UTF_8)), shown)) {
        ConsoleDialogue dialogue =
            new ConsoleDialogue(client, terminal, COMMANDS, Optional.empty());
        assertEquals(COMMANDS, candidates(dialogue, "he"));
        assertEquals(List.of(), candidates(dialogue, "help me"));
        dialogue.run();
        assertEquals(List.of(), candidates(dialogue, "he"));
      }
    }
  }

  private static List<String> candidates(ConsoleDialogue dialogue, String typed) {
    List<Candidate> found = new ArrayList<>();
    dialogue.complete(
        new DefaultParser().parse(typed, typed.length(), ParseContext.COMPLETE), found);
    return found.stream().map(Candidate::value).toList();
  }
}
