package dev.perennial.examples.orchestrator;

import dev.perennial.http.Filter;
import dev.perennial.http.Handler;
import dev.perennial.http.HttpError;
import dev.perennial.http.PipelineFactories;
import dev.perennial.http.PipelineFactory;
import dev.perennial.http.Request;
import dev.perennial.http.Response;
import dev.perennial.http.Router;
import dev.perennial.http.TokenFilter;
import dev.perennial.http.TokenValidator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the names in `api-paste.ini` stand for. Another check of tokens takes another
/// [TokenValidator] here, or a class of its own in the file.
///
/// @param conductor does the work
/// @param tokens tells valid tokens from others; asked for only if the pipeline checks them
record ApiPipeline(Conductor conductor, Supplier<TokenValidator> tokens) {

  static final String AUTH_TOKEN = "keystonemiddleware.auth_token:filter_factory";

  private record Version(String id, String path) {}

  /// The body of `.../action`, with one of its fields.
  private record Action(@Nullable Heal heal) {}

  /// There is nothing to choose.
  private record Heal() {}

  private record Versions(List<Version> versions) {}

  private static final Versions VERSIONS =
      new Versions(List.of(new Version("v1", VnfInstancesApi.BASE)));

  PipelineFactories.Builder addTo(PipelineFactories.Builder known) {
    PipelineFactory.OfFilter extensions = _ -> this::extensions;
    return known
        .app("orchestrator.api.versions:Versions.factory", _ -> versions())
        .app("orchestrator.api.v1.router:APIRouter.factory", _ -> instances())
        .filter(AUTH_TOKEN, _ -> new TokenFilter(tokens.get()))
        .filter("orchestrator.api.extensions:extension_middleware_factory", extensions);
  }

  private static Handler versions() {
    return Router.builder().get("/", _ -> Response.json(200, VERSIONS)).build();
  }

  private Handler instances() {
    return Filter.around(List.of(VnfInstancesApi::filter), VnfInstancesApi.routes(conductor));
  }

  /// Answers `POST .../{id}/action` with the body `{"heal": {}}`; everything else goes on.
  private Response extensions(Request request, Handler next) throws Exception {
    return request.path().endsWith("/action")
        ? VnfInstancesApi.filter(request, actions())
        : next.handle(request);
  }

  private Router actions() {
    return Router.builder()
        .post(VnfInstancesApi.COLLECTION + "/{id}/action", VnfInstancesApi.withoutQuery(this::act))
        .build();
  }

  private Response act(Request request) throws Exception {
    if (request.json(Action.class).heal() == null) {
      throw new HttpError(400, "the body must name one action, and 'heal' is the only one");
    }
    return Response.json(202, conductor.healVnfInstance(request.pathParameter("id")));
  }
}
