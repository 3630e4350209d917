package dev.perennial.daemon;

import dev.perennial.config.Config;
import dev.perennial.config.ConfigChange;
import dev.perennial.config.OptionConflict;
import dev.perennial.http.Handler;
import dev.perennial.http.HttpOptions;
import dev.perennial.http.HttpServerOptions;
import dev.perennial.http.HttpService;
import dev.perennial.http.PasteOptions;
import dev.perennial.http.PipelineFactories;
import dev.perennial.http.WsgiOptions;
import dev.perennial.schedule.Deadline;
import dev.perennial.service.Activity;
import dev.perennial.service.BoundSocket;
import dev.perennial.service.ListenAddress;
import dev.perennial.service.ListeningService;
import dev.perennial.tls.SslOptions;
import dev.perennial.tls.TlsContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// An HTTP API whose filters and applications stand in `api-paste.ini`:
///
/// ```java
/// ApiService api = ApiService.builder(config, "orchestrator")
///     .factories(known -> known.app("orchestrator.api:factory", settings -> routes))
///     .build();
/// System.exit(Launcher.launch(config, api, api.workers()).await());
/// ```
///
/// The file is read when the service starts, in each worker, and again when a launcher starts the
/// same object once more. It speaks TLS if `[ssl]` or `use_ssl` says so. A start fails with a
/// message in one line if the file has no application of the service's name, or cannot be used
/// otherwise.
///
/// Needs [#optionRecords()] among the groups of the program.
public class ApiService implements ListeningService {

  /// The application that is served unless another one is named.
  public static final String DEFAULT_APP = "tacker";

  private static final Logger LOG = System.getLogger("dev.perennial.daemon");

  private final String appName;
  private final ApiOptions options;
  private final PasteApp app;
  private final HttpService http;

  /// Makes a service from what a builder has collected.
  ///
  /// @param builder says everything
  protected ApiService(Builder builder) {
    this.appName = builder.appName;
    this.options = builder.options;
    this.app = new PasteApp(builder.config, builder.appName, builder.factories);
    this.http = builder.httpService(app);
  }

  /// A service of the application `tacker`.
  ///
  /// @param config the configuration of the program
  /// @return the service, not started
  public static ApiService create(Config config) {
    return create(config, DEFAULT_APP);
  }

  /// A service of an application that needs no factories but classes.
  ///
  /// @param config the configuration of the program
  /// @param appName the application in `api-paste.ini`; operators know the service as this with
  ///   `-api` behind it
  /// @return the service, not started
  public static ApiService create(Config config, String appName) {
    return builder(config, appName).build();
  }

  /// Begins a service.
  ///
  /// @param config the configuration of the program
  /// @param appName the application in `api-paste.ini`
  /// @return the builder
  public static Builder builder(Config config, String appName) {
    return new Builder(config, appName);
  }

  /// The option records that a program with such a service needs besides those of its launcher.
  ///
  /// @return for [dev.perennial.config.ConfigBuilder#groups]
  public static List<Class<? extends Record>> optionRecords() {
    return List.of(
        ApiOptions.class,
        PasteOptions.class,
        WsgiOptions.class,
        HttpServerOptions.class,
        SslOptions.class);
  }

  /// Makes the service that a class describes, by its static method `create(Config)`, to be
  /// launched. Whatever keeps it from being made is logged and thrown again as it is.
  ///
  /// @param type a subclass with a method of its own, or this class
  /// @param config the configuration of the program
  /// @return the service, not started
  /// @throws IllegalArgumentException if the class has no such method
  public static ApiService serve(Class<? extends ApiService> type, Config config) {
    try {
      return (ApiService) type.getMethod("create", Config.class).invoke(null, config);
    } catch (InvocationTargetException failed) {
      LOG.log(Level.ERROR, type.getSimpleName() + " cannot be made", failed.getTargetException());
      throw unchecked(failed.getTargetException());
    } catch (ReflectiveOperationException | ClassCastException | NullPointerException unusable) {
      IllegalArgumentException failure =
          new IllegalArgumentException(
              type.getName()
                  + " needs a public static method create(Config) that returns an ApiService",
              unusable);
      LOG.log(Level.ERROR, type.getSimpleName() + " cannot be made", failure);
      throw failure;
    }
  }

  private static RuntimeException unchecked(Throwable failure) {
    return switch (failure) {
      case RuntimeException known -> known;
      case Error error -> throw error;
      default -> new IllegalStateException(failure);
    };
  }

  @Override
  public String name() {
    return http.name();
  }

  /// In how many processes the service is to run: what `Launcher.launch` takes.
  ///
  /// @return at least 1
  public int workers() {
    return options.workers();
  }

  @Override
  public List<ListenAddress> listenAddresses() {
    return http.listenAddresses();
  }

  /// Where the service listens.
  ///
  /// @return the addresses; with the ports that were taken once they are bound
  public List<ListenAddress> boundAddresses() {
    return http.boundAddresses();
  }

