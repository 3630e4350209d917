package dev.perennial.examples.orchestrator;

import dev.perennial.http.Handler;
import dev.perennial.http.HttpError;
import dev.perennial.http.Request;
import dev.perennial.http.Response;
import dev.perennial.http.RestCollection;
import dev.perennial.http.RestCollection.Action;
import dev.perennial.http.Router;
import dev.perennial.registry.DatabaseException;
import dev.perennial.registry.DatabaseOutcomeUnknownException;
import dev.perennial.registry.DatabaseUnavailableException;
import dev.perennial.rpc.DeliveryException;
import dev.perennial.rpc.RemoteException;
import dev.perennial.rpc.RpcTimeoutException;
import dev.perennial.rpc.UnknownOutcomeException;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The HTTP side: reads requests, asks the conductor, writes answers.
final class VnfInstancesApi {

  /// What the API stands below.
  static final String BASE = "/v1";

  static final String COLLECTION = "/vnf_instances";

  static final String PATH = BASE + COLLECTION;

  private static final Set<String> OF_DATABASE =
      Set.of(
          DatabaseException.class.getSimpleName(),
          DatabaseUnavailableException.class.getSimpleName());
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
        .collection(
            COLLECTION,
            RestCollection.empty()
                .with(Action.INDEX, api::list)
                .with(Action.CREATE, withoutQuery(api::create))
                .with(Action.SHOW, withoutQuery(api::get))
                .with(Action.DELETE, withoutQuery(api::delete)))
        .post(COLLECTION + "/{id}/heal", withoutQuery(withoutBody(api::heal)))
        .build();
  }

  static Handler withoutQuery(Handler handler) {
    return request -> {
      ListQuery.requireOnly(List.of(), request);
      return handler.handle(request);
    };
  }

  private static Handler withoutBody(Handler handler) {
    return request -> {
      if (request.body().read() >= 0) {
        throw new HttpError(400, "the body must be empty: there is nothing to choose here");
      }
      return handler.handle(request);
    };
  }

  /// Turns the conductor's refusals into answers.
  static Response filter(Request request, Handler next) throws Exception {
    try {
      return next.handle(request);
    } catch (UnknownInstanceException unknown) {
      throw new HttpError(404, String.valueOf(unknown.getMessage()));
    } catch (RpcTimeoutException late) {
      throw new HttpError(504, "the conductor has not answered in time");
    } catch (UnknownOutcomeException lost) {
      throw new HttpError(504, "the answer of the conductor is lost; it may have done its work");
    } catch (DeliveryException undelivered) {
      throw new HttpError(503, "the conductor cannot be reached at the moment");
    } catch (RemoteException failure) {
      throw refusal(failure);
    }
  }

  private static RuntimeException refusal(RemoteException failure) {
    String type = failure.failure().type();
    if (type.equals(DatabaseOutcomeUnknownException.class.getSimpleName())) {
      return new HttpError(504, "the conductor has lost its database; it may have done its work");
    }
    return OF_DATABASE.contains(type)
        ? new HttpError(503, "the conductor cannot use its database at the moment")
        : failure;
  }

  private Response create(Request request) throws IOException {
    VnfInstance created = conductor.createVnfInstance(name(request.json(NewInstance.class)));
    return Response.json(201, created)
        .withHeader("Location", request.basePath() + COLLECTION + "/" + created.id());
  }

  private Response list(Request request) {
    ListQuery query = ListQuery.of(request);
    // One more than asked for shows whether there is a next page.
    List<VnfInstance> found =
        conductor.listVnfInstances(query.limit() + 1, query.marker(), query.state());
    if (found.size() <= query.limit()) {
      return Response.json(200, new Page(found, null));
    }
    List<VnfInstance> page = found.subList(0, query.limit());
    String next = request.basePath() + COLLECTION + query.behind(page.getLast());
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
    if (name.codePoints().anyMatch(VnfInstancesApi::isNoText)) {
      throw new HttpError(400, "'name' has control characters or halves of characters");
    }
    return name;
  }

  // Some databases take none of them, and nobody can see them.
  private static boolean isNoText(int codePoint) {
    int type = Character.getType(codePoint);
    return type == Character.CONTROL || type == Character.SURROGATE;
  }
}
