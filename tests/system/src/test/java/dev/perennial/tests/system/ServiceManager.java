package dev.perennial.tests.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Listens as systemd does to what a program says of itself. Java has no datagrams over UNIX
/// sockets, so a few lines of Perl receive them.
final class ServiceManager implements AutoCloseable {

  private static final String RECEIVER =
      """
      use Socket; $| = 1;
      socket(my $s, AF_UNIX, SOCK_DGRAM, 0) or die $!;
      bind($s, sockaddr_un($ARGV[0])) or die $!;
      print "listening\\n";
      while (defined recv($s, my $text, 4096, 0)) { print "$text\\n" }
      """;

  private final Path socket;
  private final Path heard;
  private final Process receiver;

  private ServiceManager(Path socket, Path heard, Process receiver) {
    this.socket = socket;
    this.heard = heard;
    this.receiver = receiver;
  }

  static ServiceManager start(Path socket) throws IOException, InterruptedException {
    Path heard = Path.of(socket + ".heard");
    Process receiver =
        new ProcessBuilder("perl", "-e", RECEIVER, socket.toString())
            .redirectErrorStream(true)
            .redirectOutput(heard.toFile())
            .start();
    ServiceManager manager = new ServiceManager(socket, heard, receiver);
    Waiting.until(
        "a service manager",
        Program.PATIENCE,
        () -> Files.readString(heard).startsWith("listening"));
    return manager;
  }

  Path socket() {
    return socket;
  }

  /// The messages so far.
  List<String> heard() {
    try {
      return Files.readAllLines(heard).stream().skip(1).toList();
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  @Override
  public void close() throws IOException {
    receiver.destroyForcibly().onExit().join();
    Files.deleteIfExists(socket);
  }
}
