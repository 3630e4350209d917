package dev.perennial.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A part of the benchmark of HTTP: what is asked, over what, of whom.
enum HttpScenario {
  /// The smallest answer over TCP.
  HELLO,
  /// About 10 KB of JSON, made for each request.
  JSON,
  /// 64 KB that are read to their end.
  POST,
  /// The smallest answer over TLS.
  TLS,
  /// The smallest answer over a UNIX socket.
  UNIX,
  /// The smallest answer on each of a thousand connections at once.
  CONNECTIONS;

  static final String OURS = "ours";
  static final String NON_BLOCKING = "ours, non-blocking";
  static final String NON_BLOCKING_ALONE = "ours, non-blocking, one worker";
  static final String JETTY = "jetty";
  static final String JETTY_VIRTUAL = "jetty, all virtual";
  static final String NGINX = "nginx";
  static final String OSLO = "oslo.service";

  private static final int WORKERS = 2;
  private static final int FIRST_PORT = 18080;

  String part() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<HttpScenario> of(String part) {
    return List.of(values()).stream().filter(one -> one.part().equals(part)).findFirst();
  }

  private Wrk.Load load(Checkout checkout) {
    return switch (this) {
      case HELLO, TLS, UNIX -> Wrk.Load.HELLO;
      case JSON -> new Wrk.Load(32, "/json", Optional.empty());
      case POST -> new Wrk.Load(32, "/post", Optional.of(checkout.peers().resolve("post.lua")));
      case CONNECTIONS -> new Wrk.Load(1000, "/", Optional.empty());
    };
  }

  /// What drives it, in words.
  String about(Run run, int seconds) throws IOException, InterruptedException {
    return this == UNIX
        ? UnixLoad.ABOUT
        : "wrk %s: %s"
            .formatted(
                Packages.version("wrk"),
                String.join(
                    " ",
                    load(run.checkout())
                        .command((this == TLS ? "https" : "http") + "://127.0.0.1:0", seconds)));
  }

  Wrk.Result run(Run run, Server server, int seconds) throws IOException, InterruptedException {
    return server.where() instanceof Where.Unix(Path socket)
        ? UnixLoad.run(socket, seconds)
        : load(run.checkout()).run(server.where(), seconds);
  }

  /// Warms up what is done once for a connection, where that is much. A run begins with it on all
  /// connections at once, and has no other chance to become warm.
  void connect(Run run, Server server, int seconds) throws IOException, InterruptedException {
    if (this == TLS) {
      load(run.checkout()).connect(server.where(), seconds);
    }
  }

  /// Who cannot be measured, and why.
  Optional<String> absent() {
    return this == CONNECTIONS
        ? Optional.of(
            "uwsgi: has a thread for each connection as long as it is kept, here %d for 1000 of them"
                .formatted(WORKERS * PeerServers.THREADS))
        : Optional.empty();
  }

  /// Who is measured; ours first.
  List<Server> servers(Run run) throws IOException, InterruptedException {
    PeerServers peers = run.peers();
    List<Server> servers = new ArrayList<>();
    servers.add(ours(run, OURS, "throughput", WORKERS, servers));
    servers.add(peers.jetty(JETTY, JettyProgram.Threads.GUIDE, where(run, servers)));
    servers.add(peers.jetty(JETTY_VIRTUAL, JettyProgram.Threads.VIRTUAL, where(run, servers)));
    if (this == HELLO) {
      servers.add(nonBlocking(run, NON_BLOCKING, WORKERS, servers));
      servers.add(ours(run, "ours, small", "small", WORKERS, servers));
    }
    servers.add(ours(run, "ours, one worker", "throughput", 1, servers));
    servers.add(nonBlocking(run, NON_BLOCKING_ALONE, 1, servers));
    servers.add(peers.helidon(where(run, servers)));
    servers.add(peers.spring(where(run, servers)));
    servers.add(peers.nginx(WORKERS, where(run, servers)));
    servers.add(peers.gunicorn(WORKERS, where(run, servers)));
    if (absent().isEmpty()) {
      servers.add(peers.uwsgi(WORKERS, where(run, servers)));
    }
    servers.add(peers.oslo(WORKERS, where(run, servers), true));
    return servers;
  }

  private Server ours(Run run, String name, String profile, int workers, List<Server> before)
      throws IOException {
    Where where = where(run, before);
    return run.servers().ours(name, profile, Servers.Log.FILE, workers, where);
  }

  private Server nonBlocking(Run run, String name, int workers, List<Server> before)
      throws IOException {
    List<String> declared = List.of("--hello-non-blocking");
    Where where = where(run, before);
    return run.servers().ours(name, "throughput", Servers.Log.FILE, workers, where, declared);
  }

  private Where where(Run run, List<Server> before) {
    int port = FIRST_PORT + before.size();
    return switch (this) {
      case HELLO, JSON, POST, CONNECTIONS -> new Where.Plain(port);
      case TLS ->
          new Where.Tls(port, run.checkout().pem("server.pem"), run.checkout().pem("server.key"));
      case UNIX -> new Where.Unix(run.directory().resolve("s" + before.size()));
    };
  }
}
