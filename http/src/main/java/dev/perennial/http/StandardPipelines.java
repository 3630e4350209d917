package dev.perennial.http;

import java.util.HashMap;
import java.util.Map;

/// The names of Python's packages that have a counterpart here.
final class StandardPipelines {

  static final Map<String, PipelineFactory> ALL = all();

  private StandardPipelines() {}

  /// Whether a factory is one of these: what it makes reaches for nothing outside.
  static boolean has(PipelineFactory factory) {
    return ALL.containsValue(factory);
  }

  private static Map<String, PipelineFactory> all() {
    PipelineFactory.OfComposite urlMap = UrlMap::create;
    PipelineFactory.OfFilter cors = CorsFilter::create;
    PipelineFactory.OfFilter catchErrors = _ -> new CatchErrorsFilter();
    PipelineFactory.OfFilter sizeLimit = SizeLimitFilter::create;
    PipelineFactory.OfFilter prefix = PrefixFilter::create;
    PipelineFactory.OfFilter check = HealthcheckFilter::create;
    PipelineFactory.OfApp checkApp = HealthcheckFilter::app;
    // Every request has an id before the first filter sees it; whom to believe about a client is an
    // option of the server.
    PipelineFactory.OfFilter builtIn = _ -> (request, next) -> next.handle(request);

    Map<String, PipelineFactory> all = new HashMap<>();
    name(all, urlMap, "egg:Paste#urlmap", "paste.urlmap:urlmap_factory");
    name(all, cors, "egg:oslo.middleware#cors", "oslo_middleware.cors:filter_factory");
    name(all, prefix, "egg:PasteDeploy#prefix");
    name(
        all,
        catchErrors,
        "egg:oslo.middleware#catch_errors",
        "oslo_middleware:CatchErrors.factory",
        "oslo_middleware.catch_errors:CatchErrors.factory");
    name(
        all,
        builtIn,
        "egg:oslo.middleware#request_id",
        "oslo_middleware:RequestId.factory",
        "oslo_middleware.request_id:RequestId.factory");
    name(
        all,
        builtIn,
        "egg:oslo.middleware#http_proxy_to_wsgi",
        "oslo_middleware:HTTPProxyToWSGI.factory",
        "oslo_middleware.http_proxy_to_wsgi:HTTPProxyToWSGI.factory");
    name(
        all,
        sizeLimit,
        "egg:oslo.middleware#sizelimit",
        "oslo_middleware:RequestBodySizeLimiter.factory",
        "oslo_middleware.sizelimit:RequestBodySizeLimiter.factory");
    name(
        all,
        check,
        "egg:oslo.middleware#healthcheck",
        "oslo_middleware:Healthcheck.factory",
        "oslo_middleware.healthcheck:Healthcheck.factory");
    name(
        all,
        checkApp,
        "oslo_middleware:Healthcheck.app_factory",
        "oslo_middleware.healthcheck:Healthcheck.app_factory");
    return Map.copyOf(all);
  }

  private static void name(
      Map<String, PipelineFactory> all, PipelineFactory factory, String... names) {
    for (String name : names) {
      all.put(name, factory);
    }
  }
}