  @Override
  public void bind(List<BoundSocket> sockets) {
    http.bind(sockets);
  }

  /// Reads `api-paste.ini`, has the application made, and serves it. From then on until it is
  /// stopped, a reload in this process is refused while the file could not be used, see
  /// [dev.perennial.http.PipelineLoader#check(String)].
  ///
  /// @throws dev.perennial.http.PipelineException if the file does not lead to an application
  @Override
  public void start() throws Exception {
    Path file = app.load();
    LOG.log(Level.INFO, "{0}: app {1} of {2}", name(), appName, file);
    http.start();
    app.checkReloads();
  }

  @Override
  public void reset(ConfigChange change) {
    http.reset(change);
  }

  /// What the service speaks TLS with, see [HttpService#tls()].
  ///
  /// @return nothing if it speaks plainly
  public Optional<TlsContext> tls() {
    return http.tls();
  }

  @Override
  public Optional<Instant> certificateEnd() {
    return http.certificateEnd();
  }

  @Override
  public void drain(Deadline deadline) throws InterruptedException {
    http.drain(deadline);
  }

  @Override
  public void stop() {
    app.checkNoMore();
    http.stop();
  }

  @Override
  public boolean awaitStopped(Deadline deadline) throws InterruptedException {
    return http.awaitStopped(deadline);
  }

  @Override
  public void trainingRun() throws Exception {
    http.trainingRun();
  }

  @Override
  public void warmUp() throws Exception {
    http.warmUp();
  }

  @Override
  public Activity activity() {
    return http.activity();
  }

  /// Collects what a service is made of. For one thread.
  public static final class Builder {

    private final Config config;
    private final String appName;
    private final List<ListenAddress> addresses = new ArrayList<>();
    private ApiOptions options;
    private UnaryOperator<PipelineFactories.Builder> factories = known -> known;
    private UnaryOperator<HttpService.Builder> engine = same -> same;

    private Builder(Config config, String appName) {
      this.config = config;
      this.appName = appName;
      this.options = config.get(ApiOptions.class);
    }

    /// Sets the options that this API has under its own name.
    ///
    /// @param own what counts more than `bind_host`, `bind_port` and `api_workers`
    /// @return this builder
    public Builder options(ApiListen own) {
      options = own.over(config.get(ApiOptions.class));
      return this;
    }

    /// Adds an address to listen on, besides that of `bind_host` and `bind_port` or of
    /// [#options(ApiListen)].
    ///
    /// @param address where to listen
    /// @return this builder
    public Builder listen(ListenAddress address) {
      addresses.add(address);
      return this;
    }

    /// Gives names to what `api-paste.ini` refers to.
    ///
    /// @param more adds names to those that are known
    /// @return this builder
    public Builder factories(UnaryOperator<PipelineFactories.Builder> more) {
      factories = more;
      return this;
    }

    /// Sets what the training run of the AOT cache asks: the same application, but with other
    /// factories where the usual ones would leave a trace. See
    /// [HttpService.Builder#trainingRun(Handler, String...)].
    ///
    /// @param other adds names to those that are known, in the process that trains only
    /// @param paths what is asked for
    /// @return this builder
    public Builder trainingRun(UnaryOperator<PipelineFactories.Builder> other, String... paths) {
      Handler trained = request -> PasteApp.loader(config, other).loadApp(appName).handle(request);
      return http(engine -> engine.trainingRun(trained, paths));
    }

    /// Changes the HTTP service inside, such as its filters or limits. A further call adds to the
    /// first.
    ///
    /// @param change changes it; the handler that it sets is not used
    /// @return this builder
    public Builder http(UnaryOperator<HttpService.Builder> change) {
      UnaryOperator<HttpService.Builder> before = engine;
      engine = builder -> change.apply(before.apply(builder));
      return this;
    }

    /// Makes the service.
    ///
    /// @return the service, not started
    /// @throws dev.perennial.config.ConfigException if TLS is wanted and its files cannot be used
    public ApiService build() {
      return new ApiService(this);
    }

    private HttpService httpService(Handler answers) {
      HttpService.Builder builder =
          HttpService.builder(appName + "-api").options(() -> HttpOptions.of(config));
      builder.tls(config, Builder::wantsTls);
      builder.listen(
          ListenAddress.tcp(options.bindHost(), options.bindPort())
              .with(config.get(WsgiOptions.class).socketOptions().withBacklog(options.backlog())));
      addresses.forEach(builder::listen);
      return engine.apply(builder).handler(answers).build();
    }

    private static boolean wantsTls(Config config) {
      Optional<Boolean> wish = config.get(ApiOptions.class).useSsl();
      if (wish.orElse(false) && !config.get(SslOptions.class).isEnabled()) {
        throw config
            .live(ApiOptions.class)
            .refusal(
                new OptionConflict(
                    "use_ssl needs a certificate: set cert_file and key_file in [ssl]", "use_ssl"));
      }
      return wish.orElse(true);
    }
  }
}
