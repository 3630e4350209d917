package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.perennial.service.BoundSocket;
import dev.perennial.service.ListenAddress;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What is left of a service that could not be started: nothing.
@Timeout(60)
class FailedStartTest {

  @RegisterExtension private final TestServices services = new TestServices();

  @TempDir Path folder;

  @Test
  void a_socket_that_cannot_be_made_at_all_leaves_none_of_the_others() throws Exception {
    Path first = folder.resolve("first.sock");
    try (FileSystem elsewhere =
        FileSystems.newFileSystem(folder.resolve("x.zip"), Map.of("create", "true"))) {
      assertThrows(
          IllegalArgumentException.class,
          () ->
              services.start(b ->
                  b.listen(ListenAddress.unix(first))
                      .listen(ListenAddress.unix(elsewhere.getPath("/second.sock")))));
    }
    assertFalse(Files.exists(first));
  }

  @Test
  void the_files_of_tls_are_read_again_after_a_start_that_failed() throws Exception {
    BoundSocket taken = Sockets.tcp();
    TestTls.fill(folder, "server");
    HttpService service =
        HttpService.builder("api").listen(taken.address()).tls(TestTls.config(folder)).build();
    assertThrows(IOException.class, service::start);
    taken.channel().close();
    TestTls.fill(folder, "next");
    service.start();
    try {
      assertEquals("CN=the next localhost", service.tls().orElseThrow().subject());
    } finally {
      service.stop();
    }
  }
}
