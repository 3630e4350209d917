package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.schedule.Deadline;
import dev.perennial.service.ListenAddress;
import java.net.ConnectException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ServerCasesTest {

  @Test
  void a_service_without_a_handler_has_a_name_and_nothing_else() throws Exception {
    HttpService service =
        HttpService.builder("nothing").listen(ListenAddress.tcp("127.0.0.1", 0)).build();
    service.start();
    try (WireClient client = WireClient.connect(service.boundAddresses().getFirst())) {
      assertEquals("nothing", service.name());
      assertEquals(404, client.get("/").status());
    } finally {
      service.stop();
    }
  }

  @Test
  void any_port_becomes_a_real_one_and_a_stopped_server_is_gone() throws Exception {
    HttpService service =
        HttpService.builder("api").listen(ListenAddress.tcp("127.0.0.1", 0)).build();
    service.start();
    ListenAddress address = service.boundAddresses().getFirst();
    assertNotEquals(0, ((ListenAddress.Tcp) address).port());
    service.stop();
    assertTrue(service.awaitStopped(Deadline.after(Duration.ofSeconds(30))));
    assertThrows(ConnectException.class, () -> WireClient.connect(address));
  }
}
