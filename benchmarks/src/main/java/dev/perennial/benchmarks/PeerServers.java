package dev.perennial.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.util.Jetty;

/// The peers with the same hello service, each set up as its users do it.
final class PeerServers {

  /// Threads of a worker: one for each of the connections that may come to it.
  static final int THREADS = 32;

  private final Checkout checkout;
  private final Path directory;

  /// @param directory for configuration, logs and sockets
  PeerServers(Checkout checkout, Path directory) {
    this.checkout = checkout;
    this.directory = directory;
  }

  /// Jetty's core by itself, in one process, as Jetty is run.
  Server jetty(String name, JettyProgram.Threads threads, Where where) {
    List<String> command = new ArrayList<>(checkout.java());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", checkout.benchmarks()));
    command.addAll(List.of(JettyProgram.class.getName(), threads.name()));
    command.addAll(words(where));
    return new Server(
        name,
        "core %s, one process, %s, no access log, no request id, no metrics"
            .formatted(Jetty.VERSION, threads.about()),
        command,
        where);
  }

  /// A framework of the JVM in one process, with its defaults.
  private Server framework(String name, String about, String program, Where where) {
    List<String> command = new ArrayList<>(checkout.java());
    command.addAll(List.of("-cp", checkout.frameworks()));
    command.add("dev.perennial.benchmarks.peers." + program);
    command.addAll(words(where));
    return new Server(name, about, command, where);
  }

  Server helidon(Where where) {
    return framework(
        "helidon",
        "SE 4.5.0, one process, a virtual thread for each connection, no access log, no request id,"
            + " no metrics",
        "HelidonProgram",
        where);
  }

  Server spring(Where where) {
    return framework(
        "spring",
        "Boot 4.1.1, Tomcat, one process, virtual threads, no access log, no request id, no metrics",
        "SpringProgram",
        where);
  }

  private static List<String> words(Where where) {
    return switch (where) {
      case Where.Plain(int port) -> List.of("" + port);
      case Where.Unix(Path socket) -> List.of("unix:" + socket);
      case Where.Tls(int port, Path certificate, Path key) ->
          List.of("" + port, certificate.toString(), key.toString());
    };
  }

  Server oslo(int workers, Where where, boolean log) throws IOException, InterruptedException {
    String name = log ? "oslo.service" : "oslo.service, no log";
    List<String> command =
        new ArrayList<>(List.of("/usr/bin/python3", checkout.peer("oslo_hello.py"), "" + workers));
    command.add(log ? accessLog(name) : "off");
    command.addAll(words(where));
    return new Server(
        name,
        "Debian %s, eventlet %s, workers %d, wsgi server, access log %s"
            .formatted(
                Packages.version("python3-oslo.service"),
                Packages.version("python3-eventlet"),
                workers,
                log ? "to a file" : "off"),
        command,
        where);
  }

  Server gunicorn(int workers, Where where) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("/usr/bin/gunicorn"));
    command.addAll(List.of("--chdir", checkout.peers().toString(), "--worker-class=gthread"));
    command.addAll(List.of("--workers=" + workers, "--threads=" + THREADS, "--keep-alive=75"));
    command.addAll(List.of("--graceful-timeout=30", "--access-logfile=" + accessLog("gunicorn")));
    switch (where) {
      case Where.Plain(int port) -> command.add("--bind=127.0.0.1:" + port);
      case Where.Unix(Path socket) -> command.add("--bind=unix:" + socket);
      case Where.Tls(int port, Path certificate, Path key) ->
          command.addAll(
              List.of("--bind=127.0.0.1:" + port, "--certfile=" + certificate, "--keyfile=" + key));
    }
    command.add("wsgi_hello:app");
    return new Server(
        "gunicorn",
        "Debian %s, gthread, workers %d with %d threads, access log to a file"
            .formatted(Packages.version("gunicorn"), workers, THREADS),
        command,
        where);
  }

  Server uwsgi(int workers, Where where) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("/usr/bin/uwsgi"));
    command.addAll(List.of("--master", "--die-on-term", "--plugins", "python3,http"));
    command.addAll(List.of("--chdir", checkout.peers().toString(), "--module", "wsgi_hello:app"));
    command.addAll(List.of("--processes", "" + workers, "--threads", "" + THREADS));
    command.addAll(List.of("--listen", "100", "--logto2", accessLog("uwsgi")));
    switch (where) {
      case Where.Plain(int port) -> command.addAll(List.of("--http11-socket", "127.0.0.1:" + port));
      case Where.Unix(Path socket) -> command.addAll(List.of("--http11-socket", socket.toString()));
      case Where.Tls(int port, Path certificate, Path key) ->
          command.addAll(
              List.of(
                  "--http-keepalive",
                  "--https",
                  "127.0.0.1:%d,%s,%s".formatted(port, certificate, key)));
    }
    return new Server(
        "uwsgi",
        "Debian %s, workers %d with %d threads, access log to a file"
            .formatted(Packages.version("uwsgi"), workers, THREADS),
        command,
        where);
  }

  Server nginx(int workers, Where where) throws IOException, InterruptedException {
    Path configuration = Files.createTempFile(directory, "nginx", ".conf");
    Path json = Files.writeString(directory.resolve("hundred.json"), HelloText.json());
    String listen =
        switch (where) {
          case Where.Plain(int port) -> "listen 127.0.0.1:" + port + ";";
          case Where.Unix(Path socket) -> "listen unix:" + socket + ";";
          case Where.Tls(int port, Path certificate, Path key) ->
              "listen 127.0.0.1:%d ssl; ssl_certificate %s; ssl_certificate_key %s;"
                  .formatted(port, certificate, key);
        };
    Files.writeString(
        configuration,
        Files.readString(checkout.peers().resolve("nginx.conf"))
            .replace("@WORKERS@", "" + workers)
            .replace("@LISTEN@", listen)
            .replace("@JSON@", json.toString())
            .replace("@FILE@", configuration.getFileName().toString())
            .replace("@DIRECTORY@", directory.toString()));
    return new Server(
        "nginx",
        ("Debian %s, workers %d, return 200, JSON from a file, what is posted is thrown away,"
                + " access log to a file, buffered")
            .formatted(Packages.version("nginx"), workers),
        List.of("/usr/sbin/nginx", "-c", configuration.toString()),
        where);
  }

  private String accessLog(String name) {
    return Servers.accessLog(directory, name);
  }
}
