package dev.perennial.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/// Has the factories make what was found. Without switches over types, see [PasteNode].
final class PasteBuilder {

  /// What a check gives to composites and filters in place of what it does not make.
  private static final Handler NOT_MADE =
      _ -> {
        throw new IllegalStateException("this application was only looked at");
      };

  private PasteBuilder() {}

  static Handler made(PasteNode.Made node) {
    PipelineSettings settings = node.settings();
    PipelineFactory factory = node.factory();
    return explained(
        node,
        () -> {
          if (factory instanceof PipelineFactory.OfApp app) {
            return app.create(settings);
          }
          if (factory instanceof PipelineFactory.OfComposite composite) {
            return composite.create(new Parts(node, PasteNode::app), settings);
          }
          throw new IllegalStateException("a filter is no app");
        });
  }

  static Handler put(PasteNode.Made node, Handler app) {
    PipelineSettings settings = node.settings();
    PipelineFactory factory = node.factory();
    return explained(
        node,
        () -> {
          if (factory instanceof PipelineFactory.OfFilter filter) {
            return Filter.around(List.of(filter.create(settings)), app);
          }
          if (factory instanceof PipelineFactory.OfFilterApp filterApp) {
            return filterApp.create(app, settings);
          }
          throw new IllegalStateException("an app is no filter");
        });
  }

  static void check(PasteNode.Made node) {
    PipelineFactory factory = node.factory();
    if (factory instanceof PipelineFactory.OfComposite composite) {
      Parts parts = new Parts(node, PasteBuilder::checked);
      explained(node, () -> composite.create(parts, node.settings()));
    } else if (StandardPipelines.has(factory)) {
      if (factory instanceof PipelineFactory.OfApp) {
        made(node);
      } else {
        put(node, NOT_MADE);
      }
    }
  }

  private static Handler checked(PasteNode node) {
    node.check();
    return NOT_MADE;
  }

  private static Handler explained(PasteNode.Made node, Supplier<Handler> making) {
    try {
      return making.get();
    } catch (IllegalArgumentException wrong) {
      throw new PipelineException(node.place(), String.valueOf(wrong.getMessage()), wrong);
    }
  }

  /// @param maker what becomes of each part
  private record Parts(PasteNode.Made composite, Function<PasteNode, Handler> maker)
      implements PipelineParts {

    @Override
    public Handler app(String name) {
      return maker.apply(composite.owner().resolve(PasteKind.APP, name, composite.origin()));
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
      return maker.apply(composite.owner().pipeline(names, composite.origin()));
    }
  }
}
