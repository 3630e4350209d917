package dev.perennial.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// Has the factories make what was found.
final class PasteBuilder {

  private PasteBuilder() {}

  static Handler app(PasteNode node) {
    return switch (node) {
      case PasteNode.Made made -> made(made);
      case PasteNode.Around(PasteNode filter, PasteNode inner) -> filter(filter).apply(app(inner));
      case PasteNode.Pipeline(List<PasteNode> filters, PasteNode app) -> around(filters, app(app));
    };
  }

  private static Handler around(List<PasteNode> filters, Handler app) {
    Handler chain = app;
    for (PasteNode filter : filters.reversed()) {
      chain = filter(filter).apply(chain);
    }
    return chain;
  }

  private static UnaryOperator<Handler> filter(PasteNode node) {
    return switch (node) {
      case PasteNode.Made made -> app -> put(made, app);
      case PasteNode.Around(PasteNode outer, PasteNode inner) ->
          app -> filter(outer).apply(filter(inner).apply(app));
      case PasteNode.Pipeline _ -> throw new IllegalStateException("a pipeline is no filter");
    };
  }

  private static Handler made(PasteNode.Made node) {
    PipelineSettings settings = node.settings();
    return explained(
        node,
        () ->
            switch (node.factory()) {
              case PipelineFactory.OfApp app -> app.create(settings);
              case PipelineFactory.OfComposite composite ->
                  composite.create(new Parts(node), settings);
              case PipelineFactory.OfFilter _, PipelineFactory.OfFilterApp _ ->
                  throw new IllegalStateException("a filter is no app");
            });
  }

  private static Handler put(PasteNode.Made node, Handler app) {
    PipelineSettings settings = node.settings();
    return explained(
        node,
        () ->
            switch (node.factory()) {
              case PipelineFactory.OfFilter filter ->
                  Filter.around(List.of(filter.create(settings)), app);
              case PipelineFactory.OfFilterApp filterApp -> filterApp.create(app, settings);
              case PipelineFactory.OfApp _, PipelineFactory.OfComposite _ ->
                  throw new IllegalStateException("an app is no filter");
            });
  }

  private static Handler explained(PasteNode.Made node, Supplier<Handler> making) {
    try {
      return making.get();
    } catch (IllegalArgumentException wrong) {
      throw new PipelineException(node.place(), String.valueOf(wrong.getMessage()), wrong);
    }
  }

  private record Parts(PasteNode.Made composite) implements PipelineParts {

    @Override
    public Handler app(String name) {
      return PasteBuilder.app(
          composite
              .owner()
              .resolve(
                  PasteKind.APP, name, composite.global(), composite.place(), composite.trail()));
    }

    @Override
    public <K> Map<K, Handler> apps(Map<K, String> names) {
      Map<K, Handler> made = new LinkedHashMap<>();
      List<PasteLookup> failures = new ArrayList<>();
      names.forEach((key, name) -> {
        try {
          made.put(key, app(name));
        } catch (PasteLookup failure) {
          failures.add(failure);
        }
      });
      if (!failures.isEmpty()) {
        throw PasteLookup.of(failures);
      }
      return made;
    }

    @Override
    public Handler pipeline(List<String> names) {
      if (names.isEmpty()) {
        throw new IllegalArgumentException("a pipeline needs an app");
      }
      return PasteBuilder.app(
          composite
              .owner()
              .pipeline(names, composite.global(), composite.place(), composite.trail()));
    }
  }
}
