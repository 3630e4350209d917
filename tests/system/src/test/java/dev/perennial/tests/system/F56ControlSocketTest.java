package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// F56: whoever connects to the control socket says nonsense, far too much, or nothing. The program
/// answers others meanwhile, and keeps nothing of it.
class F56ControlSocketTest {

  private static final int HUGE = 100 << 20;

  @RegisterExtension private final Programs programs = new Programs();

  @Test
  void nonsense_floods_and_silence_leave_the_program_as_it_was() throws Exception {
    Program program = programs.startReady(programs.file().api(1).heap("48m"));
    Set<Long> workers = program.workers();
    long sockets = sockets(program);
    long seed = Form.seed();
    Random random = new Random(seed);

    List<SocketChannel> silent = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      silent.add(connect(program));
    }
    for (int i = 0; i < 50; i++) {
      byte[] garbage = new byte[random.nextInt(3000)];
      random.nextBytes(garbage);
      try (SocketChannel channel = connect(program)) {
        write(channel, garbage);
      }
    }
    long swallowed = flood(program);
    assertTrue(swallowed < HUGE / 10, () -> "read " + swallowed + " bytes of one line");
    assertEquals(workers, program.workers());

    // Those who said nothing are sent away; nobody else is left.
    Waiting.until("all sockets given back", Program.PATIENCE, () -> sockets(program) <= sockets);
    for (SocketChannel channel : silent) {
      channel.close();
    }
    assertEquals(0, program.countLines("\tat "), program::explanation);
    Form.summary("F56", "seed " + seed + ", " + swallowed + " bytes of an endless line were taken");
    program.stop();
  }

  @Test
  void descriptors_that_run_out_for_a_while_do_not_make_the_program_deaf() throws Exception {
    ProgramFile file = programs.file().api(1).startedBy("ulimit -n 256; " + ProgramFile.SHIELD);
    Program program = programs.startReady(file);
    List<SocketChannel> silent = new ArrayList<>();
    for (int i = 0; i < 256; i++) {
      silent.add(connect(program));
    }
    program.awaitLine("exhausted", line -> line.contains("cannot accept on"));
    for (SocketChannel channel : silent) {
      channel.close();
    }
    program.reload();
    program.stop();
  }

  // One line without an end, until the program has had enough.
  private static long flood(Program program) throws IOException {
    long written = 0;
    byte[] block = new byte[1 << 16];
    java.util.Arrays.fill(block, (byte) 'x');
    try (SocketChannel channel = connect(program)) {
      while (written < HUGE) {
        write(channel, block);
        written += block.length;
      }
    } catch (IOException refused) {
      return written;
    }
    return written;
  }

  // Sockets alone: a JVM also opens files whenever it needs another class.
  private static long sockets(Program program) {
    return ProcFs.descriptors(program.pid()).values().stream()
        .filter(where -> where.startsWith("socket:"))
        .count();
  }

  private static SocketChannel connect(Program program) throws IOException {
    return SocketChannel.open(
        UnixDomainSocketAddress.of(program.file().stateDirectory().resolve("control.sock")));
  }

  private static void write(SocketChannel channel, byte[] bytes) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    while (rest.hasRemaining()) {
      channel.write(rest);
    }
  }
}
