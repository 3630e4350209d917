package dev.perennial.benchmarks.peers;

import io.helidon.common.configurable.Resource;
import io.helidon.common.pki.Keys;
import io.helidon.common.tls.Tls;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.logging.LogManager;
import tools.jackson.databind.json.JsonMapper;

/// Helidon SE as its guide sets it up: one process, a virtual thread for each request. Arguments:
/// the port or `unix:` and the path of a socket, and for TLS a certificate and its key.
final class HelidonProgram {

  private static final JsonMapper JSON = JsonMapper.shared();

  private HelidonProgram() {}

  public static void main(String[] args) {
    LogManager.getLogManager().reset();
    WebServerConfig.Builder server = WebServer.builder().routing(HelidonProgram::route);
    if (args[0].startsWith("unix:")) {
      server.bindAddress(UnixDomainSocketAddress.of(args[0].substring("unix:".length())));
    } else {
      server
          .host("127.0.0.1")
          .port(Integer.parseInt(args[0]))
          // Head and body of a larger answer are two writes, the second of which would wait for the
          // client's delayed acknowledgement.
          .connectionOptions(options -> options.tcpNoDelay(true));
    }
    if (args.length == 3) {
      server.tls(tls(Path.of(args[1]), Path.of(args[2])));
    }
    server.build().start();
  }

  private static void route(HttpRouting.Builder routes) {
    routes
        .get(
            "/",
            (_, answer) -> {
              answer.header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
              answer.send("hello, world\n");
            })
        .get(
            "/json",
            (_, answer) -> {
              answer.header(HeaderNames.CONTENT_TYPE, "application/json");
              answer.send(JSON.writeValueAsBytes(Instance.hundred()));
            })
        .post(
            "/post",
            (request, answer) -> {
              answer.header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
              answer.send("" + request.content().as(byte[].class).length);
            });
  }

  private static Tls tls(Path certificate, Path key) {
    Keys keys =
        Keys.builder()
            .pem(pem -> pem.key(Resource.create(key)).certChain(Resource.create(certificate)))
            .build();
    return Tls.builder().privateKey(keys).privateKeyCertChain(keys).build();
  }
}
