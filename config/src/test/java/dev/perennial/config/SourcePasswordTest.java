package dev.perennial.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A file on a server that wants a password.
class SourcePasswordTest {

  @Group("grp")
  record Options(@Opt(def = "0") int number) {}

  @TempDir Path directory;
  private ProgramOnDisk disk;
  private final List<HttpServer> servers = new ArrayList<>();
  private volatile String expected = "";

  @BeforeEach
  void makeProgram() {
    disk = new ProgramOnDisk(directory);
  }

  @AfterEach
  void stop() {
    servers.forEach(server -> server.stop(0));
  }

  private String server(HttpHandler handler) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Thread::startVirtualThread);
    server.createContext("/", handler);
    server.start();
    servers.add(server);
    return "127.0.0.1:" + server.getAddress().getPort() + "/app.conf";
  }

  private void answerToWhomIsExpected(HttpExchange exchange) throws IOException {
    boolean is = authorization(exchange).equals(Optional.of(expected));
    byte[] body = "[grp]\nnumber = 7\n".getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(is ? 200 : 401, is ? body.length : -1);
    if (is) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  private static Optional<String> authorization(HttpExchange exchange) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"));
  }

  private void expect(String credentials) {
    byte[] bytes = credentials.getBytes(StandardCharsets.UTF_8);
    expected = "Basic " + Base64.getEncoder().encodeToString(bytes);
  }

  private ConfigBuilder program(String uri) {
    disk.file(
        "etc/prog.conf",
        "[DEFAULT]|config_source = web|[web]|driver = remote_file|timeout = 30|uri = " + uri);
    return disk.program(Options.class);
  }

  @Test
  void the_password_of_a_server_may_stand_in_a_file() throws IOException {
    Path password = disk.file("password", "p$w");
    String place = server(this::answerToWhomIsExpected);
    expect("u:p$w");
    Config config = program("http://u:${file:" + password + "}@" + place).load(new String[0]);
    assertEquals(7, config.get(Options.class).number());
  }

  @Test
  void user_and_password_are_sent_decoded_and_the_rest_of_the_uri_as_it_is() throws IOException {
    List<String> asked = new CopyOnWriteArrayList<>();
    String place =
        server(exchange -> {
          asked.add(exchange.getRequestURI().toString());
          answerToWhomIsExpected(exchange);
        });
    expect("jürgen:a@b:c");
    program("http://j%C3%BCrgen:a%40b:c@" + place + "/j%C3%BCrgen:a%40b:c@?t=%40")
        .load(new String[0]);
    expect("token:");
    program("http://token@" + place).load(new String[0]);
    assertEquals(List.of("/app.conf/j%C3%BCrgen:a%40b:c@?t=%40", "/app.conf"), asked);
  }

  @Test
  void a_wrong_password_is_not_repeated() throws IOException {
    String place = server(this::answerToWhomIsExpected);
    assertEquals(
        List.of("source [web] cannot be read: http://" + place + ": the server answered 401"),
        disk.refusal(program("http://u:hunter2@" + place)));
  }

  @Test
  void another_server_that_one_is_sent_on_to_does_not_hear_it() throws IOException {
    List<Optional<String>> heard = new CopyOnWriteArrayList<>();
    String other =
        server(exchange -> {
          heard.add(authorization(exchange));
          answerToWhomIsExpected(exchange);
        });
    String place =
        server(exchange -> {
          exchange.getResponseHeaders().set("Location", "http://" + other);
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    expect("u:hunter2");
    assertEquals(
        List.of("source [web] cannot be read: http://" + place + ": the server answered 401"),
        disk.refusal(program("http://u:hunter2@" + place)));
    assertEquals(List.of(Optional.empty()), heard);
  }
}
