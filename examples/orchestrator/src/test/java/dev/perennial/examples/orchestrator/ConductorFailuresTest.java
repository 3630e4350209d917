package dev.perennial.examples.orchestrator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.perennial.http.HttpError;
import dev.perennial.http.Request;
import dev.perennial.registry.DatabaseOutcomeUnknownException;
import dev.perennial.registry.DatabaseUnavailableException;
import dev.perennial.rpc.DeliveryException;
import dev.perennial.rpc.RemoteException;
import dev.perennial.rpc.RemoteFailure;
import dev.perennial.rpc.RpcException;
import dev.perennial.rpc.RpcTimeoutException;
import dev.perennial.rpc.UndeliverableException;
import dev.perennial.rpc.UnknownOutcomeException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What clients hear when the conductor is not heard. 503 means that nothing was done, so a client
/// may ask again.
class ConductorFailuresTest {

  @Test
  void what_was_not_sent_may_be_asked_again() {
    assertAnswer(503, new DeliveryException("no connection"));
    assertAnswer(503, new UndeliverableException("conductor"));
    assertAnswer(503, remote(DatabaseUnavailableException.class));
  }

  @Test
  void what_may_have_been_done_is_no_invitation_to_ask_again() {
    assertAnswer(504, new RpcTimeoutException("no reply"));
    assertAnswer(504, new UnknownOutcomeException("sent, but not confirmed"));
    assertAnswer(504, remote(DatabaseOutcomeUnknownException.class));
  }

  private static RemoteException remote(Class<? extends Exception> type) {
    return new RemoteException(
        new RemoteFailure(
            type.getSimpleName(), type.getPackageName(), "gone", List.of(), List.of(), Map.of()));
  }

  private static void assertAnswer(int status, RpcException failure) {
    Request request =
        (Request)
            Proxy.newProxyInstance(
                Request.class.getClassLoader(),
                new Class<?>[] {Request.class},
                (_, method, _) -> {
                  throw new AssertionError(method);
                });
    HttpError answer =
        assertThrows(
            HttpError.class,
            () ->
                VnfInstancesApi.filter(
                    request,
                    _ -> {
                      throw failure;
                    }));
    assertEquals(status, answer.status());
  }
}
