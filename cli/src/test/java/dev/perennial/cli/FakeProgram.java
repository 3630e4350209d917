package dev.perennial.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// A program that is nothing but a control socket with answers to requests.
final class FakeProgram implements AutoCloseable {

  private final ServerSocketChannel server;
  private final Map<String, String> answers;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final boolean endsAfterStop;
  private final Thread acceptor = Thread.ofPlatform().daemon(true).unstarted(this::accept);

  private FakeProgram(
      ServerSocketChannel server, Map<String, String> answers, boolean endsAfterStop) {
    this.server = server;
    this.answers = answers;
    this.endsAfterStop = endsAfterStop;
  }

  static FakeProgram in(Path directory, Map<String, String> answers) throws IOException {
    return start(directory, answers, true);
  }

  static FakeProgram thatNeverEnds(Path directory) throws IOException {
    return start(directory, Map.of("stop", "ok stopping"), false);
  }

  private static FakeProgram start(
      Path directory, Map<String, String> answers, boolean endsAfterStop) throws IOException {
    Files.createDirectories(directory);
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(directory.resolve("control.sock")));
    FakeProgram program = new FakeProgram(server, answers, endsAfterStop);
    program.acceptor.start();
    return program;
  }

  List<String> requests() {
    return requests;
  }

  @Override
  public void close() throws IOException {
    server.close();
    try {
      // A thread in accept keeps the socket alive for a moment after it was closed.
      acceptor.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel peer = server.accept();
        Thread.ofPlatform().daemon(true).start(() -> serve(peer));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(SocketChannel peer) {
    try (peer) {
      BufferedReader reader = new BufferedReader(Channels.newReader(peer, StandardCharsets.UTF_8));
      String line = reader.readLine();
      if (line == null) {
        return;
      }
      requests.add(line);
      String answer = answers.get(line.replaceFirst("^perennial 1 ", ""));
      if (answer != null) {
        peer.write(ByteBuffer.wrap((answer + "\n").getBytes(StandardCharsets.UTF_8)));
      }
      if (answer != null && !(endsAfterStop && line.endsWith(" stop"))) {
        reader.readLine();
      }
    } catch (IOException broken) {
      // The client has gone.
    }
  }
}
