package dev.perennial.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.config.Group;
import dev.perennial.config.Opt;
import dev.perennial.config.Secret;
import dev.perennial.recorded.LogRecorder;
import dev.perennial.schedule.TaskGroup;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.invoke.MethodHandles;
import java.lang.ref.Reference;
import java.lang.reflect.Array;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SessionTest {

  @Group(value = "hidden", help = "A group with a secret.")
  record Hidden(@Opt(required = true) Secret password) {}

  // A session that waits for more than it got would otherwise be waited for until it gives up.
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Backdoor backdoor;

  @BeforeEach
  void open() {
    Config config =
        Config.forTesting(BackdoorOptions.class, Hidden.class)
            .set("DEFAULT", "backdoor_port", "0")
            .set("hidden", "password", "swordfish")
            .build();
    backdoor = Backdoor.initializeIfEnabled(config).orElseThrow();
  }

  @AfterEach
  void close() {
    backdoor.close();
  }

  private Socket connect() throws IOException {
    int port = ((BackdoorAddress.Port) backdoor.address()).number();
    Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port);
    socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
    return socket;
  }

  // Ends its side, so that nobody waits for a further line.
  private String ask(String text) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      socket.shutdownOutput();
      return readAll(socket);
    }
  }

  // Sends without ending its side, as Debian's nc does, and reads until the other side ends.
  private String pipe(String text) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      return readAll(socket);
    }
  }

  private static String readAll(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static String readUntil(InputStream in, String end) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int c = in.read(); c >= 0; c = in.read()) {
      text.append((char) c);
      if (text.toString().endsWith(end)) {
        return text.toString();
      }
    }
    return text.append("END").toString();
  }

  @Test
  void a_piped_line_is_answered_and_the_connection_closed() throws IOException {
    assertTrue(pipe("help\n").contains("prof(), prof(wall=True), then prof('name')"));
  }

  @Test
  void several_piped_lines_are_all_answered() throws IOException {
    String answer = pipe("prof('x')\nprof('x')\n");
    assertEquals("no profile is running; prof() begins one\n".repeat(2), answer);
  }

  @Test
  void who_says_nothing_gets_a_prompt_and_may_go_on() throws IOException {
    try (Socket socket = connect()) {
      InputStream in = socket.getInputStream();
      assertTrue(readUntil(in, ">>> ").startsWith("Perennial backdoor of process "));
      socket.getOutputStream().write("prof('x')\n".getBytes(StandardCharsets.UTF_8));
      assertEquals("no profile is running; prof() begins one\n\u0003>>> ", readUntil(in, ">>> "));
      socket.getOutputStream().write("dance\n".getBytes(StandardCharsets.UTF_8));
      assertEquals("no such command: dance; help lists all\n\u0003>>> ", readUntil(in, ">>> "));
      socket.getOutputStream().write("exit\n".getBytes(StandardCharsets.UTF_8));
      assertEquals("END", readUntil(in, ">>> "));
    }
  }

  @Test
  void a_browser_cannot_hide_a_command_behind_its_request() throws IOException {
    String answer = ask("POST / HTTP/1.1\r\nHost: localhost\r\n\r\nprof()\n");
    assertEquals("no such command: POST / HTTP/1.1; help lists all\n", answer);
    assertEquals("no profile is running; prof() begins one\n", ask("prof('x')\n"));
  }

  @Test
  void secrets_are_masked_in_answers_and_in_the_log() throws IOException {
    assertEquals("no such command: ****(1)(; help lists all\n", ask("swordfish(1)(\n"));
    assertEquals(1, LogRecorder.count(": ****(1)("));
    assertEquals(0, LogRecorder.count("swordfish"));
  }

  @Test
  void what_a_terminal_would_obey_is_written_as_its_number() throws IOException {
    String answer = ask("\u001b[2J\n");
    assertEquals("no such command: \\u001b[2J; help lists all\n", answer);
  }

  @Test
  void every_session_and_command_is_logged() throws IOException {
    ask("prof('audited-name')\n");
    assertEquals(1, LogRecorder.count(": prof('audited-name')"));
  }

  @Test
  void threads_are_listed_by_their_kind() throws Exception {
    Thread thread = Thread.ofPlatform().name("seen-by-pnt").start(SessionTest::waitForEver);
    Thread virtual = Thread.ofVirtual().name("on-its-own").start(SessionTest::waitForEver);
    TaskGroup group = new TaskGroup("seen");
    CountDownLatch begun = new CountDownLatch(1);
    group.start(
        "by-pgt",
        () -> {
          begun.countDown();
          waitForEver();
        });
    try {
      begun.await();
      String platform = ask("pnt()\n");
      assertTrue(platform.contains("seen-by-pnt"), platform);
      assertFalse(platform.contains("seen-by-pgt"), platform);
      String virtuals = ask("pgt()\n");
      assertTrue(virtuals.contains("seen-by-pgt"), virtuals);
      assertFalse(virtuals.contains("seen-by-pnt"), virtuals);
      assertFalse(virtuals.contains("on-its-own"), virtuals);
      assertTrue(ask("pgt(all=True)\n").contains("on-its-own"));
      assertEquals("say pgt() or pgt(all=True)\n", ask("pgt(7)\n"));
    } finally {
      thread.interrupt();
      virtual.interrupt();
      group.stop();
    }
  }

  private static void waitForEver() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void a_hostile_name_of_a_class_is_shown_and_not_obeyed() throws Exception {
    ClassDesc hostile = ClassDesc.of("dev.perennial.backdoor.Hostile\u001b\u202e");
    Class<?> type = MethodHandles.lookup().defineClass(ClassFile.of().build(hostile, _ -> {}));
    Object live = Array.newInstance(type, 3);
    String answer = ask("fo('Hostile')\n");
    Reference.reachabilityFence(live);
    assertTrue(answer.contains("Hostile\\u001b\\u202e"), answer);
    assertFalse(answer.contains("\u001b"), answer);
  }

  @Test
  void objects_are_counted_by_class() throws IOException {
    String answer = ask("fo('dev.perennial.backdoor.Connection')\n");
    assertTrue(answer.startsWith("Live objects by class. The JVM stood still"), answer);
    assertTrue(answer.contains("dev.perennial.backdoor.Connection"), answer);
    assertFalse(answer.contains("java.lang.String"), answer);
  }
}
