package dev.perennial.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EndpointTableTest {

  @Endpoint
  static class Plain {
    @RemoteMethod
    String foo() {
      return "plain";
    }

    @RemoteMethod
    String bar() {
      return "plain bar";
    }

    String hidden() {
      return "never";
    }
  }

  @Endpoint(namespace = "testns")
  static class Spaced {
    @RemoteMethod
    String foo() {
      return "spaced";
    }
  }

  @Endpoint(namespace = "testns", legacyNamespaces = "")
  static class Moved {
    @RemoteMethod
    String foo() {
      return "moved";
    }
  }

  @Endpoint(version = "1.5")
  static class OneFive {
    @RemoteMethod
    String foo() {
      return "1.5";
    }
  }

  @Endpoint(version = "3.4")
  static class ThreeFour {
    @RemoteMethod
    String foo() {
      return "3.4";
    }
  }

  @Endpoint(version = "3.0")
  static class ThreeZero {
    @RemoteMethod
    String foo() {
      return "3.0";
    }
  }

  @Endpoint
  static class Twice {
    @RemoteMethod("same")
    void one() {}

    @RemoteMethod("same")
    void two() {}
  }

  @ParameterizedTest
  @CsvSource({
    "1.0, 1.0, true",
    "1.5, 1.2, true",
    "1.5, 1.6, false",
    "2.0, 1.0, false",
    "1.0, 2.0, false",
    "1.5.1, 1.5.1, true",
    "1.5.1, 1.5.2, false",
    "1.5, 1.4.9, true",
    "1.5, 1.5.1, false"
  })
  void a_version_serves_its_own_minor_number_and_smaller_ones(
      String implemented, String requested, boolean serves) {
    assertEquals(serves, ApiVersion.parse(implemented).serves(ApiVersion.parse(requested)));
  }

  @Test
  void a_version_without_a_minor_number_is_refused() {
    assertThrows(InvalidTargetException.class, () -> ApiVersion.parse("1"));
  }

  @Test
  void a_message_without_version_and_namespace_finds_the_plain_endpoint() throws Throwable {
    assertEquals("plain", call(List.of(new Plain(), new Spaced()), "foo", "", ""));
  }

  @Test
  void a_namespace_finds_its_own_endpoint_only() throws Throwable {
    List<Object> endpoints = List.of(new Plain(), new Spaced());
    assertEquals("spaced", call(endpoints, "foo", "testns", ""));
    assertThrows(UnsupportedVersionException.class, () -> call(endpoints, "foo", "nstest", ""));
    assertEquals("moved", call(List.of(new Moved()), "foo", "", ""));
  }

  @Test
  void the_first_endpoint_whose_version_fits_is_called() throws Throwable {
    assertEquals("3.4", call(List.of(new OneFive(), new ThreeFour()), "foo", "", "3.2"));
    assertThrows(
        UnsupportedVersionException.class,
        () -> call(List.of(new OneFive(), new ThreeZero()), "foo", "", "3.2"));
  }

  @Test
  void an_endpoint_that_lacks_the_method_leaves_it_to_the_next() throws Throwable {
    assertEquals("plain bar", call(List.of(new OneFive(), new Plain()), "bar", "", ""));
  }

  @Test
  void what_is_not_offered_is_not_there() {
    for (String name : List.of("hidden", "foobar", "_foo", "toString", "get_class")) {
      assertThrows(
          NoSuchRemoteMethodException.class, () -> call(List.of(new Plain()), name, "", ""), name);
    }
  }

  @Test
  void the_refusals_say_what_python_says() {
    RemoteException missing =
        assertThrows(RemoteException.class, () -> call(List.of(new Plain()), "foobar", "", ""));
    assertEquals("oslo_messaging.rpc.dispatcher.NoSuchMethod", missing.failure().qualifiedType());
    assertEquals("Endpoint does not support RPC method foobar", missing.failure().message());
    RemoteException newer =
        assertThrows(RemoteException.class, () -> call(List.of(new Plain()), "foo", "", "1.1"));
    assertEquals(
        "Endpoint does not support RPC version 1.1. Attempted method: foo",
        newer.failure().message());
  }

  @Test
  void an_object_that_is_no_endpoint_and_two_methods_of_one_name_are_refused() {
    assertTrue(refusal("text").contains("neither it nor an interface of it has @Endpoint"));
    assertTrue(refusal(new Twice()).contains("two methods same"));
  }

  @ParameterizedTest
  @CsvSource({
    "vnfId, vnf_id", "id, id", "getVNFInstance, get_vnf_instance", "createdAt, created_at",
    "a, a", "isA, is_a", "snake_case, snake_case", "getHTTP, get_http"
  })
  void names_on_the_wire_are_in_snake_case(String java, String wire) {
    assertEquals(wire, WireNames.snakeCase(java));
  }

  private static String refusal(Object endpoint) {
    return assertThrows(IllegalArgumentException.class, () -> new EndpointTable(List.of(endpoint)))
        .getMessage();
  }

  private static Object call(
      List<Object> endpoints, String method, String namespace, String version) throws Throwable {
    RpcRequest request =
        new RpcRequest(
            method,
            Map.of(),
            Optional.of(namespace).filter(text -> !text.isEmpty()),
            Optional.of(version).filter(text -> !text.isEmpty()),
            Map.of());
    Object result =
        new EndpointTable(endpoints)
            .find(request)
            .call(RpcContext.empty(), request.args(), JsonSerializer.standard());
    return result == null ? "nothing" : result;
  }
}
