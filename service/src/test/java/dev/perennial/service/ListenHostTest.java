package dev.perennial.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perennial.recorded.LogRecorder;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListenHostTest {

  @Test
  void a_number_stays_as_it_was_written() throws Exception {
    for (String number : List.of("0.0.0.0", "127.0.0.1", "::", "::1")) {
      assertEquals(number, ListenHost.resolve(ListenAddress.tcp(number, 80)).host());
    }
  }

  @Test
  void a_name_becomes_its_first_number_and_the_others_are_named() throws Exception {
    ListenAddress.Tcp wanted = ListenAddress.tcp("api.example", 80);
    List<InetAddress> meant =
        List.of(InetAddress.ofLiteral("192.0.2.1"), InetAddress.ofLiteral("192.0.2.2"));
    assertEquals("192.0.2.1:80", ListenHost.first(wanted, meant).text());
    assertEquals(
        1,
        LogRecorder.count(
            "WARNING api.example:80 is served at 192.0.2.1:80 alone, not at 192.0.2.2: listen on"
                + " each of them, or on 0.0.0.0 or ::"));
  }

  @Test
  void a_name_with_one_number_is_no_news() throws Exception {
    List<InetAddress> one = List.of(InetAddress.ofLiteral("192.0.2.1"));
    ListenHost.first(ListenAddress.tcp("single.example", 80), one);
    assertEquals(0, LogRecorder.count("single.example"));
  }
}
