package dev.perennial.http;

import dev.perennial.config.Config;
import dev.perennial.config.ConfigChange;
import dev.perennial.schedule.Deadline;
import dev.perennial.schedule.Timers;
import dev.perennial.service.Activity;
import dev.perennial.service.BoundSocket;
import dev.perennial.service.ListenAddress;
import dev.perennial.service.ListeningService;
import dev.perennial.service.Metrics;
import dev.perennial.tls.TlsContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// HTTP as a service.
///
/// ```java
/// HttpService api =
///     HttpService.builder("api")
///         .listen(ListenAddress.tcp("127.0.0.1", 9890))
///         .handler(Router.builder().get("/", request -> Response.text(200, "hello")).build())
///         .build();
/// ```
///
/// Started by a launcher it gets its sockets from there; started on its own it binds them.
public final class HttpService implements ListeningService {

  // Enough for the JVM to compile most of what a request takes; many connections, because a client
  // that has to come back to a new worker begins with one.
  private static final int WARM_UP_CONNECTIONS = 100;
  private static final int WARM_UP_REQUESTS = 10;
  private static final Duration WARM_UP_LIMIT = Duration.ofSeconds(1);

  private final String name;
  private final List<ListenAddress> addresses;
  private final HttpServer server;
  private final LoopbackExchange training;
  private final LoopbackExchange warmUp;
  private final Optional<ServedTls> tls;

  private HttpService(Builder builder, Handler handler) {
    HttpOptions now = builder.options.get();
    Optional<Health> health = builder.health;
    this.name = builder.name;
    this.addresses = builder.addresses.stream().map(now::appliedTo).toList();
    this.tls =
        builder.secured.map(config ->
            new ServedTls(
                config,
                builder.wanted,
                Timers.system(),
                () -> new ServedCertificate(Metrics.ofProcess(), name)));
    this.server =
        new HttpServer(
            () -> RequestCount.of(Metrics.ofProcess(), name),
            addresses,
            Filter.around(builder.filters, handler),
            builder.options,
            builder.nonBlocking,
            () -> health.map(this::withCertificate));
    this.training =
        new LoopbackExchange(
            Filter.around(builder.filters, builder.trainingHandler), now, builder.trainingPaths);
    this.warmUp = new LoopbackExchange(builder.warmUpHandler, now, builder.warmUpPaths);
  }

  // The files are the service's own, so it looks after them by itself.
  private Health withCertificate(Health health) {
    return tls().isEmpty()
        ? health
        : health.with(
            Health.CERTIFICATE, () -> ServedCertificate.check(tls().orElseThrow(), Instant.now()));
  }

