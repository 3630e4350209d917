package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What somebody on this machine can do to a backdoor: nothing that the service notices.
class BackdoorAttackTest {

  private static final int NOBODY = 65534;
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  @RegisterExtension private final Programs programs = new Programs();

  private Program start(ProgramFile file, String option, String value) throws Exception {
    return programs.startReady(
        file.services("api 1 rolling 127.0.0.1:0").set("DEFAULT", option, value));
  }

  private Program startWithPort() throws Exception {
    return start(programs.file(), "backdoor_port", "0");
  }

  private static int port(Program program) throws Exception {
    long worker = program.workers().iterator().next();
    String line =
        program.awaitLine(
            "the backdoor", text -> text.contains("backdoor of process " + worker + " on port "));
    return Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
  }

  private static Socket connect(int port) throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(LOOPBACK, port), 60_000);
    socket.setSoTimeout(60_000);
    return socket;
  }

  private static String answer(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static String ask(int port, String line) throws IOException {
    try (Socket socket = connect(port)) {
      socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      return answer(socket);
    }
  }

  private static String asNobody(Path directory, String line) throws Exception {
    Path output = Files.createTempFile(directory, "nobody", ".txt");
    Process shell =
        new ProcessBuilder(
                "setpriv", "--reuid=" + NOBODY, "--clear-groups", "sh", "-c", line + " || true")
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertTrue(shell.waitFor(60, TimeUnit.SECONDS), line);
    return Files.readString(output);
  }

  @Test
  void another_user_is_refused_on_a_port() throws Exception {
    Program program = startWithPort();
    int port = port(program);
    String said =
        asNobody(program.file().directory(), "echo 'help' | nc.openbsd 127.0.0.1 " + port);
    assertFalse(said.contains("prof"), said);
    program.awaitLine("the refusal", line -> line.contains("backdoor refused uid " + NOBODY));
    assertTrue(ask(port, "help").contains("prof"));
  }

  @Test
  void another_user_is_refused_on_a_socket_even_if_its_mode_is_opened() throws Exception {
    ProgramFile file = programs.file();
    Path path = file.path("backdoor");
    Program program = start(file, "backdoor_socket", path.toString());
    Program.shell("chmod 0755 " + file.directory() + "; chmod 0666 " + path);
    String said = asNobody(file.directory(), "echo 'help' | nc.openbsd -U " + path);
    assertFalse(said.contains("prof"), said);
    program.awaitLine("the refusal", line -> line.contains("backdoor refused user "));
  }

  @Test
  void no_address_but_the_loopback_one_is_bound() throws Exception {
    Program program = startWithPort();
    int port = port(program);
    Optional<InetAddress> other =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
            .findFirst();
    // A machine without a network has no other address to try, and 127.0.0.2 is one everywhere.
    InetAddress address = other.orElse(InetAddress.ofLiteral("127.0.0.2"));
    try (Socket socket = new Socket()) {
      assertThrows(
          ConnectException.class,
          () -> socket.connect(new InetSocketAddress(address, port), 60_000));
    }
  }

  @Test
  void whatever_is_sent_the_service_answers_and_nothing_is_left() throws Exception {
    Program program = startWithPort();
    long worker = program.workers().iterator().next();
    int port = port(program);
    ask(port, "help");
    long before = descriptors(worker);
    AtomicBoolean over = new AtomicBoolean();
    URI service = URI.create("http://127.0.0.1:" + ((Target.Tcp) program.tcp()).port() + "/value");
    Percentile quiet = new Percentile();
    AtomicInteger left = new AtomicInteger(Form.choose(1000, 10_000));
    useService(service, () -> left.getAndDecrement() > 0, quiet);
    Percentile attacked = new Percentile();
    Thread client =
        Thread.ofPlatform().start(() -> useService(service, () -> !over.get(), attacked));
    try (Socket deaf = startNeverReading(port)) {
      sendGarbage(port);
      sendEndlessLine(port);
      connectOften(port);
      assertTrue(deaf.isConnected());
      program.awaitLine(
          "the end of the client that never reads",
          line -> line.contains("ends") && line.contains(":" + deaf.getLocalPort()));
    }
    over.set(true);
    client.join();
    Form.summary("BackdoorAttack", "quiet: " + inWords(quiet) + "; attacked: " + inWords(attacked));
    // The attackers take their share of the processors, which is not the backdoor's fault.
    for (int percent : List.of(50, 99)) {
      Duration bound = quiet.of(percent).multipliedBy(5).plusMillis(Form.choose(5000, 50));
      assertTrue(
          attacked.of(percent).compareTo(bound) < 0,
          () -> inWords(attacked) + " after " + inWords(quiet) + program.explanation());
    }
    Duration slowest = attacked.of(100);
    assertTrue(
        slowest.compareTo(Form.atOnce(5)) < 0, () -> slowest + " at most" + program.explanation());
    Waiting.until("no descriptor left", Program.PATIENCE, () -> descriptors(worker) <= before + 3);
    assertEquals(worker, program.workers().iterator().next());
    assertTrue(ask(port, "help").contains("prof"));
  }

  private static String inWords(Percentile times) {
    return "median %d ms, p99 %d ms, slowest %d ms"
        .formatted(times.of(50).toMillis(), times.of(99).toMillis(), times.of(100).toMillis());
  }

  // An answer that does not come, or is a wrong one, took too long.
  private static void useService(URI service, BooleanSupplier goesOn, Percentile times) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(service).build();
      while (goesOn.getAsBoolean()) {
        long begin = System.nanoTime();
        boolean ok = client.send(request, BodyHandlers.ofString()).statusCode() == 200;
        times.add(ok ? Duration.ofNanos(System.nanoTime() - begin) : Duration.ofDays(1));
      }
    } catch (IOException | InterruptedException failure) {
      times.add(Duration.ofDays(1));
    }
  }

  // Asks for more than the kernel buffers and reads nothing.
  private static Socket startNeverReading(int port) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress(LOOPBACK, port), 60_000);
    Thread.ofPlatform()
        .daemon(true)
        .start(() -> {
          try {
            byte[] line = "pnt()\n".getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 100_000; i++) {
              socket.getOutputStream().write(line);
            }
          } catch (IOException closedByTheServer) {
            // Which is what the test waits for.
          }
        });
    return socket;
  }

  private static void sendGarbage(int port) throws IOException {
    long seed = Form.seed();
    Form.summary("BackdoorAttack", "garbage, seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < Form.choose(50, 1000); i++) {
      try (Socket socket = connect(port)) {
        byte[] bytes = new byte[1 + random.nextInt(5000)];
        random.nextBytes(bytes);
        // It is taken for a line that was piped, whatever it is.
        bytes[bytes.length - 1] = '\n';
        socket.getOutputStream().write(bytes);
        answer(socket);
      } catch (IOException reset) {
        // The server had not read all when it closed.
      }
    }
  }

  private static void sendEndlessLine(int port) throws IOException {
    byte[] megabyte = new byte[1 << 20];
    Arrays.fill(megabyte, (byte) 'a');
    int sent = 0;
    try (Socket socket = connect(port)) {
      OutputStream out = socket.getOutputStream();
      while (sent < 100) {
        out.write(megabyte);
        sent++;
      }
    } catch (IOException closed) {
      // Long before the end.
    }
    assertTrue(sent < 100, "100 MB of one line were read");
  }

  private static void connectOften(int port) throws IOException {
    List<Socket> open = new ArrayList<>();
    try {
      for (int i = 0; i < Form.choose(200, 1000); i++) {
        open.add(connect(port));
      }
      assertEquals("there are 16 sessions already\n", answer(open.getLast()));
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
    }
  }

  private static long descriptors(long pid) throws IOException {
    try (var open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return open.count();
    }
  }
}
