package dev.perennial.examples.orchestrator;

import dev.perennial.http.Handler;
import dev.perennial.http.HttpError;
import dev.perennial.http.Request;
import dev.perennial.http.Response;
import dev.perennial.http.Router;
import dev.perennial.registry.DatabaseException;
import dev.perennial.rpc.DeliveryException;
import dev.perennial.rpc.RemoteException;
import dev.perennial.rpc.RpcTimeoutException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The HTTP side: reads requests, asks the conductor, writes answers.
final class VnfInstancesApi {

  static final String PATH = "/v1/vnf_instances";
  private static final int DEFAULT_LIMIT = 100;
  private static final int LARGEST_LIMIT = 1000;
  private static final int LONGEST_NAME = 255;

  private record NewInstance(@Nullable String name) {}

  private record Page(List<VnfInstance> vnfInstances, @Nullable String next) {}

  private final Conductor conductor;

  private VnfInstancesApi(Conductor conductor) {
    this.conductor = conductor;
  }

  static Router routes(Conductor conductor) {
    VnfInstancesApi api = new VnfInstancesApi(conductor);
    return Router.builder()
        .post(PATH, api::create)
        .get(PATH, api::list)
        .get(PATH + "/{id}", api::get)
        .delete(PATH + "/{id}", api::delete)
        .post(PATH + "/{id}/heal", api::heal)
        .build();
  }

  /// Turns the conductor's refusals into answers.
  static Response filter(Request request, Handler next) throws Exception {
    try {
      return next.handle(request);
    } catch (UnknownInstanceException unknown) {
      throw new HttpError(404, String.valueOf(unknown.getMessage()));
    } catch (RpcTimeoutException late) {
      throw new HttpError(504, "the conductor has not answered in time");
    } catch (DeliveryException undelivered) {
      throw new HttpError(503, "the conductor cannot be reached at the moment");
    } catch (RemoteException failure) {
      throw isOfDatabase(failure)
          ? new HttpError(503, "the conductor cannot use its database at the moment")
          : failure;
    }
  }

  private static boolean isOfDatabase(RemoteException failure) {
    return failure.failure().type().equals(DatabaseException.class.getSimpleName());
  }

  private Response create(Request request) throws IOException {
    VnfInstance created = conductor.createVnfInstance(name(request.json(NewInstance.class)));
    return Response.json(201, created).withHeader("Location", PATH + "/" + created.id());
  }

  private Response list(Request request) {
    int limit = request.query("limit").map(VnfInstancesApi::limit).orElse(DEFAULT_LIMIT);
    Optional<String> marker = request.query("marker").map(VnfInstancesApi::marker);
    // One more than asked for shows whether there is a next page.
    List<VnfInstance> found = conductor.listVnfInstances(limit + 1, marker);
    if (found.size() <= limit) {
      return Response.json(200, new Page(found, null));
    }
    List<VnfInstance> page = found.subList(0, limit);
    String next = PATH + "?limit=" + limit + "&marker=" + page.getLast().id();
    return Response.json(200, new Page(page, next));
  }

  private Response get(Request request) {
    return Response.json(200, conductor.getVnfInstance(request.pathParameter("id")));
  }

  private Response delete(Request request) {
    conductor.deleteVnfInstance(request.pathParameter("id"));
    return Response.empty(204);
  }

  private Response heal(Request request) {
    return Response.json(202, conductor.healVnfInstance(request.pathParameter("id")));
  }

  private static String name(NewInstance wanted) {
    String name = wanted.name();
    if (name == null || name.isBlank()) {
      throw new HttpError(400, "'name' is missing or blank");
    }
    if (name.length() > LONGEST_NAME) {
      throw new HttpError(400, "'name' is longer than " + LONGEST_NAME + " characters");
    }
    return name;
  }

  private static int limit(String text) {
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1) {
        return Math.min(limit, LARGEST_LIMIT);
      }
    } catch (NumberFormatException noNumber) {
      // Answered below, like a number that is too small.
    }
    throw new HttpError(400, "'limit' must be a number of at least 1, not '" + text + "'");
  }

  private static String marker(String text) {
    if (!InstanceIds.isId(text)) {
      throw new HttpError(400, "'marker' must be the id of an instance, not '" + text + "'");
    }
    return text;
  }
}
