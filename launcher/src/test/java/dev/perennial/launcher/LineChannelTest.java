package dev.perennial.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LineChannelTest {

  @TempDir Path directory;

  @Test
  void a_worker_whose_virtual_threads_all_compute_is_heard() throws Exception {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("s"));
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(address);
      try (LineChannel worker = new LineChannel(SocketChannel.open(address));
          LineChannel supervisor = new LineChannel(server.accept());
          BusyVirtualThreads _ = new BusyVirtualThreads()) {
        worker.send("ready");
        assertEquals(Optional.of("ready"), supervisor.receive());
      }
    }
  }
}