  /// Begins a service.
  ///
  /// @param name by which operators know it
  /// @return the builder
  public static Builder builder(String name) {
    return new Builder(name);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<ListenAddress> listenAddresses() {
    return addresses;
  }

  /// Where the service listens.
  ///
  /// @return the addresses; with the ports that were taken once they are bound
  public List<ListenAddress> boundAddresses() {
    return server.addresses();
  }

  @Override
  public void bind(List<BoundSocket> sockets) {
    server.bind(sockets);
  }

  @Override
  public void start() throws Exception {
    tls.ifPresent(served -> server.secure(served.start()));
    try {
      server.start();
    } catch (Exception failure) {
      // Not if it is refused because the server runs.
      if (server.isStopped()) {
        tls.ifPresent(ServedTls::stop);
      }
      throw failure;
    }
  }

  /// Reads the files of TLS again, for connections that come from now on; see
  /// [Builder#tls(Config)].
  @Override
  public void reset(ConfigChange change) {
    tls.ifPresent(ServedTls::reload);
  }

  /// What the service speaks TLS with, for its metrics: [TlsContext#expiresAt()].
  ///
  /// @return nothing if it speaks plainly
  public Optional<TlsContext> tls() {
    return tls.flatMap(ServedTls::context);
  }

  @Override
  public Optional<Instant> certificateEnd() {
    return tls().map(TlsContext::expiresAt);
  }

  /// Has drains close connections after another time than a quiet second, for tests.
  void closeAfter(Duration quiet) {
    server.closeAfter(quiet);
  }

  @Override
  public void drain(Deadline deadline) throws InterruptedException {
    server.drain(deadline);
  }

  @Override
  public void stop() {
    tls.ifPresent(ServedTls::stop);
    server.stop();
  }

  @Override
  public boolean awaitStopped(Deadline deadline) throws InterruptedException {
    return server.awaitStopped(deadline);
  }

  /// Serves a few requests of its own on a loopback port that nobody knows; see
  /// [Builder#trainingRun(Handler, String...)].
  @Override
  public void trainingRun() throws Exception {
    training.once();
  }

  /// Asks itself some hundred times on a loopback port that nobody knows; see
  /// [Builder#warmUp(Handler, String...)].
  @Override
  public void warmUp() throws Exception {
    warmUp.repeatedly(WARM_UP_CONNECTIONS, WARM_UP_REQUESTS, Deadline.after(WARM_UP_LIMIT));
  }

  @Override
  public Activity activity() {
    return server.activity();
  }

  /// Collects what a service is made of. For one thread.
  public static final class Builder {

    private final String name;
    private final List<ListenAddress> addresses = new ArrayList<>();
    private final List<Filter> filters = new ArrayList<>();
    private Handler handler = Router.builder().build();
    private Supplier<HttpOptions> options = () -> HttpOptions.DEFAULTS;
    private Optional<Config> secured = Optional.empty();
    private Predicate<Config> wanted = _ -> true;
    private Optional<Health> health = Optional.empty();
    private Optional<NonBlockingHandler> nonBlocking = Optional.empty();
    private Handler trainingHandler = _ -> Response.text(200, "trained");
    private List<String> trainingPaths = List.of("/");
    private Handler warmUpHandler = _ -> Response.text(200, "warm");
    private List<String> warmUpPaths = List.of("/");

    private Builder(String name) {
      this.name = name;
    }

    /// Adds an address to listen on; at least one is needed.
    ///
    /// @param address where to listen
    /// @return this builder
    public Builder listen(ListenAddress address) {
      addresses.add(address);
      return this;
    }

    /// Sets what answers the requests, usually a [Router]. Without this call everything is a 404.
    ///
    /// @param answers the handler
    /// @return this builder
    public Builder handler(Handler answers) {
      handler = answers;
      return this;
    }

    /// Sets what answers the requests without ever waiting, in place of a [Handler] and of filters.
    /// No thread is spent on its requests: the one that reads them answers them, or whoever
    /// completes the answer. `wsgi_default_pool_size` does not bound them, and the body of each is
    /// collected before the handler is asked.
    ///
    /// @param answers the handler
    /// @return this builder
    public Builder nonBlocking(NonBlockingHandler answers) {
      nonBlocking = Optional.of(answers);
      return this;
    }

    /// Adds a filter inside those that were added before.
    ///
    /// @param filter the filter
    /// @return this builder
    public Builder filter(Filter filter) {
      filters.add(filter);
      return this;
    }

    /// Sets the limits, and after what time connections are probed; [HttpOptions#DEFAULTS] without
    /// this call.
    ///
    /// @param limits the limits
    /// @return this builder
    public Builder options(HttpOptions limits) {
      return options(() -> limits);
    }

    /// Sets the limits as they are at each start, such as `() -> HttpOptions.of(config)`: a
    /// launcher that reloads within one process starts the same service again, and then new ones
    /// count. What they say of listening sockets counts as it was when the service was made.
    ///
    /// @param limits asked once for each start, and when the service is made
    /// @return this builder
    public Builder options(Supplier<HttpOptions> limits) {
      options = limits;
      return this;
    }

    /// Has the service answer `/livez`, `/readyz` and `/healthz`, in front of the filters. Without
    /// this call these paths are like any other.
    ///
    /// @param checks what it looks at; also one without checks knows whether the service drains
    /// @return this builder
    public Builder health(Health checks) {
      health = Optional.of(checks);
      return this;
    }

    /// Has all addresses speak TLS if `[ssl]` says so. The files are read by [#build()], at every
    /// start, on a reset, and when they change; a reload of the configuration is refused while they
    /// cannot be used.
    ///
    /// @param config the configuration; must have [dev.perennial.tls.SslOptions] among its groups
    /// @return this builder
    public Builder tls(Config config) {
      return tls(config, _ -> true);
    }

    /// The same for a program that may do without TLS though there are files for it.
    ///
    /// @param config the configuration
    /// @param wish whether TLS is wanted; asked by [#build()], at every start, and of what a reload
    ///   would put in force
    /// @return this builder
    public Builder tls(Config config, Predicate<Config> wish) {
      secured = Optional.of(config);
      wanted = wish;
      return this;
    }

    /// Sets what the training run of the AOT cache asks, inside the filters: without this call a
    /// handler that says hello. The better it resembles what workers answer, the sooner they give
    /// their first answer. The handler runs in a process that must leave no trace: give it a
    /// database in memory and no connection to other programs.
    ///
    /// @param answers the handler
    /// @param paths which it answers to `GET` with a status of 200 to 299; the order is kept
    /// @return this builder
    public Builder trainingRun(Handler answers, String... paths) {
      trainingHandler = answers;
      trainingPaths = List.of(paths);
      return this;
    }

    /// Sets what a worker asks itself, without the filters, before it takes over from another in a
    /// reload: without this call a handler that says hello, so that it is the engine alone that
    /// gets fast. The handler is called up to a thousand times within a second, in a process that
    /// serves afterwards: it must have no effect outside, and leave nothing open.
    ///
    /// @param answers the handler
    /// @param paths which it answers to `GET` with a status of 200 to 299, in turn
    /// @return this builder
    public Builder warmUp(Handler answers, String... paths) {
      warmUpHandler = answers;
      warmUpPaths = List.of(paths);
      return this;
    }

    /// Makes the service.
    ///
    /// @return the service, not started
    /// @throws IllegalArgumentException without an address, or with filters in front of a handler
    ///   that never waits, because they may
    /// @throws dev.perennial.config.ConfigException if the files of TLS cannot be used
    public HttpService build() {
      if (nonBlocking.isPresent() && !filters.isEmpty()) {
        throw new IllegalArgumentException("a filter may wait, a non-blocking handler may not");
      }
      return new HttpService(this, handler);
    }
  }
}
