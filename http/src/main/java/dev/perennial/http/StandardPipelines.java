package dev.perennial.http;

import java.util.HashMap;
import java.util.List;
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
    Map<String, PipelineFactory> all = new HashMap<>();
    PipelineFactory.OfComposite urlMap = UrlMap::create;
    for (String name : List.of("egg:Paste#urlmap", "paste.urlmap:urlmap_factory")) {
      all.put(name, urlMap);
    }
    PipelineFactory.OfFilter cors = CorsFilter::create;
    for (String name : List.of("egg:oslo.middleware#cors", "oslo_middleware.cors:filter_factory")) {
      all.put(name, cors);
    }
    PipelineFactory.OfFilter catchErrors = _ -> new CatchErrorsFilter();
    for (String name :
        List.of(
            "egg:oslo.middleware#catch_errors",
            "oslo_middleware:CatchErrors.factory",
            "oslo_middleware.catch_errors:CatchErrors.factory")) {
      all.put(name, catchErrors);
    }
    // Every request has an id before the first filter sees it; whom to believe about a client is an
    // option of the server.
    PipelineFactory.OfFilter builtIn = _ -> (request, next) -> next.handle(request);
    for (String name :
        List.of(
            "egg:oslo.middleware#request_id",
            "oslo_middleware:RequestId.factory",
            "oslo_middleware.request_id:RequestId.factory",
            "egg:oslo.middleware#http_proxy_to_wsgi",
            "oslo_middleware:HTTPProxyToWSGI.factory",
            "oslo_middleware.http_proxy_to_wsgi:HTTPProxyToWSGI.factory")) {
      all.put(name, builtIn);
    }
    PipelineFactory.OfFilter sizeLimit = SizeLimitFilter::create;
    for (String name :
        List.of(
            "egg:oslo.middleware#sizelimit",
            "oslo_middleware:RequestBodySizeLimiter.factory",
            "oslo_middleware.sizelimit:RequestBodySizeLimiter.factory")) {
      all.put(name, sizeLimit);
    }
    PipelineFactory.OfFilter check = HealthcheckFilter::create;
    PipelineFactory.OfApp checkApp = HealthcheckFilter::app;
    all.put("egg:oslo.middleware#healthcheck", check);
    for (String type :
        List.of("oslo_middleware:Healthcheck", "oslo_middleware.healthcheck:Healthcheck")) {
      all.put(type + ".factory", check);
      all.put(type + ".app_factory", checkApp);
    }
    PipelineFactory.OfFilter prefix = PrefixFilter::create;
    all.put("egg:PasteDeploy#prefix", prefix);
    return Map.copyOf(all);
  }
}
