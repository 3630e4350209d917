package dev.perennial.tests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.rpc.DeliveryException;
import dev.perennial.rpc.Endpoint;
import dev.perennial.rpc.RemoteMethod;
import dev.perennial.rpc.RpcClient;
import dev.perennial.rpc.RpcServer;
import dev.perennial.rpc.Target;
import dev.perennial.rpc.Transport;
import dev.perennial.rpc.TransportUrl;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// TLS to a real broker that wants certificates of its clients.
final class RabbitTlsTest {

  private static final Target TOPIC = Target.of("tls");

  @Endpoint
  static final class Adder {
    @RemoteMethod
    int add(int a, int b) {
      return a + b;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "TLSv1_2", "TLSv1_3"})
  void calls_travel_by_tls_with_a_certificate_of_the_client(String version) throws Exception {
    try (Transport transport = open("localhost", client(Map.of("ssl_version", version)))) {
      assertCallsTravel(transport);
    }
  }

  @Test
  void a_client_may_log_in_by_the_name_in_its_certificate() throws Exception {
    try (Transport transport = openWithoutPassword(byCertificateOf("guest"))) {
      assertCallsTravel(transport);
    }
  }

  @Test
  void a_name_in_a_certificate_that_is_no_user_of_the_broker_is_refused() {
    try (Transport transport = openWithoutPassword(byCertificateOf("client"))) {
      assertMessage(transport, "the broker has no user by the name in ssl_cert_file");
    }
  }

  private static void assertCallsTravel(Transport transport) throws Exception {
    RpcServer server =
        RpcServer.builder(transport, TOPIC.withServer("one")).endpoint(new Adder()).build();
    server.start();
    RpcClient client =
        RpcClient.create(transport, TOPIC).prepare(to -> to.timeout(Broker.PATIENCE));
    assertEquals(5, client.call("add", Map.of("a", 2, "b", 3), Integer.class));
    server.stop();
  }

  private static Map<String, String> byCertificateOf(String name) {
    BrokerCertificates files = Broker.shared().certificates();
    return client(
        Map.of(
            "rabbit_login_method", "EXTERNAL",
            "ssl_cert_file", files.certificate(name).toString(),
            "ssl_key_file", files.key(name).toString()));
  }

  @Test
  void a_broker_whose_certificate_names_another_host_is_refused() {
    assertRefused("127.0.0.1", client(Map.of()), "does not name the host of transport_url");
  }

  @Test
  void the_name_does_not_matter_where_that_is_set() throws Exception {
    Map<String, String> options = client(Map.of("ssl_enforce_hostname_verification", "false"));
    try (Transport transport = open("127.0.0.1", options)) {
      RpcClient.create(transport, TOPIC)
          .prepare(to -> to.timeout(Broker.PATIENCE))
          .cast("note", Map.of());
    }
  }

  @Test
  void a_broker_of_another_authority_is_refused() {
    String stranger = Broker.shared().certificates().certificate("stranger").toString();
    assertRefused(
        "localhost",
        client(Map.of("ssl_ca_file", stranger)),
        "comes from none of the authorities in ssl_ca_file");
  }

  @Test
  void a_missing_certificate_of_the_client_is_named() {
    Map<String, String> options = new HashMap<>(client(Map.of("ssl_version", "TLSv1_2")));
    options.remove("ssl_cert_file");
    options.remove("ssl_key_file");
    assertRefused("localhost", options, "set ssl_cert_file and ssl_key_file");
  }

  @Test
  void a_port_without_tls_is_named() {
    Transport transport =
        Transport.open(
            TransportUrl.parse("rabbit://guest:guest@localhost:" + Broker.shared().port() + "/"),
            Broker.shared().config(client(Map.of())));
    try (transport) {
      assertMessage(transport, "does not speak it at this port");
    }
  }

  private static void assertRefused(String host, Map<String, String> options, String part) {
    try (Transport transport = open(host, options)) {
      assertMessage(transport, part);
    }
  }

  private static void assertMessage(Transport transport, String part) {
    RpcClient client =
        RpcClient.create(transport, TOPIC)
            .prepare(to -> to.timeout(Duration.ofSeconds(30)).retries(0));
    String text =
        assertThrows(DeliveryException.class, () -> client.cast("note", Map.of())).getMessage();
    assertTrue(text.contains(part), text);
  }

  static Transport open(String host, Map<String, String> options) {
    return openAt("guest:guest@" + host, options);
  }

  private static Transport openWithoutPassword(Map<String, String> options) {
    return openAt("localhost", options);
  }

  private static Transport openAt(String place, Map<String, String> options) {
    Broker broker = Broker.shared();
    String url = "rabbit://" + place + ":" + broker.tlsPort() + "/";
    return Transport.open(TransportUrl.parse(url), broker.config(options));
  }

  static Map<String, String> client(Map<String, String> more) {
    BrokerCertificates files = Broker.shared().certificates();
    Map<String, String> options = new HashMap<>();
    options.put("ssl", "true");
    options.put("ssl_ca_file", files.certificate("ca").toString());
    options.put("ssl_cert_file", files.certificate("client").toString());
    options.put("ssl_key_file", files.key("client").toString());
    options.putAll(more);
    return options;
  }
}
