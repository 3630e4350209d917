package dev.perennial.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.config.Group;
import dev.perennial.config.Opt;
import dev.perennial.config.Secret;
import dev.perennial.recorded.LogRecorder;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaSessionTest {

  @Group(value = "hidden", help = "A group with a secret.")
  record Hidden(@Opt(required = true) Secret password) {}

  @TempDir private Path directory;

  private String ask(String jshell, String lines) throws IOException {
    Path path = directory.resolve("backdoor");
    Config config =
        Config.forTesting(BackdoorOptions.class, JShellOptions.class, Hidden.class)
            .set("DEFAULT", "backdoor_socket", path.toString())
            .set("backdoor", "jshell", jshell)
            .set("hidden", "password", "swordfish")
            .build();
    try (Backdoor _ = Backdoor.initializeIfEnabled(config).orElseThrow();
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      channel.write(ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8)));
      channel.shutdownOutput();
      return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void what_java_says_is_masked_and_made_visible_and_each_line_is_logged() throws IOException {
    String answer = ask("true", "jshell\n\"sword\" + \"fish\"\n\"\\033[2J\"\nexit\nhelp\n");
    assertTrue(answer.contains("$1 ==> \"****\"\n"), answer);
    assertFalse(answer.contains("swordfish"), answer);
    assertFalse(answer.contains("\u001b"), answer);
    assertTrue(answer.contains("prof(), prof(wall=True)"), answer);
    assertEquals(1, LogRecorder.count(": java: \"sword\" + \"fish\""));
    assertEquals(0, LogRecorder.count("swordfish"));
  }

  @Test
  void without_the_switch_a_line_of_java_is_no_command() throws IOException {
    assertEquals(
        "the Java console is off; [backdoor] jshell = true opens it\n"
            + "no such command: 1 + 1; help lists all\n",
        ask("false", "jshell\n1 + 1\nhelp\n"));
  }
}
