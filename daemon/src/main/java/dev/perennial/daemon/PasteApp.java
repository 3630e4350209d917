package dev.perennial.daemon;

import dev.perennial.config.Config;
import dev.perennial.config.OptionConflict;
import dev.perennial.config.Subscription;
import dev.perennial.http.Handler;
import dev.perennial.http.PasteOptions;
import dev.perennial.http.PipelineException;
import dev.perennial.http.PipelineFactories;
import dev.perennial.http.PipelineLoader;
import dev.perennial.http.Request;
import dev.perennial.http.Response;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/// The application of an [ApiService] over all of its starts: what was made of `api-paste.ini` at
/// the last of them, and a say in reloads while it serves.
final class PasteApp implements Handler {

  private static final Subscription NO_SAY = () -> {};

  private final Config config;
  private final String name;
  private final UnaryOperator<PipelineFactories.Builder> factories;
  private final AtomicReference<Subscription> say = new AtomicReference<>(NO_SAY);

  // What answers from the first start on; nobody asks before.
  private volatile Handler made = PasteApp::notStarted;

  PasteApp(Config config, String name, UnaryOperator<PipelineFactories.Builder> factories) {
    this.config = config;
    this.name = name;
    this.factories = factories;
  }

  private static Response notStarted(Request request) {
    throw new IllegalStateException("asked for " + request.path() + " before it was started");
  }

  @Override
  public Response handle(Request request) throws Exception {
    return made.handle(request);
  }

  /// Has the application made as the file and the configuration say now.
  ///
  /// @return the file
  /// @throws PipelineException if it does not lead to an application
  Path load() {
    PipelineLoader loader = loader(config, factories);
    made = loader.loadApp(name);
    return loader.path();
  }

  /// Has reloads in this process refused from now on while the file could not be used: by the time
  /// of the next [#load()] the service that serves has ended.
  void checkReloads() {
    say.getAndSet(config.checkReloads(this::check)).close();
  }

  /// Lets all reloads pass.
  void checkNoMore() {
    say.getAndSet(NO_SAY).close();
  }

  private void check(Config next) {
    try {
      loader(next, factories).check(name);
    } catch (PipelineException unusable) {
      throw next.live(PasteOptions.class)
          .refusal(new OptionConflict(String.valueOf(unusable.getMessage()), "api_paste_config"));
    }
  }

  static PipelineLoader loader(Config config, UnaryOperator<PipelineFactories.Builder> factories) {
    String strategy = config.get(ApiOptions.class).authStrategy();
    PipelineFactories.Builder known =
        PipelineFactories.builder()
            .composite("tacker.auth:pipeline_factory", new AuthStrategy(strategy));
    return PipelineLoader.of(config, factories.apply(known).build());
  }
}
