package dev.perennial.benchmarks.peers;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.tomcat.TomcatConnectorCustomizer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// Spring Boot with Tomcat on virtual threads, in one process, with Spring's own defaults
/// otherwise. Arguments: the port or `unix:` and the path of a socket, and for TLS a certificate
/// and its key.
@SpringBootApplication
@RestController
class SpringProgram {

  private static final String UNIX = "unix:";

  public static void main(String[] args) {
    Map<String, Object> properties = new TreeMap<>();
    if (args[0].startsWith(UNIX)) {
      properties.put("server.port", "0");
    } else {
      properties.put("server.address", "127.0.0.1");
      properties.put("server.port", args[0]);
    }
    properties.put("spring.threads.virtual.enabled", "true");
    properties.put("spring.main.banner-mode", "off");
    properties.put("logging.level.root", "warn");
    // The other servers do not count the requests of a connection either.
    properties.put("server.tomcat.max-keep-alive-requests", "-1");
    if (args.length == 3) {
      properties.put("server.ssl.certificate", args[1]);
      properties.put("server.ssl.certificate-private-key", args[2]);
    }
    SpringApplication application = new SpringApplication(SpringProgram.class);
    application.setDefaultProperties(properties);
    if (args[0].startsWith(UNIX)) {
      application.addInitializers(context -> listenAt(args[0].substring(UNIX.length()), context));
    }
    application.run();
  }

  // Tomcat then ignores the port.
  private static void listenAt(String socket, ConfigurableApplicationContext context) {
    TomcatConnectorCustomizer customizer =
        connector -> connector.setProperty("unixDomainSocketPath", socket);
    context.getBeanFactory().registerSingleton("socket", customizer);
  }

  /// {@return a greeting}
  @GetMapping(path = "/", produces = MediaType.TEXT_PLAIN_VALUE)
  String hello() {
    return "hello, world\n";
  }

  /// {@return some JSON}
  @GetMapping("/json")
  List<Instance> json() {
    return Instance.hundred();
  }

  /// @param body whatever
  /// @return its length
  @PostMapping(path = "/post", produces = MediaType.TEXT_PLAIN_VALUE)
  String post(@RequestBody byte[] body) {
    return "" + body.length;
  }
}
