package dev.perennial.daemon;

import dev.perennial.http.Handler;
import dev.perennial.http.PipelineFactory;
import dev.perennial.http.PipelineParts;
import dev.perennial.http.PipelineSettings;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/// Takes one of the pipelines that a section offers, the one named like the strategy:
///
/// ```ini
/// [composite:api]
/// use = call:tacker.auth:pipeline_factory
/// noauth = request_id catch_errors apiv1
/// keystone = request_id catch_errors authtoken keystonecontext apiv1
/// ```
///
/// @param name the value of `auth_strategy`
record AuthStrategy(String name) implements PipelineFactory.OfComposite {

  @Override
  public Handler create(PipelineParts parts, PipelineSettings settings) {
    String pipeline =
        settings
            .get(name)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "auth_strategy = %s, but the section offers only %s"
                        .formatted(
                            name, String.join(", ", new TreeSet<>(settings.local().keySet())))));
    List<String> words = Arrays.asList(pipeline.strip().split("\\s+"));
    return parts.pipeline(words);
  }
}
